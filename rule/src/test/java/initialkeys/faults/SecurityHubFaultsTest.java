package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.service.FakeConfig.processCheck;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.ResultDestinations;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeSecurityHub;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault of Security Hub costs findings, and no result in AWS Config. */
class SecurityHubFaultsTest extends FaultInjection {

  private static final String OPERATION = "BatchImportFindings";
  private static final Pattern USER_ID = Pattern.compile("AIDA\\w+");

  @BeforeEach
  void sendFindings() {
    destinations = new ResultDestinations(false, Optional.of("MEDIUM"));
    config.storing("AWS::IAM::User", new Stored(idOf("used"), "NON_COMPLIANT", "from earlier"));
  }

  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void persistentFaultNamesUsersAndChangesNoResult(PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(OPERATION, fault.response(server, OPERATION));

    Optional<Throwable> failure = run(schedule());

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(securityHub.findings()).isEmpty();
    assertThat(failure.orElseThrow().getMessage())
        .contains("securityhub:BatchImportFindings for %s: ".formatted(idOf("used")))
        .contains(
            "securityhub:BatchImportFindings for %s, %s: "
                .formatted(idOf("recent"), idOf("unused")))
        .doesNotContain("s3cr3t");
    assertThat(log.getFirst())
        .contains("\"FindingsSent\":0,\"FindingsArchived\":0,\"FindingsRejected\":3");
  }

  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void faultThatEndsIsRetried(PersistentFault fault) {
    boolean isFinal = fault == PersistentFault.DENIED || fault == PersistentFault.UNKNOWN_BODY;
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failFirst(OPERATION, fault.response(server, OPERATION));

    assertThat(run(schedule()).isPresent()).isEqualTo(isFinal);

    assertThat(results()).isEqualTo(EXPECTED);
    Map<String, String> expected = new TreeMap<>();
    if (!isFinal) expected.put(idOf("used"), "ARCHIVED");
    expected.put(idOf("unused"), "ACTIVE");
    expected.put(idOf("recent"), "ACTIVE");
    assertThat(securityHub.recordStates()).isEqualTo(expected);
  }

  /** It is not known then whether the user has a finding. */
  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void changeWhoseStoredResultIsUnreadableArchives(PersistentFault fault) {
    String operation = "GetComplianceDetailsByResource";
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));

    assertThat(run(change("used"))).isEmpty();

    assertThat(results()).isEqualTo(Map.of(idOf("used"), "COMPLIANT"));
    assertThat(securityHub.recordStates()).isEqualTo(Map.of(idOf("used"), "ARCHIVED"));
    assertThat(log)
        .filteredOn(line -> line.contains("\"level\":\"WARN\""))
        .singleElement()
        .asString()
        .contains(
            "config:GetComplianceDetailsByResource for user " + idOf("used"),
            "; its finding in Security Hub is archived, whether it has one or not");
  }

  /** A response that does not say how many were accepted, or names another finding. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"FailedCount\":0,\"SuccessCount\":0}",
        "{\"FailedCount\":1,\"SuccessCount\":0,\"FailedFindings\":[{\"Id\":\"another\"}]}"
      })
  void findingsCountAsSentOnlyWhenTheResponseSaysSo(String response) {
    server.failAlways(OPERATION, Response.of(200, "application/json", response));

    Optional<Throwable> failure = run(schedule());

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(failure.orElseThrow().getMessage())
        .contains("%s: not accepted in 3 attempts".formatted(idOf("used")))
        .contains(" of 2 accepted)");
    assertThat(log.getFirst()).contains("\"FindingsSent\":0", "\"FindingsRejected\":3");
  }

  /** One warning, however many calls there would have been. The JDK drops the body of a 401. */
  @Test
  void securityHubThatIsOffIsReportedOnce() {
    securityHub.off();

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(server.takeRequests()).filteredOn(it -> it.operation().equals(OPERATION)).hasSize(1);
    assertThat(log)
        .satisfiesExactly(
            counts ->
                assertThat(counts)
                    .contains(
                        "\"FindingsSent\":0,\"FindingsArchived\":0,\"FindingsRejected\":0",
                        "\"failures\":0"),
            warning ->
                assertThat(warning)
                    .startsWith(
                        "{\"level\":\"WARN\",\"message\":\"securityhub:BatchImportFindings:"
                            + " Security Hub is not enabled in account 123456789012, Region"
                            + " eu-west-1, or the account may not use it; no finding was sent:"
                            + " InvalidAccessException (Service"));
  }

  @Test
  void failedFindingThatIsAcceptedLaterIsNoFailure() {
    int[] failures = {2};
    securityHub.failing(
        finding -> finding.toString().contains(idOf("unused")) && failures[0]-- > 0);
    assertThat(run(schedule())).isEmpty();
    assertThat(securityHub.batches()).containsExactly(1, 2, 1, 1);
    assertThat(log).singleElement().asString().contains("\"FindingsSent\":2");
  }

  @Test
  void sendingStopsAfterThreeRejectedCallsInARow() {
    IntStream.range(0, 450).mapToObj(i -> withUnusedKey("u" + i)).forEach(iam::add);
    server.failAlways(OPERATION, FakeSecurityHub.error(403, "AccessDeniedException", "no"));

    Optional<Throwable> failure = run(schedule());

    assertThat(server.takeRequests())
        .filteredOn(it -> it.operation().equals(OPERATION))
        .as("one that archives, and three that send")
        .hasSize(4);
    assertThat(failure.orElseThrow().getMessage())
        .contains("152 findings not sent after 3 rejected calls in a row");
    assertThat(log.getFirst()).contains("\"FindingsRejected\":453");
    assertThat(log)
        .filteredOn(line -> line.contains("BatchImportFindings for "))
        .flatMap(line -> USER_ID.matcher(line).results().map(MatchResult::group).toList())
        .as("every user of the four calls is named")
        .doesNotHaveDuplicates()
        .hasSize(1 + 3 * 100);
    assertThat(results()).hasSize(455);
  }

  @Test
  void nearTheDeadlineFindingsAreNotSent() {
    Optional<Throwable> failure =
        run(schedule(), () -> config.requests().isEmpty() ? 900_000 : 60_000);
    assertThat(securityHub.recordStates()).isEqualTo(Map.of(idOf("used"), "ARCHIVED"));
    assertThat(failure.orElseThrow().getMessage())
        .contains("2 findings not sent: the invocation was about to time out");
    assertThat(log.getFirst()).contains("\"FindingsRejected\":2");
  }

  /** Each sender loses only its own results. */
  @Test
  void processChecksAreAnsweredWithoutSecurityHub() {
    destinations = new ResultDestinations(true, Optional.of("MEDIUM"));
    String check = "iam-user-console-and-api-access-at-creation-conformance-pack-6cruwvtg2";
    config.withRules(processCheck(check));
    server.failAlways(OPERATION, FakeSecurityHub.error(403, "AccessDeniedException", "no"));
    assertThat(run(schedule())).isPresent();
    assertThat(config.externalEvaluations()).containsOnlyKeys(check);
    assertThat(results()).isEqualTo(EXPECTED);
  }
}
