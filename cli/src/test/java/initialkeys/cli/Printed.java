package initialkeys.cli;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.TestCallers;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** What a command printed, and its exit code. */
record Printed(int code, String out, List<String> err) {

  /** A command that calls no AWS. */
  static Printed by(String... arguments) {
    return by(TestCallers.none(), arguments);
  }

  /** A command that a caller of AWS runs. */
  static Printed by(Supplier<Caller> caller, String... arguments) {
    return by(caller, ProofContext.ofProcess(), arguments);
  }

  /** A command that takes the time from a test. */
  static Printed by(Supplier<Caller> caller, ProofContext context, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(stream(out), stream(err), false, false);
    int code = InitialKeys.run(terminal, (profile, region) -> caller.get(), context, arguments);
    return new Printed(
        code,
        out.toString(StandardCharsets.UTF_8),
        // Progress is printed when the machine is slow.
        err.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.endsWith(" …")).toList());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** The lines of the table between its heading and the summary. */
  List<String> rows() {
    return lines().size() < 6 ? List.of() : lines().subList(3, lines().size() - 3);
  }

  /** The line before the one about what would be sent. */
  String summary() {
    return lines().get(lines().size() - 2);
  }
}
