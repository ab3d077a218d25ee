package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.simulation.service.WritableIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;

class CredentialReportFactsTest {

  private static final String GENERATE = "iam:GenerateCredentialReport";
  private static final String GET = "iam:GetCredentialReport";
  private static final String HEADER = "user,access_key_1_active,access_key_1_last_rotated";

  private final ProvableAccount cloud = ProvableAccount.withDefaults();
  private final CountedCalls calls = CountedCalls.withoutFaults();
  private final ProofAccount account = TestAccount.of(cloud, calls);
  private final ProofUser comma = new ProofUser(ProofCase.COMMA, account);
  private final ProofUser inactive = new ProofUser(ProofCase.INACTIVE_KEY, account);
  private final CredentialReportFacts facts = facts(comma, inactive);

  private CredentialReportFacts facts(ProofUser... users) {
    return new CredentialReportFacts(account.caller().iam(), List.of(users));
  }

  /** IAM has this credential report, generated so long after the last user. */
  private void report(long seconds, String... rows) {
    calls.instead(
        GET,
        () ->
            GetCredentialReportResponse.builder()
                .generatedTime(inactive.identity().created().plusSeconds(seconds))
                .content(SdkBytes.fromUtf8String(String.join("\n", rows)))
                .build());
  }

  private void rejecting(String action, RuntimeException rejection) {
    calls.instead(
        action,
        () -> {
          throw rejection;
        });
  }

  private void respondingTo(ReportStateType state) {
    calls.instead(GENERATE, () -> GenerateCredentialReportResponse.builder().state(state).build());
  }

  private static ObservedFact notObserved(String number, String reason) {
    return new ObservedFact(number, false, reason);
  }

  private void bothAre(String reason) {
    assertThat(facts.facts())
        .containsExactly(notObserved("F21", reason), notObserved("F22", reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"%s\",x' | true | a user name with a comma is in quotes.",
        "'%s,x' | true | a user name with a comma is not in quotes.",
        "'other,x' | false | the credential report has no row of the user.",
      })
  void quotesOfNameWithCommaAreObserved(String row, boolean isObserved, String text) {
    report(0, HEADER, row.formatted(comma.identity().name()));
    facts.look();
    assertThat(facts.facts().getFirst()).isEqualTo(new ObservedFact("F21", isObserved, text));
  }

  /** The time of the key's creation is that of the clock, which stands still. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | 2026-01-15T12:00:00+00:00 | false | the time of its creation",
        "FALSE | 2026-01-15T12:00:00Z | false | the time of its creation",
        "true | N/A | other than false | N/A",
        "N/A | 2026-01-15T12:00:01Z | other than false | another time",
      })
  void rowOfInactiveKeyIsObserved(String active, String rotated, String flag, String time) {
    report(0, HEADER, "%s,%s,%s".formatted(inactive.identity().name(), active, rotated));
    facts.look();
    assertThat(facts.facts().getLast())
        .isEqualTo(
            new ObservedFact(
                "F22",
                true,
                "an Inactive key has access_key_1_active %s and access_key_1_last_rotated %s."
                    .formatted(flag, time)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,access_key_1_active|%s,false",
        "user,access_key_1_last_rotated|%s,N/A",
        "user,access_key_1_active,access_key_1_last_rotated|%s,false",
        "user,access_key_1_active,access_key_1_last_rotated|%s-2,false,N/A",
        "",
      })
  void rowThatIsIncompleteIsNoRow(String text) {
    report(0, text.formatted(inactive.identity().name()).split("\\|", -1));
    facts.look();
    assertThat(facts.facts().getLast())
        .isEqualTo(notObserved("F22", "the credential report has no row of the user."));
  }

  @Test
  void userThatWasNotCreatedIsNotObserved() {
    ProofUser other = new ProofUser(ProofCase.NO_KEY, account);
    assertThat(facts(other).facts())
        .containsExactly(
            notObserved("F21", "no user with a comma was created."),
            notObserved("F22", "no Inactive key was created."));
  }

  @Test
  void olderCredentialReportIsNotUsed() {
    report(-1, HEADER);
    facts.look();
    bothAre("IAM still returned the credential report from before.");
  }

  @Test
  void missingCredentialReportWasNotReady() {
    for (RuntimeException notReady :
        List.of(
            CredentialReportNotReadyException.builder().build(),
            CredentialReportNotPresentException.builder().build(),
            CredentialReportExpiredException.builder().build())) {
      rejecting(GET, notReady);
      facts.look();
      bothAre("The credential report was not ready in time.");
    }
  }

  @Test
  void deniedCredentialReportIsTheReason() {
    rejecting(GET, WritableIam.rejected(403, "AccessDenied", "denied"));
    facts.look();
    bothAre("IAM did not return the credential report.");
  }

  @Test
  void credentialReportThatIsThereIsNotReadAgain() {
    report(0, HEADER);
    facts.look();
    facts.look();
    facts.request(account.context());
    assertThat(calls.count(GET)).isOne();
    assertThat(calls.count(GENERATE)).isZero();
  }

  @Test
  void requestedCredentialReportIsLookedForSixTimes() {
    respondingTo(ReportStateType.STARTED);
    rejecting(GET, CredentialReportNotReadyException.builder().build());
    Instant start = cloud.time.instant();
    facts.request(account.context());
    assertThat(calls.count(GET)).isEqualTo(6);
    assertThat(Duration.between(start, cloud.time.instant())).isEqualTo(Duration.ofMinutes(2));
    bothAre("The credential report was not ready in time.");
  }

  @Test
  void requestedCredentialReportThatIsThereEndsTheLooks() {
    respondingTo(ReportStateType.INPROGRESS);
    report(0, HEADER, "\"%s\",".formatted(comma.identity().name()));
    Instant start = cloud.time.instant();
    facts.request(account.context());
    assertThat(facts.facts().getFirst().isObserved()).isTrue();
    assertThat(cloud.time.instant()).isEqualTo(start);
  }

  @Test
  void earlierCredentialReportIsNotLookedForAgain() {
    respondingTo(ReportStateType.COMPLETE);
    facts.request(account.context());
    assertThat(calls.count(GET)).isZero();
    bothAre("IAM began no new credential report: it does so at most every 4 hours (F20).");
  }

  @Test
  void deniedRequestIsTheReason() {
    rejecting(GENERATE, WritableIam.rejected(403, "AccessDenied", "denied"));
    facts.request(account.context());
    assertThat(calls.count(GET)).isZero();
    bothAre("IAM rejected the request for a credential report.");
  }
}
