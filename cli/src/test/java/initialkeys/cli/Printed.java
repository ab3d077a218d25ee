package initialkeys.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;

/** What a preview printed, and its exit code. */
record Printed(int code, String out, List<String> err) {

  static Printed by(ToIntFunction<Preview> run) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = run.applyAsInt(new Preview(stream(out), stream(err)));
    return new Printed(
        code,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8).lines().toList());
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** The lines of the table between its heading and the summary. */
  List<String> rows() {
    return lines().subList(3, lines().size() - 2);
  }

  String summary() {
    return lines().getLast();
  }
}
