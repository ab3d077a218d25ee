package initialkeys.cli.prove.user;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.iam.Sleeper;
import java.io.Console;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** What a proof needs of its process. */
public final class ProofContext {

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Function<String, Optional<String>> console;

  /**
   * @param console asks a person; empty where there is no terminal
   */
  public ProofContext(
      InstantSource clock, Sleeper sleeper, Function<String, Optional<String>> console) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.console = console;
  }

  public InstantSource clock() {
    return clock;
  }

  public Function<String, Optional<String>> console() {
    return console;
  }

  /** The clock and the terminal of this process. */
  public static ProofContext ofProcess() {
    return new ProofContext(InstantSource.system(), Thread::sleep, ProofContext::ask);
  }

  /**
   * Waits.
   *
   * @throws AwsAccessException when it is interrupted
   */
  public void pause(Duration length) {
    try {
      sleeper.sleep(length);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AwsAccessException("The proof was interrupted.", stopped);
    }
  }

  private static Optional<String> ask(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> Optional.ofNullable(console.readLine("%s", question)).orElse(""));
  }
}
