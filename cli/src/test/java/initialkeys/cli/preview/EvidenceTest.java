package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.terminal.Progress;
import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;

/** Each fact with its source. */
class EvidenceTest {

  private static final Instant CREATED = UserBuilder.CREATED;
  private static final IamUser BO =
      IamUser.listed(new UserIdentity("AIDABO00000000000000", "bo", "/team/", CREATED));
  private static final Instant USED = CREATED.plusSeconds(86_400);

  private final ObservedIam iam =
      new ObservedIam(
          new FakeIam(
              List.of(UserBuilder.named("bo").keys(UserBuilder.key("1", CREATED, USED)).build())),
          Progress.none());

  private UserFacts facts(IamUser user) {
    return facts(user, CredentialReportKeys.NONE, Optional.empty());
  }

  private UserFacts facts(IamUser user, CredentialReportKeys report, Optional<String> file) {
    return new Evidence(iam, report, file).of(user, Set.of("AKIA1"));
  }

  private static AccessKey key(Status status, TriState used) {
    return new AccessKey("AKIA1", status, Optional.of(CREATED), used);
  }

  @Test
  void factThatIsNotKnownHasNoSource() {
    assertThat(facts(BO))
        .isEqualTo(
            new UserFacts(
                "/team/",
                new SourcedFact<>(CREATED, "iam:ListUsers"),
                Optional.empty(),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"YES, true", "NO, false"})
  void passwordIsOfTheLiveCallIfThereWasOne(TriState password, boolean expected) {
    assertThat(facts(BO.withPassword(password)).password())
        .hasValue(new SourcedFact<>(expected, "credential report"));
    iam.getLoginProfile(request -> request.userName("bo"));
    assertThat(facts(BO.withPassword(password)).password())
        .hasValue(new SourcedFact<>(expected, "iam:GetLoginProfile"));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, Active", "INACTIVE, Inactive", "EXPIRED, Expired", "UNKNOWN,"})
  void keyHasItsStatusAndOnlyKnownUse(Status status, String text) {
    assertThat(facts(BO.withKeys(List.of(key(status, TriState.UNKNOWN)))).keys())
        .hasValue(
            new SourcedFact<>(
                List.of(
                    new KeyFacts(
                        Optional.of("AKIA1"),
                        Optional.ofNullable(text),
                        Optional.of(new SourcedFact<>(CREATED, "iam:ListAccessKeys")),
                        Optional.empty(),
                        true)),
                "iam:ListAccessKeys"));
  }

  @Test
  void usedKeyHasTheTimeAndPlaceOfItsUse() {
    iam.getAccessKeyLastUsed(request -> request.accessKeyId("AKIA1"));
    IamUser user = BO.withKeys(List.of(key(Status.ACTIVE, TriState.YES)));
    assertThat(facts(user).knownKeys().getFirst().use())
        .hasValue(
            new SourcedFact<>(
                new KeyUse(true, Optional.of(USED), Optional.of("s3"), Optional.of("us-east-1")),
                "iam:GetAccessKeyLastUsed"));
    IamUser unused = BO.withKeys(List.of(key(Status.ACTIVE, TriState.NO)));
    assertThat(facts(unused).knownKeys().getFirst().use())
        .hasValue(new SourcedFact<>(KeyUse.NEVER, "iam:GetAccessKeyLastUsed"));
  }

  /** It has neither the ids of keys nor their creation times. */
  @Test
  void keyOfTheCredentialReportHasWhatTheReportSays() {
    CredentialReportKeys report =
        CredentialReportKeys.read(
            GetCredentialReportResponse.builder()
                .content(
                    SdkBytes.fromUtf8String(
                        "user,access_key_2_last_rotated,access_key_2_last_used_date\nbo,%s,%s"
                            .formatted(CREATED, USED)))
                .build());
    AccessKey slot = new AccessKey("access_key_2", Status.UNKNOWN, Optional.empty(), TriState.YES);
    assertThat(facts(BO.withKeys(List.of(slot)), report, Optional.empty()).keys())
        .hasValue(
            new SourcedFact<>(
                List.of(
                    new KeyFacts(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(
                            new SourcedFact<>(
                                CREATED, "credential report: access_key_2_last_rotated")),
                        Optional.of(
                            new SourcedFact<>(
                                new KeyUse(
                                    true, Optional.of(USED), Optional.empty(), Optional.empty()),
                                "credential report")),
                        false)),
                "credential report"));
  }

  @Test
  void absenceOfKeysIsSourcedFromTheLiveCall() {
    assertThat(facts(BO.withKeys(List.of())).keys())
        .hasValue(new SourcedFact<>(List.of(), "credential report"));
    iam.listAccessKeys(request -> request.userName("bo").maxItems(10));
    assertThat(facts(BO.withKeys(List.of())).keys())
        .hasValue(new SourcedFact<>(List.of(), "iam:ListAccessKeys"));
  }

  @Test
  void fileIsTheSourceOfEveryFactInIt() {
    iam.getLoginProfile(request -> request.userName("bo"));
    UserFacts facts =
        facts(
            BO.withPassword(TriState.YES).withKeys(List.of(key(Status.ACTIVE, TriState.NO))),
            CredentialReportKeys.NONE,
            Optional.of("account.json"));
    assertThat(facts.created().source()).isEqualTo("account.json");
    assertThat(facts.password().orElseThrow().source()).isEqualTo("account.json");
    assertThat(facts.keys().orElseThrow().source()).isEqualTo("account.json");
    assertThat(facts.knownKeys().getFirst().use().orElseThrow().source()).isEqualTo("account.json");
  }
}
