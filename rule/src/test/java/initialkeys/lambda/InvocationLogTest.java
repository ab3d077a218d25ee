package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.config.Trigger;
import initialkeys.config.UserRecording;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Resource;
import initialkeys.run.CredentialReportStatus;
import initialkeys.run.RunDetails;
import initialkeys.run.RunSummary;
import initialkeys.simulation.account.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the log, as a whole. */
class InvocationLogTest {

  private static final Instant NOTIFIED = Instant.parse("2026-01-15T12:00:00.123Z");
  private static final Instant GENERATED = Instant.parse("2026-01-15T11:00:00Z");

  private static final String ALL_METRICS =
      """
      {"Name":"UsersEvaluated","Unit":"Count"},{"Name":"NonCompliantUsers","Unit":"Count"},\
      {"Name":"UsersNotEvaluated","Unit":"Count"},{"Name":"ApiCalls","Unit":"Count"}\
      """;

  private static final String SCHEDULE_METRICS =
      """
      ,{"Name":"ScheduledRuns","Unit":"Count"},\
      {"Name":"RunsWithoutCredentialReport","Unit":"Count"}\
      """;

  private final List<String> lines = new ArrayList<>();
  private final InvocationLog log = new InvocationLog("request-1", lines::add);

  private static String line(String metrics, String metricsAndTrigger, String credentialReport) {
    return """
    {"_aws":{"Timestamp":1768478400123,"CloudWatchMetrics":[{"Namespace":"InitialKeys",\
    "Dimensions":[["RuleName"]],"Metrics":[%s]}]},"RuleName":"the-rule",\
    "account":"123456789012","UsersEvaluated":5,"NonCompliantUsers":2,"UsersNotEvaluated":7,\
    "ApiCalls":19,%s,"results":{"COMPLIANT":3,"NON_COMPLIANT":2,"NOT_APPLICABLE":4},\
    "evaluationsSent":9,"credentialReport":%s,"iamUsersRecorded":"RECORDED","failures":1,\
    "apiCallsByOperation":{"GetUser":7,"ListUsers":12},"liveReads":7,"durationMillis":1400,\
    "requestId":"request-1"}\
    """
        .formatted(metrics, metricsAndTrigger, credentialReport);
  }

  static Stream<Arguments> summaries() {
    Trigger schedule = new Trigger.Schedule(NOTIFIED);
    Trigger change =
        new Trigger.UserChanged(NOTIFIED, GENERATED, "AIDABO00000000000000", Optional.of("bo"));
    Trigger absence =
        new Trigger.ResourceAbsent(
            NOTIFIED,
            GENERATED,
            Resource.user("AIDABO00000000000000"),
            NotApplicable.Reason.DELETED);
    CredentialReportStatus none = new CredentialReportStatus.NotRequested();
    String notRequested = "{\"status\":\"NOT_REQUESTED\"}";
    return Stream.of(
        Arguments.of(
            schedule,
            new CredentialReportStatus.Used(true, GENERATED, 6),
            SCHEDULE_METRICS,
            "\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":0,\"trigger\":\"Schedule\"",
            "{\"status\":\"FRESH\",\"generated\":\"2026-01-15T11:00:00Z\",\"users\":6}"),
        Arguments.of(
            schedule,
            new CredentialReportStatus.Used(false, GENERATED, 6),
            SCHEDULE_METRICS,
            "\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":0,\"trigger\":\"Schedule\"",
            "{\"status\":\"EARLIER\",\"generated\":\"2026-01-15T11:00:00Z\",\"users\":6}"),
        Arguments.of(
            schedule,
            new CredentialReportStatus.Unavailable("denied by an \"SCP\""),
            SCHEDULE_METRICS,
            "\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":1,\"trigger\":\"Schedule\"",
            "{\"status\":\"UNAVAILABLE\",\"reason\":\"denied by an \\\"SCP\\\"\"}"),
        Arguments.of(
            schedule,
            none,
            SCHEDULE_METRICS,
            "\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":0,\"trigger\":\"Schedule\"",
            notRequested),
        Arguments.of(change, none, "", "\"trigger\":\"UserChanged\"", notRequested),
        Arguments.of(absence, none, "", "\"trigger\":\"ResourceAbsent\"", notRequested));
  }

  @ParameterizedTest
  @MethodSource("summaries")
  void lineOfCountsHasTheTriggerAndTheCredentialReport(
      Trigger trigger,
      CredentialReportStatus status,
      String scheduleMetrics,
      String metricsAndTrigger,
      String credentialReport) {
    RunSummary summary =
        new RunSummary(
            new RunSummary.Counts(3, 2, 4, 7),
            9,
            new RunSummary.FurtherServices(Map.of(), List.of(), List.of()),
            new RunDetails(status, UserRecording.RECORDED),
            List.of("a failure"));
    log.identify("123456789012", "the-rule");

    log.logSummary(
        trigger,
        summary,
        Duration.ofMillis(1400),
        new TreeMap<>(Map.of("ListUsers", 12, "GetUser", 7)));

    assertThat(lines)
        .singleElement()
        .extracting(Fixtures::tree)
        .isEqualTo(
            Fixtures.tree(
                line(ALL_METRICS + scheduleMetrics, metricsAndTrigger, credentialReport)));
    assertThat(lines.getFirst()).doesNotContain("\n");
  }

  /** They are metrics of the same line. */
  @Test
  void countsOfOtherServicesFollowThoseOfTheRun() {
    log.logSummary(
        new Trigger.Schedule(NOTIFIED),
        new RunSummary(
            new RunSummary.Counts(0, 0, 0, 0),
            0,
            new RunSummary.FurtherServices(
                Map.of("FindingsSent", 7), List.of("a warning"), List.of("Security Hub")),
            new RunDetails(new CredentialReportStatus.NotRequested(), UserRecording.UNKNOWN),
            List.of()),
        Duration.ZERO,
        Map.of());
    JsonNode line = Fixtures.tree(lines.getFirst());
    assertThat(line.get("FindingsSent").intValue()).isEqualTo(7);
    assertThat(line.get("alsoSentTo").toString()).isEqualTo("[\"Security Hub\"]");
    assertThat(line.at("/_aws/CloudWatchMetrics/0/Metrics").findValuesAsText("Name"))
        .endsWith("ScheduledRuns", "RunsWithoutCredentialReport", "FindingsSent");
  }

  @Test
  void warningIsNoError() {
    log.logWarning("a process check was not answered");
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"WARN\",\"message\":\"a process check was not answered\","
                + "\"requestId\":\"request-1\"}");
  }

  @Test
  void failureOfAnUnreadEventHasTheRequestAlone() {
    log.logFailure("accountId is missing");
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"ERROR\",\"message\":\"accountId is missing\","
                + "\"requestId\":\"request-1\"}");
  }

  @Test
  void failureHasTheAccountAndTheRule() {
    log.identify("123456789012", "the-rule");
    log.logFailure("no \"response\"\nfor bo");
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"ERROR\",\"message\":\"no \\\"response\\\"\\nfor bo\","
                + "\"RuleName\":\"the-rule\",\"account\":\"123456789012\","
                + "\"requestId\":\"request-1\"}");
  }
}
