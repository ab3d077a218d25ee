package initialkeys.cli.doctor;

import static initialkeys.cli.doctor.FakeDeployedRule.result;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.doctor.Check.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.Source;
import software.amazon.awssdk.services.config.model.SourceDetail;

class RuleChecksTest {

  private static final Instant NOW = FakeDeployment.NOW;
  private static final Locale BEFORE = Locale.getDefault();

  private final FakeDeployedRule config = new FakeDeployment().config;

  @AfterEach
  void resetLocale() {
    Locale.setDefault(BEFORE);
  }

  private RuleChecks checks() {
    return new RuleChecks(config, config.rule, NOW);
  }

  private void change(Consumer<ConfigRule.Builder> change) {
    config.rule = config.rule.copy(change);
  }

  private void schedule(String frequency) {
    change(
        rule ->
            rule.source(
                Source.builder()
                    .sourceDetails(
                        SourceDetail.builder()
                            .messageType("ScheduledNotification")
                            .maximumExecutionFrequency(frequency)
                            .build())
                    .build()));
  }

  private static Instant ago(Duration length) {
    return NOW.minus(length);
  }

  @ParameterizedTest
  @CsvSource({
    "One_Hour, 1",
    "Three_Hours, 3",
    "Six_Hours, 6",
    "Twelve_Hours, 12",
    "TwentyFour_Hours, 24"
  })
  void scheduleIsThatOfTheRule(String frequency, int hours) {
    schedule(frequency);
    assertThat(checks().state())
        .isEqualTo(Check.ok("Rule", "is active, with a schedule every %s h".formatted(hours)));
  }

  @Test
  void unknownScheduleIsShownAsItIs() {
    schedule("Weekly");
    assertThat(checks().state()).isEqualTo(Check.ok("Rule", "is active, with the schedule Weekly"));
    runs(ago(Duration.ofHours(50)), null, null);
    assertThat(checks().lastRun().text()).endsWith(", longer ago than 49 h");
  }

  /** Only the schedule detects keys (F11). */
  @Test
  void ruleWithoutScheduleIsAnError() {
    change(
        rule ->
            rule.source(
                Source.builder()
                    .sourceDetails(
                        SourceDetail.builder()
                            .messageType("ConfigurationItemChangeNotification")
                            .build())
                    .build()));
    assertThat(checks().state())
        .isEqualTo(
            Check.error(
                "Rule",
                "is active, without a schedule: access keys are not detected",
                "Deploy it again: a change of a key does not invoke the rule."));
  }

  @Test
  void scheduleMayBeThatOfTheRuleOrTheDefault() {
    schedule(null);
    assertThat(checks().state().text()).isEqualTo("is active, with a schedule every 24 h");
    change(rule -> rule.maximumExecutionFrequency("Three_Hours"));
    assertThat(checks().state().text()).isEqualTo("is active, with a schedule every 3 h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETING", "EVALUATING"})
  void otherStateIsAnError(String state) {
    change(rule -> rule.configRuleState(state));
    assertThat(checks().state())
        .isEqualTo(
            Check.error(
                "Rule",
                "is in the state " + state,
                "Wait until it is ACTIVE, or deploy it again."));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "{}"})
  void ruleWithoutParametersHasDefaults(String inputParameters) {
    change(rule -> rule.inputParameters(inputParameters));
    assertThat(checks().parameters())
        .isEqualTo(Check.ok("Parameters", "every parameter has its default"));
  }

  @Test
  void parametersAreInOrderOfTheirNames() {
    change(rule -> rule.inputParameters("{\"gracePeriodHours\":\"1\",\"exemptUsers\":\"bo\"}"));
    assertThat(checks().parameters().text()).isEqualTo("exemptUsers=bo, gracePeriodHours=1");
  }

  @Test
  void parametersThatTheRuleRejectsAreAnError() {
    change(rule -> rule.inputParameters("{\"graceHours\":\"1\"}"));
    assertThat(checks().parameters().status()).isEqualTo(Status.ERROR);
    assertThat(checks().parameters().text()).contains("graceHours");
    assertThat(checks().parameters().action())
        .isEqualTo(
            "Correct it in settings.json, in the -c option or in the template's parameter, and"
                + " deploy again: every run fails.");
  }

  private void runs(Instant success, Instant failedInvocation, Instant failedEvaluation) {
    config.status =
        ConfigRuleEvaluationStatus.builder()
            .lastSuccessfulInvocationTime(success)
            .lastFailedInvocationTime(failedInvocation)
            .lastFailedEvaluationTime(failedEvaluation)
            .build();
  }

  @Test
  void lastRunIsOkUntilTwoSchedulesAndAnHour() {
    Duration longest = Duration.ofHours(2 * 6 + 1);
    runs(ago(longest), null, null);
    assertThat(checks().lastRun())
        .isEqualTo(Check.ok("Last run", "AWS Config invoked the function at " + ago(longest)));
    runs(ago(longest.plusSeconds(1)), null, null);
    assertThat(checks().lastRun().status()).isEqualTo(Status.ERROR);
    assertThat(checks().lastRun().text())
        .isEqualTo("AWS Config invoked the function at 2026-01-14T22:59:59Z, longer ago than 13 h");
  }

  @Test
  void withoutScheduleLastRunMayBeTwoDaysAgo() {
    schedule(null);
    runs(ago(Duration.ofHours(49)), null, null);
    assertThat(checks().lastRun().status()).isEqualTo(Status.OK);
    runs(ago(Duration.ofHours(50)), null, null);
    assertThat(checks().lastRun().status()).isEqualTo(Status.ERROR);
  }

  @Test
  void failureBeforeLastSuccessIsOver() {
    runs(ago(Duration.ofMinutes(1)), ago(Duration.ofMinutes(2)), ago(Duration.ofMinutes(3)));
    assertThat(checks().lastRun())
        .isEqualTo(
            Check.ok(
                "Last run",
                "AWS Config invoked the function at 2026-01-15T11:59:00Z; an earlier run failed at"
                    + " 2026-01-15T11:58:00Z: no error code"));
  }

  private void evaluated(Instant success) {
    config.status = config.status.copy(it -> it.lastSuccessfulEvaluationTime(success));
  }

  @Test
  void evaluationThatSucceededLaterIsShown() {
    runs(ago(Duration.ofMinutes(3)), null, ago(Duration.ofMinutes(2)));
    evaluated(ago(Duration.ofMinutes(1)));
    assertThat(checks().lastRun())
        .isEqualTo(
            Check.ok(
                "Last run",
                "AWS Config invoked the function at 2026-01-15T11:57:00Z, an evaluation succeeded"
                    + " at 2026-01-15T11:59:00Z; an earlier run failed at 2026-01-15T11:58:00Z:"
                    + " no error code"));
  }

  /** The invocation after it says nothing of the evaluation that it started. */
  @Test
  void failedEvaluationIsNotOverWithTheNextInvocation() {
    runs(ago(Duration.ofMinutes(1)), null, ago(Duration.ofMinutes(2)));
    evaluated(ago(Duration.ofMinutes(3)));
    assertThat(checks().lastRun().text()).startsWith("failed at 2026-01-15T11:58:00Z");
  }

  @Test
  void statusMayHaveEvaluationsAlone() {
    runs(null, ago(Duration.ofMinutes(2)), null);
    evaluated(ago(Duration.ofMinutes(1)));
    assertThat(checks().lastRun().text())
        .isEqualTo(
            "an evaluation succeeded at 2026-01-15T11:59:00Z; an earlier run failed at"
                + " 2026-01-15T11:58:00Z: no error code");
  }

  /** As AWS documents for custom Lambda rules (F84): nothing is known, so it is no error. */
  @Test
  void statusWithoutTimesSaysWhereToLook() {
    config.status = null;
    Check unknown =
        Check.warning(
            "Last run",
            "AWS Config returns no time of a run, as is documented for custom Lambda rules",
            "Look at the alarm Silence and at the function's log (docs/operations.md), or start a"
                + " run: `aws configservice start-config-rules-evaluation --config-rule-names"
                + " iam-user-console-and-api-access-at-creation`.");
    assertThat(checks().lastRun()).isEqualTo(unknown);
    runs(null, null, null);
    assertThat(checks().lastRun()).isEqualTo(unknown);
  }

  @Test
  void latestFailureIsAnErrorWithItsCode() {
    runs(ago(Duration.ofMinutes(2)), ago(Duration.ofMinutes(3)), ago(Duration.ofMinutes(1)));
    assertThat(checks().lastRun().text())
        .isEqualTo(
            "failed at 2026-01-15T11:59:00Z: no error code; AWS Config invoked the function at"
                + " 2026-01-15T11:58:00Z");
    runs(null, ago(Duration.ofMinutes(1)), null);
    config.status =
        config.status.copy(it -> it.lastErrorCode("Timeout").lastErrorMessage("took too long"));
    assertThat(checks().lastRun())
        .isEqualTo(
            Check.error(
                "Last run",
                "failed at 2026-01-15T11:59:00Z: Timeout took too long; no run has succeeded",
                "Read the function's log: it has a line for each failure (docs/operations.md)."));
  }

  @Test
  void ruleThatNeverFinishedSaysHowToStartIt() {
    config.status = ConfigRuleEvaluationStatus.builder().firstEvaluationStarted(false).build();
    assertThat(checks().lastRun().text())
        .isEqualTo("AWS Config has not once finished an evaluation");
    assertThat(checks().lastRun().action()).contains(FakeDeployedRule.RULE_NAME);
  }

  @Test
  void resultsAreCountedTheSameInEveryLocale() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    config.results =
        Stream.concat(
                IntStream.range(0, 1200).mapToObj(i -> result(ComplianceType.COMPLIANT, 1)),
                Stream.of(result(ComplianceType.NON_COMPLIANT, 2)))
            .toList();
    assertThat(checks().results())
        .isEqualTo(
            Check.ok(
                "Results",
                "1 NON_COMPLIANT and 1,200 COMPLIANT, the oldest recorded at"
                    + " 2026-01-15T11:58:00Z"));
  }

  @Test
  void resultsMayHaveNoTime() {
    config.results =
        List.of(EvaluationResult.builder().complianceType(ComplianceType.COMPLIANT).build());
    assertThat(checks().results().text()).isEqualTo("0 NON_COMPLIANT and 1 COMPLIANT");
  }

  @Test
  void withoutResultsThereIsWarning() {
    config.results = List.of();
    assertThat(checks().results())
        .isEqualTo(
            Check.warning(
                "Results",
                "AWS Config holds none",
                "An account without IAM users has none. Otherwise results appear within minutes"
                    + " after a run; if there are none, see the last run."));
  }
}
