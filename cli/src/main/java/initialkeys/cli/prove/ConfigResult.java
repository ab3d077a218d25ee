package initialkeys.cli.prove;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultIdentifier;

/**
 * A result of the rule in AWS Config.
 *
 * @param recorded when AWS Config recorded it
 * @param ordering the time of the schedule, or of the user's configuration item (F13)
 */
record ConfigResult(ComplianceType type, String annotation, Instant recorded, Instant ordering) {

  /**
   * Reads every result of the rule except NOT_APPLICABLE, by the id of its resource, from all
   * pages, as the rule itself does.
   */
  static Map<String, ConfigResult> read(ConfigClient config, String ruleName) {
    Map<String, ConfigResult> results = new HashMap<>();
    config
        .getComplianceDetailsByConfigRulePaginator(
            request ->
                request
                    .configRuleName(ruleName)
                    .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT)
                    .limit(100))
        .stream()
        .flatMap(page -> page.evaluationResults().stream())
        .forEach(
            it ->
                results.put(
                    it.evaluationResultIdentifier().evaluationResultQualifier().resourceId(),
                    of(it)));
    return results;
  }

  private static ConfigResult of(EvaluationResult result) {
    EvaluationResultIdentifier identifier = result.evaluationResultIdentifier();
    return new ConfigResult(
        result.complianceType(),
        Objects.requireNonNullElse(result.annotation(), ""),
        Objects.requireNonNullElse(result.resultRecordedTime(), Instant.EPOCH),
        Objects.requireNonNullElse(identifier.orderingTimestamp(), Instant.EPOCH));
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(type, annotation);
  }
}
