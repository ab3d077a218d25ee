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
 * A result that AWS Config shows.
 *
 * @param recorded when AWS Config recorded it
 * @param ordering the time of a schedule, or that of a user's configuration item (F13)
 */
record StoredResult(ComplianceType type, String annotation, Instant recorded, Instant ordering) {

  /**
   * Every result of the rule but NOT_APPLICABLE, by the id of its resource, from all pages: as the
   * rule itself reads them.
   */
  static Map<String, StoredResult> read(ConfigClient config, String ruleName) {
    Map<String, StoredResult> results = new HashMap<>();
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

  private static StoredResult of(EvaluationResult result) {
    EvaluationResultIdentifier identifier = result.evaluationResultIdentifier();
    return new StoredResult(
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
