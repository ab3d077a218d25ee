package initialkeys.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;

/**
 * The results that AWS Config holds for the rule. They stay as they are until others take their
 * place (F15), those of deleted users too.
 *
 * @param results the COMPLIANT and NON_COMPLIANT ones
 */
public record StoredResults(Map<Resource, Said> results) {

  /** What was reported of a resource. */
  record Said(ComplianceType complianceType, String annotation) {}

  /** When it is not known what is held: nothing is cleared, and everything is sent. */
  public static final StoredResults NONE = new StoredResults(Map.of());

  public StoredResults {
    results = Map.copyOf(results);
  }

  /**
   * Reads every page.
   *
   * @param ruleName at most 64 characters: the call takes no more (F15)
   * @throws ConfigCallException when AWS Config does not say
   */
  public static StoredResults read(ConfigClient config, String ruleName) {
    GetComplianceDetailsByConfigRuleRequest request =
        GetComplianceDetailsByConfigRuleRequest.builder()
            .configRuleName(ruleName)
            .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT)
            .limit(100)
            .build();
    Map<Resource, Said> results = new HashMap<>();
    try {
      config.getComplianceDetailsByConfigRulePaginator(request).stream()
          .flatMap(page -> page.evaluationResults().stream())
          .forEach(
              held ->
                  results.put(resource(held), new Said(held.complianceType(), held.annotation())));
      return new StoredResults(results);
    } catch (RuntimeException failed) {
      throw new ConfigCallException(
          "GetComplianceDetailsByConfigRule", "rule " + ruleName, failed.getMessage(), 0);
    }
  }

  private static Resource resource(EvaluationResult held) {
    EvaluationResultQualifier of = held.evaluationResultIdentifier().evaluationResultQualifier();
    return new Resource(of.resourceType(), of.resourceId());
  }

  /** Whether AWS Config holds just this already. */
  public boolean holds(Evaluation evaluation) {
    Resource resource =
        new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId());
    return new Said(evaluation.complianceType(), evaluation.annotation())
        .equals(results.get(resource));
  }

  /** The resources whose results nobody will renew: all but the users with these ids. */
  public Stream<Resource> allBut(Set<String> userIds) {
    return results.keySet().stream().filter(held -> !userIds.contains(held.id()));
  }
}
