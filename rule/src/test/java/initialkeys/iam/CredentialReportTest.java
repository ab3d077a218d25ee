package initialkeys.iam;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.FakeIam;
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
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** How a credential report is requested and awaited, and what its rows may contain. */
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
  void reportIsFreshWhenIamStartedItNow(ReportStateType state, boolean isOfThisRun) {
    CredentialReport report = obtain(iam(state, REQUESTED.plusSeconds(9), BO));
    assertThat(report.isFresh()).isEqualTo(isOfThisRun);
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
  void usersAreCountedWithoutRoot() {
    String root = BO.replace("bo,", "<root_account>,") + "\n";
    assertThat(obtain(iam(ReportStateType.STARTED, REQUESTED, root + BO)).users()).isEqualTo(1);
    assertThat(obtain(iam(ReportStateType.COMPLETE, REQUESTED, root)).users()).isZero();
  }

  /** What each column of a slot alone says, of the keys and whether they were used. */
  @ParameterizedTest
  @CsvSource({
    "false, N/A, N/A, ''",
    "true, N/A, N/A, UNKNOWN",
    "false, 2025-02-03T08:30:00Z, N/A, UNKNOWN",
    "false, N/A, 2025-02-03T08:30:00Z, YES",
    "false, no_information, not_supported, ''",
    "false, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00+00:00, ''"
  })
  void anyColumnOfSlotShowsKey(String active, String rotated, String used, String keys) {
    String row =
        "bo,2025-02-03T08:30:00Z,true,%s,%s,%s,false,N/A,N/A".formatted(active, rotated, used);
    IamUser known = obtain(iam(ReportStateType.STARTED, REQUESTED, row)).addFactsTo(USER, WINDOW);
    assertThat(known.password()).isEqualTo(TriState.YES);
    assertThat(
            known.keys().orElseThrow().stream().map(key -> key.used().name()).collect(joining(" ")))
        .isEqualTo(keys);
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
        "",
        "bo",
        "bo,2025-02-03T08:30:01Z,false,false,N/A,N/A,false,N/A,N/A",
        "Bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A",
        "bo,yesterday,false,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,not_supported,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,maybe,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,soon,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A",
        "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,false,true,N/A,N/A,true,N/A,N/A",
        "\"bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A",
        BO + "\n" + BO,
        BO + "\nbo,2025-02-03T08:30:00Z,perhaps,false,N/A,N/A,false,N/A,N/A",
        "bo,2025-02-03T08:30:00Z,perhaps,false,N/A,N/A,false,N/A,N/A\n" + BO,
      })
  void rowThatDoesNotMatchIsNoEvidence(String rows) {
    CredentialReport report = obtain(iam(ReportStateType.STARTED, REQUESTED, rows));
    assertThat(report.addFactsTo(USER, WINDOW)).isEqualTo(USER);
  }

  @Test
  void rowThatDoesNotMatchAffectsNoOther() {
    String rows =
        "ann,x\n" + BO + "\nsmith,john,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A";
    IamUser known = obtain(iam(ReportStateType.STARTED, REQUESTED, rows)).addFactsTo(USER, WINDOW);
    assertThat(known.password()).isEqualTo(TriState.NO);
    assertThat(known.keys()).contains(List.of());
  }

  /** A user's path may hold commas and quotes, and nobody knows whether AWS quotes them (F21). */
  @Test
  void pathCannotForgeRow() {
    String header =
        "user,arn,%s,cert_2_last_rotated\n".formatted(HEADER.strip().substring("user,".length()));
    String forged =
        "bo,arn:aws:iam::123456789012:user/x,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A,\"/bo";
    String rest = ",2025-02-03T08:30:00Z,true,true,2025-02-03T08:30:00Z,N/A,false,N/A,N/A";
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, REQUESTED, header + forged + rest);
    assertThat(obtain(iam).addFactsTo(USER, WINDOW)).isEqualTo(USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "user,arn\nbo,x", "\u0000\u0000"})
  void malformedContentIsNoReport(String content) {
    FakeIam iam =
        new FakeIam(List.of()).withCredentialReport(ReportStateType.STARTED, REQUESTED, content);
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

  @Test
  void byteOrderMarkHidesNoColumn() {
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, REQUESTED, "\uFEFF" + HEADER + BO);
    assertThat(obtain(iam).users()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"N/A, true", "1 more key, false", "'', false"})
  void userWithMoreKeysIsReadLive(String more, boolean isUsed) {
    String header = HEADER.strip() + ",additional_credentials_info\n";
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, REQUESTED, header + BO + "," + more);
    assertThat(obtain(iam).addFactsTo(USER, WINDOW).keys().isPresent()).isEqualTo(isUsed);
  }

  @ParameterizedTest
  @CsvSource({
    "true,N/A,N/A, 1",
    "false,2025-02-03T08:30:00Z,N/A, 1",
    "false,N/A,2025-02-03T08:30:00+00:00, 1",
    "FALSE,N/A,no_information, 0"
  })
  void anyColumnOfSlotShowsAKey(String active, String rotated, String used, int keys) {
    String row =
        "bo,2025-02-03T08:30:00+00:00,True,%s,%s,%s,false,N/A,N/A".formatted(active, rotated, used);
    IamUser known = obtain(iam(ReportStateType.STARTED, REQUESTED, row)).addFactsTo(USER, WINDOW);
    assertThat(known.keys().orElseThrow()).hasSize(keys);
    assertThat(known.password()).isEqualTo(TriState.YES);
  }
}
