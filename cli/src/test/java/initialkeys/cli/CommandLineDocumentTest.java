package initialkeys.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import initialkeys.cli.aws.TestCallers;
import initialkeys.cli.prove.ProofRow;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.report.ReportFormat;
import initialkeys.cli.terminal.Terminal;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of the document about the command line, compared with the commands. */
class CommandLineDocumentTest {

  private static final String ORGANIZATION_RULE = "or that of an organization rule";

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  @Test
  void commandsAreThoseOfProgram() throws IOException {
    assertThat(quoted(rows("| command | does |").keySet().stream()))
        .containsExactlyElementsOf(program().subcommands().keySet());
  }

  /** The document says more about a code than the help, after the same text. */
  @Test
  void exitCodesOfPreviewAreThoseOfItsHelp() throws IOException {
    Map<String, String> documented = rows("| code | meaning |");
    Map<String, String> help = exitCodes("preview");
    assertThat(documented).containsOnlyKeys(help.keySet());
    help.forEach(
        (code, meaning) ->
            assertThat(documented.get(code).replace("`", ""))
                .as(code)
                .startsWith(meaning.split(";", 2)[0]));
  }

  /** And those of a process that a signal ended. */
  @Test
  void exitCodesOfProofAreThoseOfItsHelp() throws IOException {
    Map<String, String> documented = rows("| exit code | meaning |");
    assertThat(documented.remove("130, 143")).contains("Ctrl-C", "SIGTERM");
    assertThat(documented).containsOnlyKeys(exitCodes("prove").keySet());
  }

  @Test
  void everyExitCodeOfProgramIsInHelp() throws IllegalAccessException {
    Set<String> constants = new TreeSet<>();
    for (Field code : ExitCode.class.getDeclaredFields()) {
      constants.add(String.valueOf(code.getInt(null)));
    }
    Set<String> inHelp = new TreeSet<>(exitCodes("preview").keySet());
    inHelp.addAll(exitCodes("doctor").keySet());
    inHelp.addAll(exitCodes("prove").keySet());
    assertThat(inHelp).isEqualTo(constants);
  }

  @Test
  void optionsOfPreviewAreThoseOfCommand() throws IOException {
    Map<String, String> documented = rows("| option | meaning |");
    assertThat(quoted(documented.keySet().stream()))
        .containsExactlyElementsOf(options("preview").map(CommandLineDocumentTest::text).toList());
    assertThat(quoted(Stream.of(documented.get("`--format FORMAT`"))))
        .containsExactlyElementsOf(formats());
    assertThat(documented.get("`--parameters-of-rule[=NAME]`"))
        .contains("`%s`".formatted(PreviewCommand.RULE_NAME), ORGANIZATION_RULE);
  }

  @Test
  void ruleMayBeNamedByItsOrganizationRule() throws IOException {
    assertThat(section("doctor")).contains(ORGANIZATION_RULE);
    for (String command : List.of("preview", "doctor", "prove")) {
      assertThat(
              options(command)
                  .filter(option -> option.longestName().matches("--(rule|parameters-of-rule)"))
                  .map(option -> String.join(" ", option.description())))
          .as(command)
          .singleElement(STRING)
          .contains(ORGANIZATION_RULE);
    }
  }

  @Test
  void formatsAreThoseOfPreview() throws IOException {
    assertThat(quoted(rows("| format | contains |").keySet().stream()))
        .containsExactlyElementsOf(formats());
  }

  @ParameterizedTest
  @ValueSource(strings = {"doctor", "prove"})
  void sectionNamesEveryOptionOfItsCommand(String command) throws IOException {
    Set<String> named = new TreeSet<>();
    Pattern.compile("--[a-z]+(?: [A-Z]+)?")
        .matcher(section(command))
        .results()
        .forEach(found -> named.add(found.group()));
    assertThat(named).containsAll(options(command).map(CommandLineDocumentTest::text).toList());
  }

  @Test
  void timeoutOfProofIsAsDocumented() throws IOException {
    String standard =
        program()
            .subcommands()
            .get("prove")
            .getCommandSpec()
            .findOption("--timeout")
            .defaultValue();
    String error = Printed.by("prove", "--timeout", "99").err().getFirst();
    assertThat(section("prove"))
        .contains(
            "`--timeout MINUTES` (%s by default, at most %s)"
                .formatted(standard, error.replaceFirst("(?s).*from 1 to (\\d+) minutes.*", "$1")));
  }

  @Test
  void linesOfProofHaveDocumentedStatus() throws IOException {
    assertThat(rows("| line | meaning |").keySet())
        .containsExactlyElementsOf(
            Arrays.stream(ProofRow.Status.values()).map(ProofRow.Status::text).distinct().toList());
  }

  private static List<String> formats() {
    return Arrays.stream(ReportFormat.values()).map(ReportFormat::toString).toList();
  }

  /** As the document writes it: {@code --role NAME}, or {@code --rule[=NAME]}. */
  private static String text(OptionSpec option) {
    String value =
        option.arity().max() == 0
            ? ""
            : (option.arity().min() == 0 ? "[=%s]" : " %s").formatted(option.paramLabel());
    return option.longestName() + value;
  }

  private static Stream<OptionSpec> options(String command) {
    return program().subcommands().get(command).getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp());
  }

  private static Map<String, String> exitCodes(String command) {
    return program().subcommands().get(command).getCommandSpec().usageMessage().exitCodeList();
  }

  private static CommandSpec program() {
    Terminal terminal = new Terminal(System.out, System.err, false, false);
    return InitialKeys.commandLine(
            terminal, (_, _) -> TestCallers.none().get(), ProofContext.ofProcess())
        .getCommandSpec();
  }

  private static List<String> quoted(Stream<String> cells) {
    return QUOTED.matcher(cells.collect(joining(" "))).results().map(it -> it.group(1)).toList();
  }

  private static Map<String, String> rows(String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    document()
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.length() - 2).split(" \\| ", 2))
        .forEach(cells -> rows.put(cells[0], cells[1]));
    return rows;
  }

  private static String section(String command) throws IOException {
    String heading = command.equals("prove") ? "Prove" : "Doctor";
    return document()
        .replaceFirst("(?s).*\\R## %s\\R".formatted(heading), "")
        .split("\\R## ", 2)[0];
  }

  private static String document() throws IOException {
    return Files.readString(Path.of("..", "docs", "command-line.md"));
  }
}
