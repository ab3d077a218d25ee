package initialkeys.cli.doctor;

import static initialkeys.cli.doctor.FakeDeployedRule.RULE_NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.cli.doctor.Check.Status;
import initialkeys.cli.terminal.Progress;
import initialkeys.simulation.account.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.config.model.Source;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class DoctorTest {

  private static final Instant NOW = FakeDeployment.NOW;
  private static final Path DOCUMENT = Path.of("..", "docs", "command-line.md");
  private static final Pattern POLICY = Pattern.compile("(?s)\\n## Doctor\\n.*?```json\\n(.*?)```");

  private final FakeDeployment deployment = new FakeDeployment();

  @Test
  void everythingInOrderIsOk() {
    assertThat(examine().checks())
        .allSatisfy(check -> assertThat(check.status()).isEqualTo(Status.OK))
        .extracting(check -> check.name() + ": " + check.text())
        .containsExactly(
            "Recorder: records IAM users in eu-west-1",
            "Other Regions: no other Region records IAM users",
            "Rule: is active, with a schedule every 6 h",
            "Parameters: exemptUsers=bo, gracePeriodHours=24",
            "Last run: AWS Config invoked the function at 2026-01-15T11:00:00Z",
            "Results: 1 NON_COMPLIANT and 2 COMPLIANT, the oldest recorded at"
                + " 2026-01-15T11:20:00Z",
            "Function: InitialKeys-RuleFunction1A2B3C4D-A1B2C3D4E5F6, version $LATEST, java25,"
                + " updated 2026-01-02T03:04:05.000+0000, code SHA-256"
                + " e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "Permission: AWS Config of account 123456789012 may invoke the function",
            "Failure queue: is empty",
            "Alarms: 3 alarms, none in ALARM",
            "Conformance packs: no process check of this control is open",
            "Security Hub: is on",
            "Organization: every active account has results");
  }

  /** What is wrong, with the line that says so. */
  record Problem(String expected, Consumer<FakeDeployment> cause) {

    String line() {
      return expected.replaceFirst("^[A-Z]+ ", "").replaceFirst(":.*", "");
    }

    @Override
    public String toString() {
      return expected;
    }
  }

  /** One for each line; the tests of the checks have the others. */
  static List<Problem> problems() {
    return List.of(
        new Problem(
            "ERROR Recorder: is stopped: changes of users are not detected",
            it -> it.config.recorderStatus = FakeDeployedRule.recorderStatus(false)),
        new Problem(
            "WARNING Other Regions: IAM users are recorded in us-east-1 too",
            it -> it.config.recordingRegions.add("us-east-1")),
        new Problem(
            "ERROR Rule: is in the state DELETING",
            it -> it.config.rule = it.config.rule.copy(r -> r.configRuleState("DELETING"))),
        new Problem(
            "ERROR Parameters: Rule parameter unusedKeysOnly is 'yes'; it must be true or false, as"
                + " text.",
            it ->
                it.config.rule =
                    it.config.rule.copy(r -> r.inputParameters("{\"unusedKeysOnly\":\"yes\"}"))),
        new Problem(
            "ERROR Last run: AWS Config has not once finished an evaluation",
            it ->
                it.config.status =
                    ConfigRuleEvaluationStatus.builder().firstEvaluationStarted(false).build()),
        new Problem("WARNING Results: AWS Config holds none", it -> it.config.results = List.of()),
        new Problem(
            "ERROR Function: %s does not exist".formatted(FakeDeployment.FUNCTION_ARN),
            it -> it.failing("lambda:GetFunctionConfiguration", missing())),
        new Problem(
            "ERROR Permission: AWS Config of account 123456789012 may not invoke the function",
            it -> it.instead("lambda:GetPolicy", () -> FakeDeployment.policyFor("999999999999"))),
        new Problem(
            "ERROR Failure queue: has 2 messages: events that failed twice, or waited too long",
            it -> it.queueMessages.put(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "2")),
        new Problem(
            "ERROR Alarms: in ALARM: Silence",
            it ->
                it.alarms.set(1, FakeDeployment.alarm("Silence", "RuleName", RULE_NAME, "ALARM"))),
        new Problem(
            "WARNING Conformance packs: the process check of this control has no result:"
                + " iam-user-console-and-api-access-at-creation-conformance-pack-abcdefghi",
            it -> it.config.processCheck = ComplianceType.INSUFFICIENT_DATA),
        new Problem(
            "WARNING Security Hub: is off here",
            it -> it.failing("securityhub:DescribeHub", InvalidAccessException.builder().build())),
        new Problem(
            "WARNING Organization: active accounts without results: 1 (222222222222)",
            it -> it.config.aggregated = it.config.aggregated.subList(0, 1)));
  }

  @Test
  void everyLineHasProblem() {
    Set<String> lines = new TreeSet<>();
    for (Problem problem : problems()) lines.add(problem.line());
    assertThat(lines).isEqualTo(new TreeSet<>(lines(examine()).keySet()));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void eachProblemChangesItsLineAlone(Problem problem) {
    Map<String, String> expected = lines(examine());
    problem.cause().accept(deployment);
    Map<String, String> found = lines(examine());
    assertThat(found).containsEntry(problem.line(), problem.expected());
    expected.put(problem.line(), problem.expected());
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void whatNeedsActionSaysWhatToDo() {
    for (Problem problem : problems()) {
      FakeDeployment broken = new FakeDeployment();
      problem.cause().accept(broken);
      assertThat(examine(broken).checks())
          .filteredOn(check -> check.status() != Status.OK)
          .allSatisfy(check -> assertThat(check.action()).endsWith(".").hasSizeGreaterThan(10));
    }
  }

  @Test
  void missingRuleIsAnError() {
    assertThat(new Doctor(deployment.caller(), "another", NOW).examine(Progress.none()).checks())
        .filteredOn(check -> check.status() == Status.ERROR)
        .singleElement()
        .extracting(Check::text)
        .isEqualTo("another is not in eu-west-1");
  }

  /** The actions of the documented policy, which allows them on every resource. */
  static Set<String> actions() throws IOException {
    Matcher policy = POLICY.matcher(Files.readString(DOCUMENT).replace("\r\n", "\n"));
    assertThat(policy.find()).isTrue();
    JsonNode statements = Fixtures.tree(policy.group(1)).path("Statement");
    assertThat(statements).hasSize(1);
    assertThat(statements.path(0).path("Effect").textValue()).isEqualTo("Allow");
    assertThat(statements.path(0).path("Resource").textValue()).isEqualTo("*");
    return statements
        .path(0)
        .path("Action")
        .valueStream()
        .map(JsonNode::textValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void linesAreThoseOfDocument() throws IOException {
    assertThat(examine().checks())
        .extracting(Check::name)
        .containsExactlyElementsOf(
            Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.equals("| line | question |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .flatMap(line -> Stream.of(line.split(" ?\\| ?", 3)[1].split(", ", -1)))
                .toList());
  }

  @Test
  void ruleOfOrganizationIsFoundByDefault() {
    Map<String, String> expected = lines(examine());
    deployment.config.deployForOrganization();
    Diagnosis diagnosis = examine();
    assertThat(diagnosis.ruleName()).isEqualTo(FakeDeployedRule.GENERATED_NAME);
    assertThat(lines(diagnosis)).isEqualTo(expected);
  }

  @Test
  void organizationRuleFoundByDefaultNeedsAggregator() {
    deployment.config.deployForOrganization();
    deployment.config.aggregators = List.of();
    assertThat(examine().checks())
        .filteredOn(check -> check.status() != Status.OK)
        .extracting(Check::name, Check::status)
        .containsExactly(tuple("Organization", Status.NOT_CHECKED));
  }

  @Test
  void twoRulesOfTheSameOrganizationRuleAreNamed() {
    deployment.config.deployForOrganization();
    String other = "OrgConfigRule-iam-user-console-and-api-access-abcdefgh";
    deployment.config.furtherRules =
        List.of(deployment.config.rule.copy(it -> it.configRuleName(other)));
    assertThat(examine().checks())
        .filteredOn(check -> check.name().equals("Rule"))
        .containsExactly(
            Check.error(
                "Rule",
                "%s is the name of more than one rule in eu-west-1: %s, %s"
                    .formatted(RULE_NAME, FakeDeployedRule.GENERATED_NAME, other),
                "Give the whole name of one with --rule."));
  }

  /** For example a process check of the same name, which nothing invokes. */
  @Test
  void ruleWithoutFunctionIsAnotherRule() {
    deployment.config.rule =
        deployment.config.rule.copy(
            rule ->
                rule.source(it -> it.owner("AWS").sourceIdentifier("AWS_CONFIG_PROCESS_CHECK")));
    assertThat(examine().checks())
        .filteredOn(check -> check.name().equals("Rule"))
        .containsExactly(
            Check.error(
                "Rule",
                "%s in eu-west-1 is another rule: its source is AWS AWS_CONFIG_PROCESS_CHECK"
                    .formatted(RULE_NAME),
                "Give the name of the rule that you have deployed with --rule."));
    deployment.config.rule = deployment.config.rule.toBuilder().source((Source) null).build();
    assertThat(examine().checks())
        .filteredOn(check -> check.name().equals("Rule"))
        .singleElement()
        .satisfies(check -> assertThat(check.text()).endsWith("its source is none"));
  }

  /** The function's lines are a matter of the account that has the function. */
  @Test
  void functionOfAnotherAccountIsNotChecked() {
    String owner = "999999999999";
    deployment.config.rule =
        deployment.config.rule.copy(
            rule ->
                rule.source(
                    it ->
                        it.owner("CUSTOM_LAMBDA")
                            .sourceIdentifier(
                                FakeDeployment.FUNCTION_ARN.replace(
                                    FakeDeployment.ACCOUNT_ID, owner))));
    assertThat(examine().checks())
        .filteredOn(check -> check.status() == Status.NOT_CHECKED)
        .hasSize(4)
        .allSatisfy(
            check -> {
              assertThat(check.text()).isEqualTo("the function is in account " + owner);
              assertThat(check.action())
                  .isEqualTo("Run doctor with credentials of account %s.".formatted(owner));
            });
  }

  @Test
  void callsAreThoseOfDocumentedPolicy() throws IOException {
    examine();
    assertThat(deployment.calls()).isEqualTo(actions());
  }

  @ParameterizedTest
  @MethodSource("actions")
  void deniedCallIsNeverOk(String action) {
    deployment.denying(action);
    assertThat(examine().checks())
        .filteredOn(check -> check.status() == Status.NOT_CHECKED)
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.text()).contains(action))
        .allSatisfy(check -> assertThat(check.action()).endsWith("."));
  }

  private Diagnosis examine() {
    return examine(deployment);
  }

  private static Diagnosis examine(FakeDeployment deployment) {
    return new Doctor(deployment.caller(), RULE_NAME, NOW).examine(Progress.none());
  }

  private static Map<String, String> lines(Diagnosis diagnosis) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (Check check : diagnosis.checks()) {
      lines.put(check.name(), "%s %s: %s".formatted(check.status(), check.name(), check.text()));
    }
    return lines;
  }

  private static ResourceNotFoundException missing() {
    return ResourceNotFoundException.builder().message("not found").build();
  }
}
