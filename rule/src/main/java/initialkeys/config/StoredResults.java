package initialkeys.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
   * @param isLate whether it is too late to ask for another page
   * @throws ConfigCallException when AWS Config does not say
   */
  public static StoredResults read(ConfigClient config, String ruleName, BooleanSupplier isLate) {
    GetComplianceDetailsByConfigRuleRequest request =
        GetComplianceDetailsByConfigRuleRequest.builder()
            .configRuleName(ruleName)
            .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT)
            .limit(100)
            .build();
    Map<Resource, Said> results = new HashMap<>();
    Set<String> tokens = new HashSet<>();
    try {
      for (var page : config.getComplianceDetailsByConfigRulePaginator(request)) {
        page.evaluationResults().forEach(held -> results.put(resource(held), said(held)));
        if (page.nextToken() != null) requireNext(tokens.add(page.nextToken()), isLate);
      }
      return new StoredResults(results);
    } catch (RuntimeException failed) {
      throw new ConfigCallException(
          "GetComplianceDetailsByConfigRule", "rule " + ruleName, failed.getMessage(), 0);
    }
  }

  private static void requireNext(boolean isNew, BooleanSupplier isLate) {
    if (!isNew) throw new IllegalStateException("AWS Config gave the same next page twice");
    if (isLate.getAsBoolean()) throw new IllegalStateException("it took too long");
  }

  private static Said said(EvaluationResult held) {
    return new Said(held.complianceType(), held.annotation());
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
    return results.keySet().stream()
        .filter(held -> !(held.isUser() && userIds.contains(held.id())));
  }
}
