package initialkeys.cli;

import initialkeys.aws.ApiCallCounter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Says how many requests were sent, every other second until it is closed. */
record Progress(Thread thread) implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(2);

  static Progress start(ApiCallCounter calls, Consumer<String> lines) {
    return new Progress(Thread.ofVirtual().start(() -> printUntilInterrupted(calls, lines)));
  }

  private static void printUntilInterrupted(ApiCallCounter calls, Consumer<String> lines) {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        if (calls.total() > 0) lines.accept(line(calls.total()));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  static String line(int requests) {
    return String.format(
        Locale.ROOT,
        requests == 1 ? "… %,d request to AWS so far" : "… %,d requests to AWS so far",
        requests);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
