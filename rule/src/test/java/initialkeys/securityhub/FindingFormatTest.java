package initialkeys.securityhub;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings as they are sent, as a whole. */
class FindingFormatTest {

  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final UserIdentity BO =
      new UserIdentity("AIDABO00000000000000", "bo", "/team/", CREATED);
  private static final Finding LATER = new Finding("AKIALATER", Duration.ofSeconds(90));
  private static final Finding EARLIER = new Finding("AKIAEARLIER", Duration.ofSeconds(-3));

  private static final Instant STARTED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant LATER_ON = STARTED.plusSeconds(7);

  private static final FindingFormat FORMAT =
      new FindingFormat(
          new FindingFormat.Source("aws-cn", "cn-north-1", "123456789012", "the-rule"),
          RuleParameters.parse(Map.of()).decision(),
          "HIGH",
          user -> STARTED);

  private static final String FIELDS_OF_ALL =
      """
      "SchemaVersion":"2018-10-08",
      "Id":"the-rule/123456789012/cn-north-1/AIDABO00000000000000",
      "ProductArn":"arn:aws-cn:securityhub:cn-north-1:123456789012:product/123456789012/default",
      "GeneratorId":"the-rule","AwsAccountId":"123456789012",
      "UpdatedAt":"2026-01-15T12:00:00Z",
      "Title":"IAM user has an access key that was created while the user was being set up",
      "FindingProviderFields":{"Severity":{"Label":"HIGH"},"Types":[
        "Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark"]},
      "Remediation":{"Recommendation":{
        "Text":"Check when the key was last used: replace a key that is in use, and deactivate a key before you delete it.",
        "Url":"https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"}},
      """;

  private static final String REQUIREMENTS =
      """
      "RelatedRequirements":["CIS AWS Foundations Benchmark v1.1/1.23",
        "CIS AWS Foundations Benchmark v1.2/1.21","CIS AWS Foundations Benchmark v1.3-to-v4/1.11",
        "CIS AWS Foundations Benchmark v5/1.10","CIS AWS Foundations Benchmark v6/2.10"]\
      """;

  private static final String USER =
      """
      {"Type":"AwsIamUser","Id":"AIDABO00000000000000","Partition":"aws-cn","Region":"cn-north-1",
       "Details":{"AwsIamUser":{"UserId":"AIDABO00000000000000","UserName":"bo","Path":"/team/",
         "CreateDate":"2025-02-03T08:30:00Z"}}}\
      """;

  /** How a document names each detail of a user or a key. */
  private static final Map<String, String> NAMES_OF_DETAILS =
      Map.ofEntries(
          entry("UserId", "user id"),
          entry("UserName", "user name"),
          entry("Path", "path"),
          entry("CreateDate", "creation time"),
          entry("AccessKeyId", "access key id"),
          entry("AccountId", "account id"),
          entry("CreatedAt", "creation time"),
          entry("PrincipalId", "user id"),
          entry("PrincipalName", "user name"),
          entry("PrincipalType", "user"),
          entry("Status", "status"));

  /** It is observed since the first of its keys was created. */
  @Test
  void noncompliantUserHasAFindingWithTheEvidence() {
    NonCompliant verdict = new NonCompliant(List.of(LATER, EARLIER));
    assertThat(json(FORMAT.failed(outcome(verdict, Status.INACTIVE), verdict)))
        .isEqualTo(
            Fixtures.tree(
                """
                {%s
                 "Description":"User bo: delete access keys AKIALATER (created 1 min 30 s after the user), AKIAEARLIER (created 3 s before the user): never used.",
                 "CreatedAt":"2025-02-03T08:29:57Z","FirstObservedAt":"2025-02-03T08:29:57Z",
                 "LastObservedAt":"2026-01-15T12:00:00Z","RecordState":"ACTIVE",
                 "Compliance":{"Status":"FAILED",%s},
                 "Resources":[%s,
                  {"Type":"AwsIamAccessKey","Id":"AKIALATER","Partition":"aws-cn","Region":"cn-north-1",
                   "Details":{"AwsIamAccessKey":{"AccessKeyId":"AKIALATER","AccountId":"123456789012",
                     "CreatedAt":"2025-02-03T08:31:30Z","PrincipalId":"AIDABO00000000000000",
                     "PrincipalName":"bo","PrincipalType":"IAMUser","Status":"Inactive"}}},
                  {"Type":"AwsIamAccessKey","Id":"AKIAEARLIER","Partition":"aws-cn","Region":"cn-north-1",
                   "Details":{"AwsIamAccessKey":{"AccessKeyId":"AKIAEARLIER","AccountId":"123456789012",
                     "CreatedAt":"2025-02-03T08:29:57Z","PrincipalId":"AIDABO00000000000000",
                     "PrincipalName":"bo","PrincipalType":"IAMUser"}}}]}\
                """
                    .formatted(FIELDS_OF_ALL, REQUIREMENTS, USER)));
  }

  @Test
  void resolvedFindingIsPassedAndArchived() {
    assertThat(
            json(
                FORMAT.archived(
                    outcome(new Compliant(Compliant.Reason.NO_INITIAL_KEY), Status.ACTIVE),
                    STARTED)))
        .isEqualTo(
            Fixtures.tree(
                """
                {%s
                 "Description":"No unused access key created within 5 min of the user, or no console password.",
                 "CreatedAt":"2025-02-03T08:30:00Z","RecordState":"ARCHIVED",
                 "Compliance":{"Status":"PASSED",%s},
                 "Resources":[%s]}\
                """
                    .formatted(FIELDS_OF_ALL, REQUIREMENTS, USER)));
  }

  /** Of a deleted user only the id is known. */
  @Test
  void deletedUserKeepsTheIdsOfItsFinding() {
    Evaluated deleted =
        new Evaluated(
            Subject.of(Resource.user(BO.id())), new NotApplicable(NotApplicable.Reason.DELETED));
    JsonNode finding = json(FORMAT.archived(deleted, LATER_ON));
    assertThat(finding.get("Id").textValue())
        .isEqualTo("the-rule/123456789012/cn-north-1/AIDABO00000000000000");
    assertThat(finding.get("CreatedAt").textValue()).isEqualTo("2026-01-15T12:00:07Z");
    assertThat(finding.get("UpdatedAt").textValue()).isEqualTo("2026-01-15T12:00:07Z");
    assertThat(finding.get("Resources"))
        .isEqualTo(
            Fixtures.tree(
                """
                [{"Type":"AwsIamUser","Id":"AIDABO00000000000000","Partition":"aws-cn",
                  "Region":"cn-north-1"}]\
                """));
  }

  /** It was not evaluated, so it has not passed. */
  @ParameterizedTest
  @CsvSource({"NOT_RECORDED, NOT_AVAILABLE", "LEFT_SCOPE, NOT_AVAILABLE", "DELETED, PASSED"})
  void statusOfUserThatTheRuleDoesNotApplyTo(NotApplicable.Reason reason, String status) {
    Evaluated absent = new Evaluated(Subject.of(Resource.user(BO.id())), new NotApplicable(reason));
    JsonNode finding = json(FORMAT.archived(absent, STARTED));
    assertThat(finding.at("/Compliance/Status").textValue()).isEqualTo(status);
    assertThat(finding.get("RecordState").textValue()).isEqualTo("ARCHIVED");
  }

  /** Security Hub accepts 32 resources, and knows two states of a key. */
  @Test
  void resourcesAndStatesAreThoseThatSecurityHubAccepts() {
    NonCompliant many =
        new NonCompliant(
            IntStream.range(0, 40)
                .mapToObj(i -> new Finding("AKIA" + i, Duration.ofSeconds(i)))
                .toList());
    assertThat(json(FORMAT.failed(outcome(many, Status.ACTIVE), many)).get("Resources"))
        .hasSize(32);
    NonCompliant one = new NonCompliant(List.of(LATER));
    assertThat(status(one, Status.ACTIVE)).isEqualTo("Active");
    for (Status unknown : List.of(Status.EXPIRED, Status.UNKNOWN)) {
      assertThat(status(one, unknown)).isNull();
    }
  }

  /** Security Hub shows them in the accounts of its administrators, too. */
  @Test
  void securityDocumentNamesWhatFindingsSay() throws IOException {
    NonCompliant verdict = new NonCompliant(List.of(LATER));
    JsonNode finding = json(FORMAT.failed(outcome(verdict, Status.ACTIVE), verdict));
    Set<String> details = new HashSet<>();
    finding.get("Resources").findValues("Details").stream()
        .flatMap(JsonNode::valueStream)
        .forEach(resource -> resource.fieldNames().forEachRemaining(details::add));
    assertThat(details).isEqualTo(NAMES_OF_DETAILS.keySet());
    assertThat(finding.has("Description")).isTrue();

    assertThat(Files.readString(Path.of("..", "SECURITY.md")).lines())
        .filteredOn(line -> line.contains("Security Hub, if they are enabled, show them in"))
        .singleElement()
        .asString()
        .contains("`securityHubFindings`", "annotation of each finding")
        .contains(NAMES_OF_DETAILS.values());
  }

  private static String status(NonCompliant verdict, Status status) {
    return json(FORMAT.failed(outcome(verdict, status), verdict))
        .at("/Resources/1/Details/AwsIamAccessKey/Status")
        .textValue();
  }

  private static Evaluated outcome(
      initialkeys.decision.Verdict.Settled verdict, Status statusOfLater) {
    IamUser user =
        IamUser.listed(BO)
            .withKeys(
                List.of(
                    new AccessKey(
                        LATER.keyId(), statusOfLater, Optional.empty(), TriState.UNKNOWN)));
    return new Evaluated(Subject.of(user), verdict);
  }

  private static JsonNode json(Map<String, Object> finding) {
    return Fixtures.tree(Events.json(finding));
  }
}
