package initialkeys.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** How a credential report is requested and awaited, and which of its facts are used. */
class CredentialReportTest {

  private static final Instant REQUESTED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final String HEADER =
      "user,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date\n";
  private static final String BO = "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A";
  private static final IamUser USER =
      IamUser.listed(new UserIdentity("AIDABO00000000000000", "bo", "/", CREATED.plusMillis(300)));

  private final List<Duration> waits = new ArrayList<>();

  private CredentialReport obtain(FakeIam iam) {
    return CredentialReport.obtain(iam, REQUESTED, waits::add, () -> false);
  }

  private static FakeIam iam(ReportStateType state, Instant generated, String rows) {
    return new FakeIam(List.of()).withCredentialReport(state, generated, HEADER + rows);
  }

  @ParameterizedTest
  @CsvSource({"STARTED, true", "INPROGRESS, false", "COMPLETE, false"})
  void reportIsFreshWhenIamStartedItNow(ReportStateType state, boolean isFresh) {
    CredentialReport report = obtain(iam(state, REQUESTED.plusSeconds(9), BO));
    assertThat(report.isFresh()).isEqualTo(isFresh);
    assertThat(report.generated()).isEqualTo(REQUESTED.plusSeconds(9));
    assertThat(waits).isEmpty();
  }

  @Test
  void earlierReportIsNotWaitedFor() {
    Instant old = REQUESTED.minus(Duration.ofHours(3));
    assertThat(obtain(iam(ReportStateType.COMPLETE, old, BO)).generated()).isEqualTo(old);
    assertThat(waits).isEmpty();
  }

  @Test
  void waitsGrow() {
    FakeIam iam = iam(ReportStateType.STARTED, REQUESTED, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.size() < 3) throw CredentialReportNotReadyException.builder().build();
        });
    assertThat(obtain(iam).isFresh()).isTrue();
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
  }

  @Test
  void afterOneMinuteThereIsNone() {
    FakeIam iam = iam(ReportStateType.STARTED, REQUESTED, BO);
    iam.instead(
        "GetCredentialReport",
        () -> {
          throw CredentialReportNotReadyException.builder().message("still at it").build();
        });
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage("iam:GetCredentialReport for the account: not ready in time: still at it");
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 15L, 30L);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "3, 3"})
  void withoutTimeItIsNotWaitedFor(int after, int waited) {
    FakeIam iam = iam(ReportStateType.STARTED, REQUESTED.minus(Duration.ofDays(1)), BO);
    CredentialReport report =
        CredentialReport.obtain(iam, REQUESTED, waits::add, () -> waits.size() == after);
    assertThat(report.isFresh()).as("what is there is earlier").isFalse();
    assertThat(waits).hasSize(waited);
  }

  @Test
  void oldReportIsUsedWhenNoNewOneComes() {
    Instant old = REQUESTED.minus(Duration.ofHours(5));
    FakeIam iam = iam(ReportStateType.STARTED, old, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (!waits.isEmpty()) throw CredentialReportNotReadyException.builder().build();
        });
    assertThat(obtain(iam).generated()).isEqualTo(old);
    assertThat(waits).hasSize(6);
  }

  /** It is better than none. */
  @Test
  void oldReportIsUsedWhenALaterLookFails() {
    Instant old = REQUESTED.minus(Duration.ofHours(5));
    FakeIam iam = iam(ReportStateType.STARTED, old, BO);
    failingAfterTheFirstWait(iam);
    CredentialReport report = obtain(iam);
    assertThat(report.generated()).isEqualTo(old);
    assertThat(report.isFresh()).isFalse();
    assertThat(waits).hasSize(1);
  }

  @Test
  void laterLookThatFailsIsAFailureWithoutAReport() {
    FakeIam iam = new FakeIam(List.of());
    iam.withCredentialReport(ReportStateType.STARTED, REQUESTED, HEADER + BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.isEmpty()) throw CredentialReportNotReadyException.builder().build();
          throw IamException.builder().message("denied").build();
        });
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage("iam:GetCredentialReport for the account: denied");
  }

  private void failingAfterTheFirstWait(FakeIam iam) {
    iam.before(
        "GetCredentialReport",
        () -> {
          if (!waits.isEmpty()) throw IamException.builder().message("denied").build();
        });
  }

  @Test
  void oldReportIsNotTakenForTheNewOne() {
    Instant old = REQUESTED.minus(Duration.ofHours(5));
    FakeIam iam = iam(ReportStateType.STARTED, old, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.size() == 2)
            iam.withCredentialReport(ReportStateType.STARTED, REQUESTED, HEADER + BO);
        });
    assertThat(obtain(iam).generated()).isEqualTo(REQUESTED);

    CredentialReport stillOld = obtain(iam(ReportStateType.STARTED, old, BO));
    assertThat(stillOld.isFresh()).isFalse();
    assertThat(stillOld.generated()).isEqualTo(old);
  }

  @Test
  void interruptionIsKept() {
    FakeIam iam = iam(ReportStateType.STARTED, REQUESTED.minus(Duration.ofDays(1)), BO);
    assertThatThrownBy(
            () ->
                CredentialReport.obtain(
                    iam,
                    REQUESTED,
                    length -> {
                      throw new InterruptedException();
                    },
                    () -> false))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage("iam:GetCredentialReport for the account: interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  static Stream<GetCredentialReportResponse> reportsInPart() {
    return Stream.of(
        GetCredentialReportResponse.builder().generatedTime(REQUESTED).build(),
        GetCredentialReportResponse.builder().content(SdkBytes.fromUtf8String(HEADER)).build());
  }

  @ParameterizedTest
  @MethodSource("reportsInPart")
  void incompleteResponseIsNoReport(GetCredentialReportResponse inPart) {
    FakeIam iam = iam(ReportStateType.COMPLETE, REQUESTED, BO);
    iam.instead("GetCredentialReport", () -> inPart);
    assertThatThrownBy(() -> obtain(iam))
        .hasMessage(
            "iam:GetCredentialReport for the account: IAM returned a credential report without its"
                + " time or content");
  }

  @Test
  void failureNamesCallAndReason() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "GenerateCredentialReport",
        () -> {
          throw LimitExceededException.builder().message("no capacity").build();
        });
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageContaining("iam:GenerateCredentialReport for the account: no capacity");
    iam.instead(
        "GetCredentialReport",
        () -> {
          throw new IllegalStateException("no response");
        });
    assertThatThrownBy(() -> obtain(iam)).hasMessageContaining("no capacity");
  }

  /** It is an earlier one, whatever its time: this run did not request it. */
  @Test
  void existingReportIsUsedWhenTheRequestIsRejected() {
    FakeIam iam = iam(ReportStateType.STARTED, REQUESTED, BO);
    iam.instead(
        "GenerateCredentialReport",
        () -> {
          throw LimitExceededException.builder().message("no capacity").build();
        });

    CredentialReport report = obtain(iam);

    assertThat(report.isFresh()).isFalse();
    assertThat(report.users()).isEqualTo(1);
    assertThat(iam.calls()).containsExactly("GenerateCredentialReport", "GetCredentialReport");
  }

  @Test
  void unknownStateIsNotFresh() {
    FakeIam iam = iam(ReportStateType.COMPLETE, REQUESTED, BO);
    iam.instead(
        "GenerateCredentialReport",
        () -> GenerateCredentialReportResponse.builder().state("LATER").build());
    assertThat(obtain(iam).isFresh()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"599, false", "600, false", "601, true"})
  void earlierReportShowsKeysAfterTheWindowClosed(int secondsAfterWindow, boolean isUsed) {
    Instant generated = CREATED.plusMillis(300).plus(WINDOW).plusSeconds(secondsAfterWindow);
    IamUser known = obtain(iam(ReportStateType.COMPLETE, generated, BO)).addFactsTo(USER, WINDOW);
    assertThat(known.keys().isPresent()).isEqualTo(isUsed);
    assertThat(known.password()).as("may have been set since").isEqualTo(TriState.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bo,2025-02-03T08:30:01Z,false,false,N/A,N/A,false,N/A,N/A",
        "Bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A"
      })
  void rowOfAnotherUserAddsNoFact(String row) {
    CredentialReport report = obtain(iam(ReportStateType.STARTED, REQUESTED, row));
    assertThat(report.users()).isEqualTo(1);
    assertThat(report.addFactsTo(USER, WINDOW)).isEqualTo(USER);
  }

  @Test
  void freshReportShowsKeysAndPassword() {
    IamUser known = obtain(iam(ReportStateType.STARTED, REQUESTED, BO)).addFactsTo(USER, WINDOW);
    assertThat(known).isEqualTo(USER.withKeys(List.of()).withPassword(TriState.NO));
  }

  @Test
  void contentThatIsNoReportIsAFailure() {
    FakeIam iam =
        new FakeIam(List.of()).withCredentialReport(ReportStateType.STARTED, REQUESTED, "<html>");
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage(
            "iam:GetCredentialReport for the account: IAM returned a credential report without its"
                + " columns");
  }

  @ParameterizedTest
  @EnumSource(ReportStateType.class)
  void reportWithoutTimeOrContentIsNone(ReportStateType state) {
    FakeIam iam = iam(state, REQUESTED, BO);
    iam.instead("GetCredentialReport", () -> GetCredentialReportResponse.builder().build());
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageContaining("IAM returned a credential report without its time or content");
  }

  @Test
  void expiredOrMissingReportIsWaitedFor() {
    FakeIam iam = iam(ReportStateType.INPROGRESS, REQUESTED, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.isEmpty()) throw CredentialReportExpiredException.builder().build();
          if (waits.size() == 1) throw CredentialReportNotPresentException.builder().build();
        });
    assertThat(obtain(iam).isFresh()).isFalse();
    assertThat(waits).hasSize(2);
  }
}
