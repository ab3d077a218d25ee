package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.TestCallers;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands print, compared with files of expected text; and what holds for every command. */
class InitialKeysTest {

  private static final Locale BEFORE = Locale.getDefault();

  @BeforeAll
  static void setRoot() {
    System.setProperty("initialkeys.root", "..");
  }

  @AfterEach
  void resetLocale() {
    Locale.setDefault(BEFORE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preview | preview.txt",
        "preview --all | preview-all.txt",
        "preview --format json | preview.json",
        "preview --format csv | preview.csv",
        "preview --format html --all | preview.html",
        "preview --help | preview-help.txt",
        "doctor --help | doctor-help.txt",
        "prove --help | prove-help.txt",
        "completion | completion.txt",
        "completion --help | completion-help.txt",
        "--help | help.txt",
      })
  void outputIsThatOfFile(String command, String file) {
    for (String language : List.of("en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab")) {
      Locale.setDefault(Locale.forLanguageTag(language));
      Printed printed = Printed.by(command.split(" "));
      assertThat(text(printed.out())).as(language).isEqualTo(ExpectedText.of(file));
      assertThat(printed.err()).isEmpty();
      assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    }
  }

  @Test
  void readmeShowsOutputOfPreview() throws IOException {
    assertThat(Files.readString(Path.of("../README.md")).replace("\r\n", "\n"))
        .contains(
            "    ./initial-keys preview\n\n"
                + ExpectedText.of("preview.txt").indent(4).replaceAll("(?m)^ +$", ""));
  }

  /** Without the version of picocli, which its completion script contains. */
  private static String text(String out) {
    return out.replace("\r\n", "\n")
        .replaceFirst("(picocli\\.info/\\) version )\\d+(\\.\\d+)*", "$1VERSION");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | A command is missing. See `initial-keys --help`.",
        "previw | Unmatched argument at index 0: 'previw' (did you mean preview or prove?). See"
            + " `initial-keys --help`.",
        "--hepl | Unknown option: '--hepl' (did you mean --help?). See `initial-keys --help`.",
      })
  void badUsageGivesOneLine(String command, String message) {
    String[] arguments = command.isEmpty() ? new String[0] : command.split(" ");
    assertThat(Printed.by(arguments))
        .isEqualTo(new Printed(ExitCode.BAD_USAGE, "", List.of("initial-keys: " + message)));
  }

  /** As the device /dev/full does. */
  private static final class FullDevice extends OutputStream {
    @Override
    public void write(int ignored) throws IOException {
      throw new IOException("No space left on device");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "preview --format csv", "completion", "--help"})
  void outputThatCannotBeWrittenIsFailure(String command) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal full =
        new Terminal(
            new PrintStream(new FullDevice(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code =
        InitialKeys.run(
            full,
            (profile, region) -> TestCallers.none().get(),
            ProofContext.ofProcess(),
            command.split(" "));
    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("initial-keys: standard output cannot be written");
  }

  @Test
  void versionIsThatOfBuild() {
    assertThat(Printed.by("--version").out()).matches("initial-keys [0-9]+\\.[0-9]+\\.[0-9]+\\R");
  }

  @Test
  void everyCommandHasHelpAndDescription() {
    CommandLine program = program();
    assertThat(program.getSubcommands()).hasSize(4);
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
              assertThat(Printed.by(name, "--help").code()).isZero();
              assertThat(command.getCommandSpec().options())
                  .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "completion"})
  void helpHasColourOnlyOnTerminal(String command) {
    assertThat(Printed.by(command, "--help").out()).doesNotContain("\u001b");
  }

  @Test
  void completionNamesEveryOption() {
    String script = Printed.by("completion").out();
    program().getSubcommands().values().stream()
        .flatMap(command -> command.getCommandSpec().options().stream())
        .flatMap(option -> List.of(option.names()).stream())
        .forEach(name -> assertThat(script).containsPattern("['\"].*" + Pattern.quote(name)));
    assertThat(script).contains("complete -F _complete_initial-keys");
  }

  private static CommandLine program() {
    Terminal terminal = new Terminal(System.out, System.err, false, false);
    return InitialKeys.commandLine(
        terminal, (profile, region) -> TestCallers.none().get(), ProofContext.ofProcess());
  }
}
