package initialkeys.documents;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.RuleParameter;
import initialkeys.invocation.Invocation;
import initialkeys.lambda.RemediationMetrics;
import initialkeys.lambda.RuleMetrics;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.EventCase;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
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

/** The documents' tables about the rule, compared with the rule. */
class DocumentationTest {

  private static final Path README = Path.of("../README.md");
  private static final Path OPERATIONS = Path.of("../docs/operations.md");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** They never leave the function: their messages are failures of an IncompleteRunException. */
  private static final Set<String> INTERNAL =
      Set.of("IamReadException", "ConfigCallException", "MalformedResponseException");

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant CREATED = UserBuilder.CREATED;
  private static final Instant WITHIN = CREATED.plusSeconds(299);
  private static final Instant LATER = CREATED.plusSeconds(86_400);

  @Test
  void decisionTableIsWhatHandlerSends() throws IOException {
    Map<String, String> sent = new LinkedHashMap<>();
    sent.put("has no access key", sentFor(user(true)));
    sent.put(
        "has only keys created after the creation window", sentFor(user(true, key(LATER, null))));
    sent.put(
        "has a key created within the window, and it has been used",
        sentFor(user(true, key(WITHIN, LATER))));
    sent.put(
        "has a key created within the window, never used, and no console password",
        sentFor(user(false, key(WITHIN, null))));
    sent.put(
        "has a key created within the window, never used, and a console password",
        sentFor(user(true, key(WITHIN, null))));
    sent.put("is exempt", sentWhenExempt(user(true, key(WITHIN, null))));
    sent.put("is deleted, left the rule's scope, or is not an IAM user", sentForAbsentResources());
    Map<String, String> documented = DocumentTable.rows(README, "| the user | result |");
    documented.remove("cannot be read");
    assertThat(documented).isEqualTo(sent);
  }

  @Test
  void userThatCannotBeReadFailsInvocationOnly() throws IOException {
    assertThat(DocumentTable.rows(README, "| the user | result |").get("cannot be read"))
        .isEqualTo(
            "no evaluation; evaluations of the other users are sent; the invocation fails, and its"
                + " log names the user");
    User other = UserBuilder.named("ann").id("AIDAANN0000000000000").build();
    FakeConfig config = new FakeConfig(List.of());
    List<String> log = failingRun(config, other);
    assertThat(log).anyMatch(line -> line.contains("user bo (AIDABO00000000000000): no response"));
    assertThat(config.evaluations())
        .extracting(it -> it.complianceResourceId())
        .containsExactly("AIDAANN0000000000000");
  }

  @Test
  void parametersAreThoseOfRule() throws IOException {
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
    Map<String, String> documented =
        DocumentTable.rows(README, "| parameter | default | allowed | meaning |");
    documented.replaceAll((name, cells) -> cells.substring(0, cells.lastIndexOf(" | ")));
    assertThat(documented).isNotEmpty().containsExactlyEntriesOf(known);
  }

  @Test
  void firstLinesOfPreviewAreThoseOfSample() throws IOException {
    List<User> users = Fixtures.account(Path.of("../test-fixtures/accounts/sample.json")).users();
    assertThat(Files.readString(README).lines().filter(line -> line.matches("    (bo|fatima) .*")))
        .containsExactly(
            "    bo      NON_COMPLIANT   " + annotationOf("bo", users),
            "    fatima  NON_COMPLIANT   " + annotationOf("fatima", users));
  }

  private static String annotationOf(String name, List<User> users) {
    return users.stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .orElseThrow()
        .expected()
        .annotation();
  }

  @Test
  void annotationTextsAreThoseOfRule() throws IOException {
    Account.Key key =
        new Account.Key("AKIAIOSFODNN7EXAMPLE", CREATED.plusSeconds(12), "Active", null);
    User alice = UserBuilder.named("alice").id("AIDAALICE00000000000").keys(key).build();
    Map<String, String> documented =
        DocumentTable.rows(OPERATIONS, "| compliance type | annotation |");
    assertThat(documented.get("COMPLIANT")).startsWith("`%s`".formatted(annotation(user(true))));
    assertThat(documented.get("NON_COMPLIANT")).startsWith("`%s`".formatted(annotation(alice)));
    assertThat(Files.readString(README).lines()).contains("    " + annotation(alice));
  }

  @Test
  void everyErrorExplainedIsMessageOfCode() throws IOException {
    String code = withoutCase(code());
    assertThat(explainedErrors()).hasSizeGreaterThan(10);
    assertThat(explainedErrors().stream().filter(error -> !code.contains(withoutCase(error))))
        .as("explained, and no message of the code")
        .isEmpty();
  }

  @Test
  void everyExceptionThatLeavesFunctionIsExplained() throws IOException {
    Set<String> thrown = new TreeSet<>();
    Pattern.compile("class (\\w+Exception) extends")
        .matcher(code())
        .results()
        .forEach(found -> thrown.add(found.group(1)));
    thrown.removeAll(INTERNAL);
    assertThat(thrown).isNotEmpty();
    assertThat(explainedErrors()).containsAll(thrown);
  }

  @Test
  void metricsAreThoseThatAreLogged() throws IOException {
    assertThat(unquoted(DocumentTable.rows(OPERATIONS, "| metric | meaning |").keySet()))
        .containsExactlyInAnyOrderElementsOf(metrics());
  }

  /** A field that a line has only sometimes is at least a word of the code. */
  @Test
  void logFieldsAreThoseOfLineOfCounts() throws IOException {
    Set<String> logged = new TreeSet<>();
    logged.addAll(fields(scheduledRun(user(true)).getFirst()));
    logged.removeAll(metrics());
    Set<String> documented =
        unquoted(DocumentTable.rows(OPERATIONS, "| field | meaning |").keySet());
    assertThat(documented).containsAll(logged);
    documented.removeAll(logged);
    String code = code();
    assertThat(documented.stream().filter(field -> !code.contains("\"%s\"".formatted(field))))
        .as("documented, and not in the code")
        .isEmpty();
  }

  @Test
  void fieldsOfFailureAreThoseOfItsLine() throws IOException {
    assertThat(
            unquoted(DocumentTable.rows(OPERATIONS, "| field of a failure | meaning |").keySet()))
        .containsExactlyInAnyOrderElementsOf(
            fields(failingRun(new FakeConfig(List.of())).getLast()));
  }

  private static Set<String> metrics() {
    return Stream.of(RuleMetrics.class, RemediationMetrics.class)
        .flatMap(names -> Arrays.stream(names.getDeclaredFields()))
        .filter(field -> Modifier.isPublic(field.getModifiers()))
        .map(DocumentationTest::constant)
        .filter(name -> !name.equals(RuleMetrics.NAMESPACE) && !name.equals(RuleMetrics.DIMENSION))
        .collect(toSet());
  }

  private static String constant(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException hidden) {
      throw new AssertionError(hidden);
    }
  }

  private static Set<String> fields(String line) throws IOException {
    Set<String> names = new TreeSet<>();
    Fixtures.JSON.readTree(line).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> unquoted(Set<String> names) {
    return names.stream().map(name -> name.replace("`", "")).collect(toSet());
  }

  private static Set<String> explainedErrors() throws IOException {
    Set<String> errors = new TreeSet<>();
    DocumentTable.rows(OPERATIONS, "| the error says | it means | do |")
        .keySet()
        .forEach(row -> QUOTED.matcher(row).results().forEach(it -> errors.add(it.group(1))));
    return errors;
  }

  /** The SDK's methods begin with a small letter where AWS's operations have a capital. */
  private static String withoutCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String code() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  /** The log of a run in which user bo cannot be read. */
  private static List<String> failingRun(FakeConfig config, User... others) {
    FakeIam iam = new FakeIam(Stream.concat(Stream.of(user(true)), Stream.of(others)).toList());
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw new IllegalStateException("no response");
        });
    Invocation invocation = Invocation.of(iam, config);
    assertThatThrownBy(() -> invocation.run(schedule(Map.of()))).isNotNull();
    return invocation.log();
  }

  private static List<String> scheduledRun(User user) {
    return Invocation.of(new FakeIam(List.of(user)), new FakeConfig(List.of()))
        .run(schedule(Map.of()))
        .log();
  }

  private static User user(boolean password, Account.Key... keys) {
    return UserBuilder.named("bo").id("AIDABO00000000000000").password(password).keys(keys).build();
  }

  private static Account.Key key(Instant created, Instant lastUsed) {
    return new Account.Key("AKIABO00000000000000", created, "Active", lastUsed);
  }

  private static String schedule(Map<String, String> parameters) {
    return Events.schedule(ACCOUNT, NOW, parameters, "token");
  }

  private static String sentFor(User user) {
    return sent(new FakeIam(List.of(user)), schedule(Map.of()));
  }

  private static String sentWhenExempt(User user) {
    return sent(new FakeIam(List.of(user)), schedule(Map.of("exemptUsers", "bo")));
  }

  private static String sentForAbsentResources() {
    return Stream.of("user-deleted", "user-left-scope", "no-user")
        .map(name -> Path.of("../test-fixtures/config-events", name + ".json"))
        .map(file -> Fixtures.read(file, EventCase.class).event().toString())
        .map(event -> sent(new FakeIam(List.of()), event))
        .distinct()
        .reduce((a, b) -> a + " and " + b)
        .orElseThrow();
  }

  private static String sent(FakeIam iam, String event) {
    FakeConfig config = new FakeConfig(List.of());
    Invocation.of(iam, config).run(event);
    return config.evaluations().getFirst().complianceTypeAsString();
  }

  private static String annotation(User user) {
    FakeConfig config = new FakeConfig(List.of());
    Invocation.of(new FakeIam(List.of(user)), config).run(schedule(Map.of()));
    return config.evaluations().getFirst().annotation();
  }
}
