package initialkeys.securityhub;

import initialkeys.config.Annotations;
import initialkeys.decision.AccessKey;
import initialkeys.decision.CisControl;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Converts verdicts to findings in the AWS Security Finding Format (F43). */
public final class FindingFormat {

  /** True for every value of the rule parameters. */
  private static final String TITLE =
      "IAM user has an access key that was created while the user was being set up";

  private static final List<String> TYPES = List.of(CisControl.FINDING_TYPE);

  /** Security Hub accepts 32 resources: the user, and so many keys. */
  private static final int MAX_KEYS = 31;

  private final Source source;
  private final DecisionParameters parameters;
  private final String severity;
  private final Function<Resource, Instant> started;

  /**
   * @param source where the findings come from
   * @param parameters the rule parameters, which the annotations state
   * @param severity the label of every finding
   * @param started a time before the user's facts were read: Security Hub ignores an update that is
   *     older than what it holds
   */
  public FindingFormat(
      Source source,
      DecisionParameters parameters,
      String severity,
      Function<Resource, Instant> started) {
    this.source = source;
    this.parameters = parameters;
    this.severity = severity;
    this.started = started;
  }

  /**
   * The rule in one account and Region.
   *
   * @param ruleName the rule's name as deployed: a rule that is deployed again updates the findings
   */
  public record Source(String partition, String region, String accountId, String ruleName) {

    /** The product of an account's own findings. */
    String productArn() {
      return "arn:%s:securityhub:%s:%s:product/%s/default"
          .formatted(partition, region, accountId, accountId);
    }

    /** The same for the same user at every run; no other finding has it. */
    String findingId(Resource user) {
      return "%s/%s/%s/%s".formatted(ruleName, accountId, region, user.id());
    }
  }

  /** The finding of a NON_COMPLIANT user. It is observed since its first key was created. */
  Map<String, Object> failed(Evaluated outcome, NonCompliant verdict) {
    UserIdentity user = outcome.subject().user().orElseThrow().identity();
    String created =
        verdict.findings().stream()
            .map(finding -> created(user, finding))
            .min(Instant::compareTo)
            .orElseThrow()
            .toString();
    Instant observed = started.apply(outcome.subject().resource());
    Map<String, Object> finding = finding(outcome, created, observed);
    finding.put("FirstObservedAt", created);
    finding.put("LastObservedAt", observed.toString());
    finding.put("Compliance", compliance("FAILED"));
    finding.put("RecordState", "ACTIVE");
    List<Map<String, Object>> resources = new ArrayList<>();
    resources.add(user(outcome));
    verdict.findings().stream()
        .limit(MAX_KEYS)
        .map(key -> key(outcome.subject().user().orElseThrow(), key))
        .forEach(resources::add);
    finding.put("Resources", resources);
    return finding;
  }

  /**
   * The same finding when the user is no longer NON_COMPLIANT. A deleted user has only its id. A
   * user that was not evaluated, because it is not recorded or has left the scope, has not passed.
   *
   * @param now when it is archived
   */
  Map<String, Object> archived(Evaluated outcome, Instant now) {
    Map<String, Object> finding =
        finding(
            outcome,
            outcome.subject().user().map(user -> user.identity().created()).orElse(now).toString(),
            now);
    finding.put("Compliance", compliance(status(outcome.verdict())));
    finding.put("RecordState", "ARCHIVED");
    finding.put("Resources", List.of(user(outcome)));
    return finding;
  }

  private static String status(Settled verdict) {
    return switch (verdict) {
      case Compliant _ -> "PASSED";
      case NotApplicable(NotApplicable.Reason reason) ->
          switch (reason) {
            case DELETED -> "PASSED";
            case LEFT_SCOPE, NOT_RECORDED, NOT_AN_IAM_USER -> "NOT_AVAILABLE";
          };
      case NonCompliant _ -> throw new IllegalArgumentException("a finding that is not resolved");
    };
  }

  private Map<String, Object> finding(Evaluated outcome, String created, Instant updated) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put("SchemaVersion", "2018-10-08");
    finding.put("Id", source.findingId(outcome.subject().resource()));
    finding.put("ProductArn", source.productArn());
    finding.put("GeneratorId", source.ruleName());
    finding.put("AwsAccountId", source.accountId());
    finding.put("CreatedAt", created);
    finding.put("UpdatedAt", updated.toString());
    finding.put("Title", TITLE);
    finding.put("Description", Annotations.of(outcome, parameters));
    finding.put(
        "FindingProviderFields", Map.of("Severity", Map.of("Label", severity), "Types", TYPES));
    finding.put(
        "Remediation",
        Map.of(
            "Recommendation",
            Map.of("Text", CisControl.REMEDIATION, "Url", CisControl.REMEDIATION_URL)));
    return finding;
  }

  private static Map<String, Object> compliance(String status) {
    return Map.of(
        "Status",
        status,
        "RelatedRequirements",
        CisControl.numbersByVersion().entrySet().stream()
            .map(
                number ->
                    "%s %s/%s".formatted(CisControl.BENCHMARK, number.getKey(), number.getValue()))
            .toList());
  }

  /** Its id is the unique id throughout: of a deleted user nothing else is known. */
  private Map<String, Object> user(Evaluated outcome) {
    Map<String, Object> resource = resource("AwsIamUser", outcome.subject().resource().id());
    outcome
        .subject()
        .user()
        .map(IamUser::identity)
        .ifPresent(
            user ->
                resource.put(
                    "Details",
                    Map.of(
                        "AwsIamUser",
                        Map.of(
                            "UserId", user.id(),
                            "UserName", user.name(),
                            "Path", user.path(),
                            "CreateDate", user.created().toString()))));
    return resource;
  }

  private Map<String, Object> key(IamUser user, Finding key) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("AccessKeyId", key.keyId());
    details.put("AccountId", source.accountId());
    details.put("CreatedAt", created(user.identity(), key).toString());
    details.put("PrincipalId", user.identity().id());
    details.put("PrincipalName", user.identity().name());
    details.put("PrincipalType", "IAMUser");
    status(user, key).ifPresent(status -> details.put("Status", status));
    Map<String, Object> resource = resource("AwsIamAccessKey", key.keyId());
    resource.put("Details", Map.of("AwsIamAccessKey", details));
    return resource;
  }

  private Map<String, Object> resource(String type, String id) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", type);
    resource.put("Id", id);
    resource.put("Partition", source.partition());
    resource.put("Region", source.region());
    return resource;
  }

  private static Instant created(UserIdentity user, Finding key) {
    return user.created().plus(key.afterUser());
  }

  /** Security Hub knows no other status. */
  private static Optional<String> status(IamUser user, Finding finding) {
    return user.keys().stream()
        .flatMap(List::stream)
        .filter(key -> key.id().equals(finding.keyId()))
        .map(AccessKey::status)
        .findFirst()
        .flatMap(
            status ->
                switch (status) {
                  case ACTIVE -> Optional.of("Active");
                  case INACTIVE -> Optional.of("Inactive");
                  case EXPIRED, UNKNOWN -> Optional.empty();
                });
  }
}
