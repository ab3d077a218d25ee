package initialkeys.cli.doctor;

import initialkeys.config.RuleParametersJson;
import initialkeys.decision.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.config.model.ConfigRuleState;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.MaximumExecutionFrequency;
import software.amazon.awssdk.services.config.model.MessageType;
import software.amazon.awssdk.services.config.model.SourceDetail;

/** How the rule is deployed, when it ran last, and which results AWS Config holds. */
final class RuleChecks {

  private static final String SEE_LOG =
      "Read the function's log: it has a line for each failure (docs/operations.md).";

  private final ConfigClient config;
  private final ConfigRule rule;
  private final Instant now;

  RuleChecks(ConfigClient config, ConfigRule rule, Instant now) {
    this.config = config;
    this.rule = rule;
    this.now = now;
  }

  Check parameters() {
    String name = "Parameters";
    String json = Optional.ofNullable(rule.inputParameters()).orElse("");
    try {
      Map<String, String> values =
          json.isBlank() ? Map.of() : new TreeMap<>(RuleParametersJson.parse(json));
      return Check.ok(
          name,
          values.isEmpty()
              ? "every parameter has its default"
              : values.entrySet().stream()
                  .map(entry -> "%s=%s".formatted(entry.getKey(), entry.getValue()))
                  .collect(Collectors.joining(", ")));
    } catch (InvalidInputException rejected) {
      return Check.error(
          name,
          rejected.getMessage(),
          "Correct it in settings.json, in the -c option or in the template's parameter, and deploy"
              + " again: every run fails.");
    }
  }

  Check state() {
    String name = "Rule";
    if (rule.configRuleState() != ConfigRuleState.ACTIVE) {
      return Check.error(
          name,
          "is in the state %s".formatted(rule.configRuleStateAsString()),
          "Wait until it is ACTIVE, or deploy it again.");
    }
    return schedule()
        .map(
            schedule ->
                length(schedule)
                    .map(it -> "is active, with a schedule every %s h".formatted(it.toHours()))
                    .orElse("is active, with the schedule " + schedule))
        .map(text -> Check.ok(name, text))
        .orElseGet(
            () ->
                Check.error(
                    name,
                    "is active, without a schedule: access keys are not detected",
                    "Deploy it again: a change of a key does not invoke the rule."));
  }

  /**
   * The MaximumExecutionFrequency. A scheduled trigger without one has a frequency of 24 h (AWS
   * Config API Reference, "SourceDetail").
   */
  private Optional<String> schedule() {
    List<SourceDetail> details = rule.source().sourceDetails();
    return Stream.of(
            Stream.ofNullable(rule.maximumExecutionFrequencyAsString()),
            details.stream().map(SourceDetail::maximumExecutionFrequencyAsString),
            details.stream()
                .filter(detail -> detail.messageType() == MessageType.SCHEDULED_NOTIFICATION)
                .map(_ -> MaximumExecutionFrequency.TWENTY_FOUR_HOURS.toString()))
        .flatMap(each -> each)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Optional<Duration> length(String schedule) {
    return switch (MaximumExecutionFrequency.fromValue(schedule)) {
      case ONE_HOUR -> Optional.of(Duration.ofHours(1));
      case THREE_HOURS -> Optional.of(Duration.ofHours(3));
      case SIX_HOURS -> Optional.of(Duration.ofHours(6));
      case TWELVE_HOURS -> Optional.of(Duration.ofHours(12));
      case TWENTY_FOUR_HOURS -> Optional.of(Duration.ofHours(24));
      case UNKNOWN_TO_SDK_VERSION -> Optional.empty();
    };
  }

  Check lastRun() {
    String name = "Last run";
    ConfigRuleEvaluationStatus status =
        config
            .describeConfigRuleEvaluationStatus(it -> it.configRuleNames(rule.configRuleName()))
            .configRulesEvaluationStatus()
            .stream()
            .findFirst()
            .orElseGet(() -> ConfigRuleEvaluationStatus.builder().build());
    Optional<Instant> success =
        latest(status.lastSuccessfulInvocationTime(), status.lastSuccessfulEvaluationTime());
    Optional<Instant> failure =
        latest(status.lastFailedInvocationTime(), status.lastFailedEvaluationTime());
    if (success.isEmpty() && failure.isEmpty()) return withoutTimes(name, status);
    if (hasFailed(status)) {
      String others = success.isEmpty() ? "no run has succeeded" : ran(status);
      return Check.error(name, failed(failure.orElseThrow(), status) + "; " + others, SEE_LOG);
    }
    String text =
        failure
            .map(it -> ran(status) + "; an earlier run " + failed(it, status))
            .orElseGet(() -> ran(status));
    Duration tooOld =
        schedule()
            .flatMap(RuleChecks::length)
            .orElse(Duration.ofHours(24))
            .multipliedBy(2)
            .plusHours(1);
    if (success.orElseThrow().isBefore(now.minus(tooOld))) {
      return Check.error(
          name,
          "%s, longer ago than %s h".formatted(text, tooOld.toHours()),
          "Check that the recorder is on and that AWS Config may invoke the function, then"
              + " deploy again what is missing.");
    }
    return Check.ok(name, text);
  }

  private static Optional<Instant> latest(Instant... times) {
    return Arrays.stream(times).filter(Objects::nonNull).max(Comparator.naturalOrder());
  }

  /** For a custom Lambda rule AWS Config may return no status, or one without times (F84). */
  private Check withoutTimes(String name, ConfigRuleEvaluationStatus status) {
    String start =
        "`aws configservice start-config-rules-evaluation --config-rule-names %s`"
            .formatted(rule.configRuleName());
    return Boolean.FALSE.equals(status.firstEvaluationStarted())
        ? Check.error(
            name,
            "AWS Config has not once finished an evaluation",
            "Start it: %s.".formatted(start))
        : Check.warning(
            name,
            "AWS Config returns no time of a run, as is documented for custom Lambda rules",
            "Look at the alarm Silence and at the function's log (docs/operations.md), or start a"
                + " run: %s.".formatted(start));
  }

  /** Whether an invocation, or the evaluation that it started, has failed since it succeeded. */
  private static boolean hasFailed(ConfigRuleEvaluationStatus status) {
    Instant invoked = status.lastSuccessfulInvocationTime();
    Instant evaluated = status.lastSuccessfulEvaluationTime();
    return isAfter(status.lastFailedInvocationTime(), invoked == null ? evaluated : invoked)
        || isAfter(status.lastFailedEvaluationTime(), evaluated == null ? invoked : evaluated);
  }

  private static boolean isAfter(Instant failure, Instant success) {
    return failure != null && (success == null || !failure.isBefore(success));
  }

  private static String failed(Instant time, ConfigRuleEvaluationStatus status) {
    return Stream.of(
            "failed at " + time + ":",
            Optional.ofNullable(status.lastErrorCode()).orElse("no error code"),
            Optional.ofNullable(status.lastErrorMessage()).orElse(""))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String ran(ConfigRuleEvaluationStatus status) {
    return Stream.of(
            Optional.ofNullable(status.lastSuccessfulInvocationTime())
                .map("AWS Config invoked the function at %s"::formatted),
            Optional.ofNullable(status.lastSuccessfulEvaluationTime())
                .map("an evaluation succeeded at %s"::formatted))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  Check results() {
    String name = "Results";
    List<EvaluationResult> results =
        config
            .getComplianceDetailsByConfigRulePaginator(
                request ->
                    request
                        .configRuleName(rule.configRuleName())
                        .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT)
                        .limit(100))
            .stream()
            .flatMap(page -> page.evaluationResults().stream())
            .toList();
    if (results.isEmpty()) {
      return Check.warning(
          name,
          "AWS Config holds none",
          "An account without IAM users has none. Otherwise results appear within minutes after a"
              + " run; if there are none, see the last run.");
    }
    long findings =
        results.stream()
            .filter(result -> result.complianceType() == ComplianceType.NON_COMPLIANT)
            .count();
    String oldest =
        results.stream()
            .map(EvaluationResult::resultRecordedTime)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .map(", the oldest recorded at %s"::formatted)
            .orElse("");
    return Check.ok(
        name,
        String.format(
            Locale.ROOT,
            "%,d NON_COMPLIANT and %,d COMPLIANT%s",
            findings,
            results.size() - findings,
            oldest));
  }
}
