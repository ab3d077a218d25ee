package initialkeys.faults;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** A late, rejected or broken credential report changes no result. */
class CredentialReportFaultsTest extends FaultInjection {

  /** A user of which a result is stored, and which is not listed, is looked for again. */
  private static final Duration BEFORE_THE_SECOND_LISTING = Duration.ofSeconds(5);

  @Test
  void credentialReportWithoutStateCountsAsEarlier() {
    server.failAlways("GenerateCredentialReport", Response.of(200, "text/xml", "<html/>"));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"credentialReport\":{\"status\":\"EARLIER\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GetCredentialReport      | 410 | ReportNotPresent                | 60 | not ready in time: no
          GetCredentialReport      | 410 | ReportExpired                   | 60 | not ready in time: no
          GetCredentialReport      | 404 | ReportInProgress                | 60 | not ready in time: no
          GetCredentialReport      | 500 | ServiceFailure                  | 0  | no
          """)
  void missingCredentialReportIsWaitedForAtMostOneMinute(
      String operation, int status, String code, int seconds, String message) {
    server.failAlways(operation, FakeAws.iamError(status, code, "no"));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(waits).last().isEqualTo(BEFORE_THE_SECOND_LISTING);
    assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isEqualTo(seconds + 5);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("UNAVAILABLE", "\"reason\":\"iam:" + operation, message);
  }

  @Test
  void credentialReportReadyAfterAWaitIsUsed() {
    Response inProgress = FakeAws.iamError(404, "ReportInProgress", "wait");
    server.failFirst("GetCredentialReport", inProgress, inProgress);

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), BEFORE_THE_SECOND_LISTING);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"credentialReport\":{\"status\":\"EARLIER\"");
  }

  static Stream<Arguments> brokenReports() {
    String whole = credentialReport();
    return Stream.of(
        Arguments.of("empty", "", "\"reason\":\"iam:GetCredentialReport"),
        Arguments.of(
            "garbage", "\u0000\uFFFF<html>\"no report", "\"reason\":\"iam:GetCredentialReport"),
        Arguments.of("header only", whole.lines().findFirst().orElseThrow(), "\"users\":0}"),
        Arguments.of(
            "truncated within a row", whole.substring(0, whole.length() - 60), "\"users\":2}"),
        Arguments.of(
            "truncated within the header",
            whole.substring(0, 40),
            "\"reason\":\"iam:GetCredentialReport"),
        Arguments.of("truncated within quotes", whole + "\n\"keyless,arn", "\"users\":3}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenReports")
  void brokenCredentialReportChangesNoResult(String about, String csv, String logged) {
    iam.withCredentialReport(ReportStateType.COMPLETE, NOW.minus(Duration.ofHours(1)), csv);

    assertThat(run(schedule())).as(about).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log).singleElement().asString().contains(logged);
  }
}
