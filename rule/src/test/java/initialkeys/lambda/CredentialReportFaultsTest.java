package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer.Answer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** A credential report that is late, refused or broken changes no result. */
class CredentialReportFaultsTest extends FaultInjection {

  @Test
  void a_report_whose_state_is_missing_is_taken_for_an_earlier_one() {
    wire.failAlways("GenerateCredentialReport", Answer.of(200, "text/xml", "<html/>"));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains("\"report\":\"earlier, made ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GenerateCredentialReport | 409 | LimitExceeded                   | 0  | no
          GenerateCredentialReport | 500 | ServiceFailure                  | 0  | no
          GetCredentialReport      | 410 | ReportNotPresent                | 60 | not ready in time: no
          GetCredentialReport      | 410 | ReportExpired                   | 60 | not ready in time: no
          GetCredentialReport      | 404 | ReportInProgress                | 60 | not ready in time: no
          GetCredentialReport      | 500 | ServiceFailure                  | 0  | no
          """)
  void a_report_that_iam_does_not_give_is_waited_for_at_most_a_minute(
      String operation, int status, String code, int seconds, String words) {
    wire.failAlways(operation, FakeAws.iamError(status, code, "no"));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(seconds);
    assertThat(log).singleElement().asString().contains("none: iam:" + operation, words);
  }

  @Test
  void a_report_that_is_ready_after_a_while_is_used() {
    Answer notYet = FakeAws.iamError(404, "ReportInProgress", "wait");
    wire.failFirst("GetCredentialReport", notYet, notYet);

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(log).singleElement().asString().contains("\"report\":\"earlier, made ");
  }

  static Stream<Arguments> strangeReports() {
    String whole = report();
    return Stream.of(
        Arguments.of("empty", "", "none: iam:GetCredentialReport"),
        Arguments.of("garbage", "\u0000\uFFFF<html>\"no report", "none: iam:GetCredentialReport"),
        Arguments.of(
            "its header alone", whole.lines().findFirst().orElseThrow(), "speaks of 0 users"),
        Arguments.of(
            "truncated in the middle of a row",
            whole.substring(0, whole.length() - 60),
            "speaks of 2 users"),
        Arguments.of(
            "truncated in the header", whole.substring(0, 40), "none: iam:GetCredentialReport"),
        Arguments.of("truncated within quotes", whole + "\n\"clean,arn", "speaks of 3 users"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strangeReports")
  void a_report_that_is_not_whole_changes_no_result(String what, String csv, String said) {
    iam.withReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), csv);

    assertThat(run(schedule())).as(what).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains(said);
  }
}
