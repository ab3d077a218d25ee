package initialkeys.config;

import initialkeys.aws.NextTokens;
import initialkeys.decision.TriState;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;

/**
 * The results that AWS Config holds for the rule. They stay unchanged until others replace them
 * (F15), those of deleted users too.
 *
 * @param results the COMPLIANT and NON_COMPLIANT ones, by resource
 */
public record StoredResults(Map<Resource, StoredResult> results) {

  /**
   * One stored result.
   *
   * @param recorded when AWS Config recorded it; {@link Instant#EPOCH} when it does not say
   * @param ordering the ordering timestamp that it was sent with (F13); as above
   */
  public record StoredResult(
      ComplianceType complianceType, String annotation, Instant recorded, Instant ordering) {

    /** Whether the result was COMPLIANT. */
    public boolean isCompliant() {
      return complianceType == ComplianceType.COMPLIANT;
    }

    private StoredResult untimed() {
      return new StoredResult(complianceType, annotation, Instant.EPOCH, Instant.EPOCH);
    }

    private boolean mayHaveFinding() {
      return !isCompliant() || (annotation != null && Annotations.isUnarchived(annotation));
    }
  }

  /** Nothing is known of the stored results: none is cleared, and everything is sent. */
  public static final StoredResults NONE = new StoredResults(Map.of());

  public StoredResults {
    results = Map.copyOf(results);
  }

  /**
   * Reads every page.
   *
   * @param ruleName at most 64 characters: the call accepts no more (F15)
   * @param isLate whether no further page must be requested
   * @throws ConfigCallException when AWS Config rejects the call, or its response is malformed
   */
  public static StoredResults read(ConfigClient config, String ruleName, BooleanSupplier isLate) {
    return read(
        config, ruleName, isLate, List.of(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT));
  }

  /**
   * Reads every page of those with one compliance type.
   *
   * @throws ConfigCallException as the other
   */
  static StoredResults read(
      ConfigClient config, String ruleName, ComplianceType type, BooleanSupplier isLate) {
    return read(config, ruleName, isLate, List.of(type));
  }

  /**
   * Reads the result of one user, or none. AWS Config returns the results of all rules together.
   * Whether it returns that of a deleted user is not established (F15).
   *
   * @throws ConfigCallException as {@link #read}
   */
  public static StoredResults readOf(
      Resource user, ConfigClient config, String ruleName, BooleanSupplier isLate) {
    NextTokens tokens = new NextTokens(isLate);
    try {
      for (var page :
          config.getComplianceDetailsByResourcePaginator(
              request ->
                  request
                      .resourceType(user.type())
                      .resourceId(user.id())
                      .complianceTypes(ComplianceType.COMPLIANT, ComplianceType.NON_COMPLIANT))) {
        Optional<EvaluationResult> own =
            page.evaluationResults().stream()
                .filter(held -> ruleName.equals(qualifier(held).configRuleName()))
                .findFirst();
        if (own.isPresent()) return new StoredResults(Map.of(user, result(own.get())));
        tokens.require(page.nextToken());
      }
      return NONE;
    } catch (RuntimeException failed) {
      throw new ConfigCallException(
          "GetComplianceDetailsByResource", "user " + user.id(), failed.getMessage());
    }
  }

  private static StoredResults read(
      ConfigClient config, String ruleName, BooleanSupplier isLate, List<ComplianceType> types) {
    GetComplianceDetailsByConfigRuleRequest request =
        GetComplianceDetailsByConfigRuleRequest.builder()
            .configRuleName(ruleName)
            .complianceTypes(types)
            .limit(100)
            .build();
    Map<Resource, StoredResult> results = new HashMap<>();
    NextTokens tokens = new NextTokens(isLate);
    try {
      for (var page : config.getComplianceDetailsByConfigRulePaginator(request)) {
        page.evaluationResults().forEach(held -> results.put(resource(held), result(held)));
        tokens.require(page.nextToken());
      }
      return new StoredResults(results);
    } catch (RuntimeException failed) {
      throw new ConfigCallException(
          "GetComplianceDetailsByConfigRule", "rule " + ruleName, failed.getMessage());
    }
  }

  private static StoredResult result(EvaluationResult held) {
    return new StoredResult(
        held.complianceType(),
        held.annotation(),
        timeOrEpoch(held.resultRecordedTime()),
        timeOrEpoch(held.evaluationResultIdentifier().orderingTimestamp()));
  }

  private static Instant timeOrEpoch(Instant time) {
    return Optional.ofNullable(time).orElse(Instant.EPOCH);
  }

  private static Resource resource(EvaluationResult held) {
    return new Resource(qualifier(held).resourceType(), qualifier(held).resourceId());
  }

  private static EvaluationResultQualifier qualifier(EvaluationResult held) {
    return held.evaluationResultIdentifier().evaluationResultQualifier();
  }

  /**
   * Whether AWS Config holds this compliance type and annotation, recorded between the two times,
   * these included.
   */
  boolean holds(Evaluation evaluation, Instant oldest, Instant newest) {
    return of(new Resource(evaluation.complianceResourceType(), evaluation.complianceResourceId()))
        .filter(held -> held.complianceType() == evaluation.complianceType())
        .filter(held -> evaluation.annotation().equals(held.annotation()))
        .filter(held -> !held.recorded().isBefore(oldest) && !held.recorded().isAfter(newest))
        .isPresent();
  }

  /** Whether a resource has the same compliance type and annotation in {@code others}. */
  boolean isSame(Resource resource, StoredResults others) {
    return of(resource)
        .map(StoredResult::untimed)
        .equals(others.of(resource).map(StoredResult::untimed));
  }

  /** The stored result of a resource. */
  public Optional<StoredResult> of(Resource resource) {
    return Optional.ofNullable(results.get(resource));
  }

  /**
   * Whether a user may have a finding in Security Hub: its stored result is NON_COMPLIANT, or says
   * that its finding is not archived.
   */
  public TriState mayHaveFinding(Resource resource) {
    return TriState.of(of(resource).filter(StoredResult::mayHaveFinding).isPresent());
  }

  boolean isCompliant(Resource resource) {
    return of(resource).filter(StoredResult::isCompliant).isPresent();
  }

  /** Whether the stored result is COMPLIANT and was recorded at that time or later. */
  public boolean isCompliantSince(Resource resource, Instant time) {
    return !lastCompliant(resource).isBefore(time);
  }

  /** When the stored result was recorded, if it is COMPLIANT; {@link Instant#MIN} otherwise. */
  public Instant lastCompliant(Resource resource) {
    return of(resource)
        .filter(StoredResult::isCompliant)
        .map(StoredResult::recorded)
        .orElse(Instant.MIN);
  }

  /**
   * Whether the stored result has a later ordering timestamp. AWS Config may drop an evaluation
   * with an earlier one although it accepts it (F13).
   */
  public boolean isOrderedAfter(Resource resource, Instant ordering) {
    return of(resource).filter(held -> held.ordering().isAfter(ordering)).isPresent();
  }

  /** The resources whose results no other will replace: all but the users with these ids. */
  public Set<Resource> excludingUsers(Set<String> userIds) {
    return results.keySet().stream()
        .filter(held -> !(held.isUser() && userIds.contains(held.id())))
        .collect(Collectors.toUnmodifiableSet());
  }
}
