package initialkeys.lambda;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.RuleParameter;
import initialkeys.simulation.Account;
import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.EventCase;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README's tables say of the rule is what the rule does. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Pattern CITATION = Pattern.compile("\\bF[0-9]{1,2}\\b");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** They never leave the function: their words do, in an IncompleteRunException. */
  private static final Set<String> TOLD_IN_ANOTHER =
      Set.of("IamReadException", "ConfigCallException", "MalformedResponseException");

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final Instant WITHIN = CREATED.plusSeconds(299);
  private static final Instant LATER = CREATED.plusSeconds(86_400);

  @Test
  void the_decision_table_is_what_the_handler_reports() throws IOException {
    Map<String, String> done = new LinkedHashMap<>();
    done.put("has no access key", reported(user(true)));
    done.put(
        "has only keys made later than the creation window",
        reported(user(true, key(LATER, null))));
    done.put(
        "has a key made within the window, and it has been used",
        reported(user(true, key(WITHIN, LATER))));
    done.put(
        "has a key made within the window, never used, and no console password",
        reported(user(false, key(WITHIN, null))));
    done.put(
        "has a key made within the window, never used, and a console password",
        reported(user(true, key(WITHIN, null))));
    done.put("is exempt", reportedWhenExempt(user(true, key(WITHIN, null))));
    done.put("is deleted, left the rule's scope, or is no IAM user", reportedOfTheAbsent());
    assertThat(without(rows("| the user | result |"), "cannot be read")).isEqualTo(done);
  }

  @Test
  void the_errors_that_are_explained_are_words_of_the_code_and_no_exception_is_left_out()
      throws IOException {
    String code = textOf(Path.of("src", "main", "java"));
    Set<String> explained = new TreeSet<>();
    rows("| the error says | it means | do |")
        .keySet()
        .forEach(row -> QUOTED.matcher(row).results().forEach(it -> explained.add(it.group(1))));
    assertThat(explained)
        .hasSizeGreaterThan(10)
        .allSatisfy(it -> assertThat(withoutCase(code)).contains(withoutCase(it)));
    Set<String> thrown = new TreeSet<>();
    Pattern.compile("class (\\w+Exception) extends")
        .matcher(code)
        .results()
        .forEach(it -> thrown.add(it.group(1)));
    thrown.removeAll(TOLD_IN_ANOTHER);
    assertThat(explained).containsAll(thrown);
  }

  /** The SDK's methods begin with a small letter where AWS's operations have a capital. */
  private static String withoutCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String textOf(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  @Test
  void what_cannot_be_read_is_named_and_costs_no_other_its_result() throws IOException {
    assertThat(rows("| the user | result |").get("cannot be read"))
        .isEqualTo(
            "no evaluation; the others are reported, and the invocation fails and names the user");
    User other =
        new User("ann", "AIDAANN0000000000000", "/", CREATED, true, null, new Expected("-", "-"));
    FakeIam iam = new FakeIam(List.of(user(true), other));
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw new IllegalStateException("no answer");
        });
    FakeConfig config = new FakeConfig(List.of());
    assertThatThrownBy(() -> Invocation.of(iam, config).run(schedule(Map.of())))
        .hasMessageContaining("user bo (AIDABO00000000000000): no answer");
    assertThat(config.evaluations())
        .extracting(it -> it.complianceResourceId())
        .containsExactly("AIDAANN0000000000000");
  }

  @Test
  void the_parameters_are_those_that_the_rule_knows() throws IOException {
    Map<String, String> known =
        Arrays.stream(RuleParameter.values())
            .collect(
                toMap(
                    parameter -> "`%s`".formatted(parameter.key()),
                    parameter ->
                        "%s | %s"
                            .formatted(
                                parameter.defaultValue().isEmpty()
                                    ? "none"
                                    : "`%s`".formatted(parameter.defaultValue()),
                                parameter.allowed()),
                    (a, b) -> a,
                    LinkedHashMap::new));
    Map<String, String> told = rows("| parameter | default | allowed | meaning |");
    told.replaceAll((name, cells) -> cells.substring(0, cells.lastIndexOf(" | ")));
    assertThat(told).hasSize(7).containsExactlyEntriesOf(known);
  }

  @Test
  void the_previews_first_line_is_what_it_prints() throws IOException {
    Account sample = Fixtures.account(Path.of("../test-fixtures/accounts/sample.json"));
    Expected bo = sample.users().get(1).expected();
    assertThat(Files.readString(README))
        .contains("    bo                     NON_COMPLIANT   " + bo.annotation())
        .contains(
            "    ana                    COMPLIANT       "
                + sample.users().getFirst().expected().annotation());
  }

  @Test
  void the_facts_are_those_that_the_code_cites() throws IOException {
    Set<String> cited = new TreeSet<>();
    for (String sources :
        List.of("../rule/src", "../simulation/src", "../infra/src", "../cli/src")) {
      try (Stream<Path> files = Files.walk(Path.of(sources))) {
        for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          CITATION.matcher(Files.readString(file)).results().forEach(it -> cited.add(it.group()));
        }
      }
    }
    assertThat(rows(Path.of("../FACTS.md"), "| fact | what it is | how it is known |").keySet())
        .containsExactlyInAnyOrderElementsOf(cited);
  }

  private static User user(boolean password, Account.Key... keys) {
    return new User(
        "bo",
        "AIDABO00000000000000",
        "/",
        CREATED,
        password,
        List.of(keys),
        new Expected("-", "-"));
  }

  private static Account.Key key(Instant created, Instant lastUsed) {
    return new Account.Key("AKIABO00000000000000", created, "Active", lastUsed);
  }

  private static String schedule(Map<String, String> parameters) {
    return Events.schedule(ACCOUNT, NOW, parameters, "token");
  }

  private static String reported(User user) {
    return reported(new FakeIam(List.of(user)), schedule(Map.of()));
  }

  private static String reportedWhenExempt(User user) {
    return reported(new FakeIam(List.of(user)), schedule(Map.of("exemptUsers", "bo")));
  }

  private static String reportedOfTheAbsent() {
    return Stream.of("user-deleted", "user-left-scope", "no-user")
        .map(name -> Path.of("../test-fixtures/config-events", name + ".json"))
        .map(file -> Fixtures.read(file, EventCase.class).event().toString())
        .map(event -> reported(new FakeIam(List.of()), event))
        .distinct()
        .reduce((a, b) -> a + " and " + b)
        .orElseThrow();
  }

  private static String reported(FakeIam iam, String event) {
    FakeConfig config = new FakeConfig(List.of());
    Invocation.of(iam, config).run(event);
    return config.evaluations().getFirst().complianceTypeAsString();
  }

  private static Map<String, String> without(Map<String, String> rows, String key) {
    rows.remove(key);
    return rows;
  }

  /** The rows below a heading row: the first cell, and the rest. */
  private static Map<String, String> rows(String heading) throws IOException {
    return rows(README, heading);
  }

  private static Map<String, String> rows(Path page, String heading) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    Files.readString(page)
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.length() - 2))
        .forEach(
            row ->
                rows.put(
                    row.substring(0, row.indexOf(" | ")), row.substring(row.indexOf(" | ") + 3)));
    return rows;
  }
}
