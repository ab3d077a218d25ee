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

/** How the report is asked for and waited for, and what a row may say. No time passes here. */
class CredentialReportTest {

  private static final Instant ASKED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final String HEADER =
      "user,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date\n";
  private static final String BO = "bo,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A";
  private static final IamUser USER =
      IamUser.listed(new UserIdentity("AIDABO", "bo", "/", CREATED.plusMillis(300)));

  private final List<Duration> waits = new ArrayList<>();

  private CredentialReport obtain(FakeIam iam) {
    return CredentialReport.obtain(iam, ASKED, waits::add, () -> false);
  }

  private static FakeIam iam(ReportStateType state, Instant made, String rows) {
    return new FakeIam(List.of()).withCredentialReport(state, made, HEADER + rows);
  }

  @ParameterizedTest
  @CsvSource({"STARTED, true", "INPROGRESS, false", "COMPLETE, false"})
  void a_report_is_of_this_run_when_iam_began_it_at_our_request(
      ReportStateType state, boolean isOfThisRun) {
    CredentialReport report = obtain(iam(state, ASKED.plusSeconds(9), BO));
    assertThat(report.isOfThisRun()).isEqualTo(isOfThisRun);
    assertThat(report.made()).isEqualTo(ASKED.plusSeconds(9));
    assertThat(waits).isEmpty();
  }

  @Test
  void an_earlier_report_is_not_waited_for() {
    Instant old = ASKED.minus(Duration.ofHours(3));
    assertThat(obtain(iam(ReportStateType.COMPLETE, old, BO)).made()).isEqualTo(old);
    assertThat(waits).isEmpty();
  }

  @Test
  void it_is_waited_for_with_growing_pauses() {
    FakeIam iam = iam(ReportStateType.STARTED, ASKED, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.size() < 3) throw CredentialReportNotReadyException.builder().build();
        });
    assertThat(obtain(iam).isOfThisRun()).isTrue();
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L);
  }

  @Test
  void after_a_minute_there_is_none() {
    FakeIam iam = iam(ReportStateType.STARTED, ASKED, BO);
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
  void it_is_not_waited_for_when_time_is_up(int after, int waited) {
    FakeIam iam = iam(ReportStateType.STARTED, ASKED.minus(Duration.ofDays(1)), BO);
    CredentialReport report =
        CredentialReport.obtain(iam, ASKED, waits::add, () -> waits.size() == after);
    assertThat(report.isOfThisRun()).as("what is there is earlier").isFalse();
    assertThat(waits).hasSize(waited);
  }

  @Test
  void the_old_bytes_are_taken_when_no_others_come() {
    Instant old = ASKED.minus(Duration.ofHours(5));
    FakeIam iam = iam(ReportStateType.STARTED, old, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (!waits.isEmpty()) throw CredentialReportNotReadyException.builder().build();
        });
    assertThat(obtain(iam).made()).isEqualTo(old);
    assertThat(waits).hasSize(6);
  }

  @Test
  void the_old_bytes_that_come_while_a_new_report_is_made_are_not_taken_for_it() {
    Instant old = ASKED.minus(Duration.ofHours(5));
    FakeIam iam = iam(ReportStateType.STARTED, old, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.size() == 2)
            iam.withCredentialReport(ReportStateType.STARTED, ASKED, HEADER + BO);
        });
    assertThat(obtain(iam).made()).isEqualTo(ASKED);

    CredentialReport stillOld = obtain(iam(ReportStateType.STARTED, old, BO));
    assertThat(stillOld.isOfThisRun()).isFalse();
    assertThat(stillOld.made()).isEqualTo(old);
  }

  @Test
  void who_is_interrupted_while_it_waits_stays_so() {
    FakeIam iam = iam(ReportStateType.STARTED, ASKED.minus(Duration.ofDays(1)), BO);
    assertThatThrownBy(
            () ->
                CredentialReport.obtain(
                    iam,
                    ASKED,
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
        GetCredentialReportResponse.builder().generatedTime(ASKED).build(),
        GetCredentialReportResponse.builder().content(SdkBytes.fromUtf8String(HEADER)).build());
  }

  @ParameterizedTest
  @MethodSource("reportsInPart")
  void a_report_that_iam_gives_in_part_is_none(GetCredentialReportResponse inPart) {
    FakeIam iam = iam(ReportStateType.COMPLETE, ASKED, BO);
    iam.instead("GetCredentialReport", () -> inPart);
    assertThatThrownBy(() -> obtain(iam))
        .hasMessage(
            "iam:GetCredentialReport for the account: IAM gave a report without its time or"
                + " content");
  }

  @Test
  void it_is_told_by_its_age_and_by_how_many_users_it_speaks_of_and_root_is_none() {
    String root = BO.replace("bo,", "<root_account>,") + "\n";
    assertThat(obtain(iam(ReportStateType.STARTED, ASKED, root + BO)))
        .hasToString("of this run, made %s, speaks of 1 users", ASKED);
    assertThat(obtain(iam(ReportStateType.COMPLETE, ASKED, root + BO)))
        .hasToString("earlier, made %s, speaks of 1 users", ASKED);
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
  void a_slot_holds_a_key_when_anything_in_it_says_so(
      String active, String rotated, String used, String keys) {
    String row =
        "bo,2025-02-03T08:30:00Z,true,%s,%s,%s,false,N/A,N/A".formatted(active, rotated, used);
    IamUser told = obtain(iam(ReportStateType.STARTED, ASKED, row)).tell(USER, WINDOW);
    assertThat(told.password()).isEqualTo(TriState.YES);
    assertThat(
            told.keys().orElseThrow().stream().map(key -> key.used().name()).collect(joining(" ")))
        .isEqualTo(keys);
  }

  @Test
  void a_refusal_says_which_call_and_why() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "GenerateCredentialReport",
        () -> {
          throw LimitExceededException.builder().message("no capacity").build();
        });
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageContaining("iam:GenerateCredentialReport for the account: no capacity");
  }

  @Test
  void a_state_that_is_not_known_is_not_ours() {
    FakeIam iam = iam(ReportStateType.COMPLETE, ASKED, BO);
    iam.instead(
        "GenerateCredentialReport",
        () -> GenerateCredentialReportResponse.builder().state("LATER").build());
    assertThat(obtain(iam).isOfThisRun()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"599, false", "600, false", "601, true"})
  void an_earlier_report_speaks_of_keys_once_the_window_had_closed_ten_minutes_before(
      int secondsAfterWindow, boolean speaks) {
    Instant made = CREATED.plusMillis(300).plus(WINDOW).plusSeconds(secondsAfterWindow);
    IamUser told = obtain(iam(ReportStateType.COMPLETE, made, BO)).tell(USER, WINDOW);
    assertThat(told.keys().isPresent()).isEqualTo(speaks);
    assertThat(told.password()).as("may have come since").isEqualTo(TriState.UNKNOWN);
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
  void a_row_that_does_not_fit_proves_nothing(String rows) {
    CredentialReport report = obtain(iam(ReportStateType.STARTED, ASKED, rows));
    assertThat(report.tell(USER, WINDOW)).isEqualTo(USER);
  }

  @Test
  void a_row_that_does_not_fit_costs_the_others_nothing() {
    String rows =
        "ann,x\n" + BO + "\nsmith,john,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A";
    IamUser told = obtain(iam(ReportStateType.STARTED, ASKED, rows)).tell(USER, WINDOW);
    assertThat(told.password()).isEqualTo(TriState.NO);
    assertThat(told.keys()).contains(List.of());
  }

  /** A user's path may hold commas and quotes, and nobody knows whether AWS quotes them (F21). */
  @Test
  void a_user_cannot_write_its_own_row_into_its_path() {
    String header =
        "user,arn,%s,cert_2_last_rotated\n".formatted(HEADER.strip().substring("user,".length()));
    String forged =
        "bo,arn:aws:iam::123456789012:user/x,2025-02-03T08:30:00Z,false,false,N/A,N/A,false,N/A,N/A,\"/bo";
    String rest = ",2025-02-03T08:30:00Z,true,true,2025-02-03T08:30:00Z,N/A,false,N/A,N/A";
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, ASKED, header + forged + rest);
    assertThat(obtain(iam).tell(USER, WINDOW)).isEqualTo(USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "user,arn\nbo,x", "\u0000\u0000"})
  void what_is_no_report_is_told_as_none(String content) {
    FakeIam iam =
        new FakeIam(List.of()).withCredentialReport(ReportStateType.STARTED, ASKED, content);
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage(
            "iam:GetCredentialReport for the account: IAM gave a credential report without its"
                + " columns");
  }

  @ParameterizedTest
  @EnumSource(ReportStateType.class)
  void a_report_without_its_time_or_content_is_told_as_none(ReportStateType state) {
    FakeIam iam = iam(state, ASKED, BO);
    iam.instead("GetCredentialReport", () -> GetCredentialReportResponse.builder().build());
    assertThatThrownBy(() -> obtain(iam))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageContaining("IAM gave a report without its time or content");
  }

  @Test
  void a_report_that_has_expired_or_is_not_there_yet_is_waited_for() {
    FakeIam iam = iam(ReportStateType.INPROGRESS, ASKED, BO);
    iam.before(
        "GetCredentialReport",
        () -> {
          if (waits.isEmpty()) throw CredentialReportExpiredException.builder().build();
          if (waits.size() == 1) throw CredentialReportNotPresentException.builder().build();
        });
    assertThat(obtain(iam).isOfThisRun()).isFalse();
    assertThat(waits).hasSize(2);
  }

  @Test
  void a_byte_order_mark_hides_no_column() {
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, ASKED, "\uFEFF" + HEADER + BO);
    assertThat(obtain(iam))
        .hasToString("of this run, made 2026-01-15T12:00:00Z, speaks of 1 users");
  }

  @ParameterizedTest
  @CsvSource({"N/A, true", "1 more key, false", "'', false"})
  void a_user_of_whom_there_is_more_to_say_is_asked_live(String more, boolean speaks) {
    String header = HEADER.strip() + ",additional_credentials_info\n";
    FakeIam iam =
        new FakeIam(List.of())
            .withCredentialReport(ReportStateType.STARTED, ASKED, header + BO + "," + more);
    assertThat(obtain(iam).tell(USER, WINDOW).keys().isPresent()).isEqualTo(speaks);
  }

  @ParameterizedTest
  @CsvSource({
    "true,N/A,N/A, 1",
    "false,2025-02-03T08:30:00Z,N/A, 1",
    "false,N/A,2025-02-03T08:30:00+00:00, 1",
    "FALSE,N/A,no_information, 0"
  })
  void a_slot_holds_a_key_when_anything_in_it_speaks_of_one(
      String active, String rotated, String used, int keys) {
    String row =
        "bo,2025-02-03T08:30:00+00:00,True,%s,%s,%s,false,N/A,N/A".formatted(active, rotated, used);
    IamUser told = obtain(iam(ReportStateType.STARTED, ASKED, row)).tell(USER, WINDOW);
    assertThat(told.keys().orElseThrow()).hasSize(keys);
    assertThat(told.password()).isEqualTo(TriState.YES);
  }
}
