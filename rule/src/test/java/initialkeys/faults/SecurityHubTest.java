package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.run.ResultDestinations;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which findings are sent to Security Hub, and which are archived. */
class SecurityHubTest extends FaultInjection {

  @BeforeEach
  void sendFindings() {
    destinations = new ResultDestinations(false, Optional.of("HIGH"));
    config.remembering();
  }

  private void wasNonCompliant(String... names) {
    for (String name : names) {
      config.storing("AWS::IAM::User", new Stored(idOf(name), "NON_COMPLIANT", "from earlier"));
    }
  }

  @Test
  void scheduledRunSendsAFindingForEachNoncompliantUser() {
    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(securityHub.recordStates())
        .isEqualTo(Map.of(idOf("unused"), "ACTIVE", idOf("recent"), "ACTIVE"));
    JsonNode finding =
        securityHub
            .findings()
            .get("%s/123456789012/eu-west-1/%s".formatted(Events.RULE_NAME, idOf("unused")));
    assertThat(finding.at("/FindingProviderFields/Severity/Label").textValue()).isEqualTo("HIGH");
    assertThat(finding.get("Description").textValue())
        .isEqualTo(config.currentEvaluation(idOf("unused")).annotation());
    assertThat(log)
        .singleElement()
        .asString()
        .contains(
            "\"FindingsSent\":2,\"FindingsArchived\":0,\"FindingsRejected\":0",
            "\"evaluationsSent\":5,\"alsoSentTo\":[\"Security Hub\"]",
            "\"BatchImportFindings\":1");
  }

  /** They do not expire, and the second delivery of an event adds none. */
  @Test
  void findingsAreSentAgainAtEverySchedule() {
    run(schedule());
    Map<String, JsonNode> first = securityHub.findings();
    run(schedule());
    assertThat(securityHub.findings()).isEqualTo(first);

    clock = InstantSource.fixed(NOW.plusSeconds(86_400));
    run(schedule());
    assertThat(securityHub.findings().values())
        .hasSize(2)
        .allMatch(finding -> finding.get("UpdatedAt").textValue().startsWith("2026-01-16"));
    assertThat(securityHub.findings().keySet()).isEqualTo(first.keySet());
  }

  /** Compliant, exempt and deleted users, by the results that AWS Config holds. */
  @Test
  void findingsOfUsersThatWereNoncompliantAreArchived() {
    wasNonCompliant("used", "exempt", "old");
    iam.add(withUnusedKey("exempt"));

    assertThat(
            run(
                Events.schedule(
                    "123456789012", NOW, Map.of("exemptUsers", "exempt"), "s3cr3t-token")))
        .isEmpty();

    assertThat(securityHub.recordStates())
        .isEqualTo(
            Map.of(
                idOf("used"), "ARCHIVED",
                idOf("exempt"), "ARCHIVED",
                idOf("old"), "ARCHIVED",
                idOf("unused"), "ACTIVE",
                idOf("recent"), "ACTIVE"));
    assertThat(securityHub.findings().values())
        .filteredOn(finding -> finding.get("RecordState").textValue().equals("ARCHIVED"))
        .allMatch(finding -> finding.at("/Compliance/Status").textValue().equals("PASSED"));
    assertThat(log.getFirst()).contains("\"FindingsSent\":2,\"FindingsArchived\":3");
  }

  /** So that a run that stops in between leaves no finding behind. */
  @Test
  void findingIsActiveOnlyWhileConfigHoldsTheResult() {
    wasNonCompliant("used", "old");
    run(schedule());
    List<String> calls = server.takeRequests().stream().map(SecurityHubTest::writes).toList();
    assertThat(calls.stream().filter(call -> !call.isEmpty()))
        .containsExactly(
            "BatchImportFindings used",
            "PutEvaluations unused recent keyless used",
            "BatchImportFindings unused recent",
            "BatchImportFindings old",
            "PutEvaluations old");
  }

  private static String writes(RecordedRequest request) {
    if (!List.of("PutEvaluations", "BatchImportFindings").contains(request.operation())) return "";
    return Stream.of("unused", "recent", "keyless", "used", "old")
        .filter(name -> request.body().contains("\"%s\"".formatted(idOf(name))))
        .reduce(request.operation(), (text, name) -> text + " " + name);
  }

  /** AWS Config is not sent what it holds already. */
  @Test
  void unchangedResultHasAFindingAtEveryScheduleToo() {
    config.remembering(() -> NOW);
    run(schedule());
    clock = InstantSource.fixed(NOW.plusSeconds(86_400));
    int before = config.evaluations().size();
    assertThat(run(schedule())).isEmpty();
    assertThat(config.evaluations()).hasSize(before);
    assertThat(securityHub.findings().values())
        .hasSize(2)
        .allMatch(finding -> finding.get("UpdatedAt").textValue().startsWith("2026-01-16"));
  }

  /** Another run that reads the user later must be able to archive what this one sends. */
  @Test
  void findingHasTheTimeFromBeforeFactsWereRead() {
    Instant[] now = {NOW};
    clock = () -> now[0];
    iam.beforeEach(call -> now[0] = NOW.plusSeconds(20));
    assertThat(run(change("unused"))).isEmpty();
    assertThat(updated()).containsExactly("2026-01-15T12:00:00Z");
    now[0] = NOW.plusSeconds(40);
    assertThat(run(schedule())).isEmpty();
    assertThat(updated()).containsOnly("2026-01-15T12:00:40Z").hasSize(2);
  }

  private List<String> updated() {
    return securityHub.findings().values().stream()
        .map(finding -> finding.get("UpdatedAt").textValue())
        .toList();
  }

  @Test
  void resourceThatIsNoUserHasNoFinding() {
    config.storing("AWS::IAM::Role", new Stored("AROA1", "NON_COMPLIANT", "from earlier"));
    assertThat(run(schedule())).isEmpty();
    assertThat(config.currentEvaluation("AROA1").complianceTypeAsString())
        .isEqualTo("NOT_APPLICABLE");
    assertThat(securityHub.recordStates()).doesNotContainKey("AROA1").hasSize(2);
  }

  /** Otherwise each user that is not NON_COMPLIANT is archived: better than one left behind. */
  @Test
  void withoutStoredResultsEveryOtherFindingIsArchived() {
    server.failAlways(
        "GetComplianceDetailsByConfigRule",
        error("GetComplianceDetailsByConfigRule", 400, "AccessDenied", "no"));
    assertThat(run(schedule())).isPresent();
    assertThat(securityHub.recordStates())
        .isEqualTo(
            Map.of(
                idOf("keyless"), "ARCHIVED",
                idOf("used"), "ARCHIVED",
                idOf("unused"), "ACTIVE",
                idOf("recent"), "ACTIVE"));
  }

  /** In test mode AWS Config stores nothing (F14). */
  @Test
  void testModeSendsNothingToOtherServices() {
    destinations = new ResultDestinations(true, Optional.of("HIGH"));
    assertThat(run(Events.schedule("123456789012", NOW, Map.of(), "TESTMODE"))).isEmpty();
    assertThat(securityHub.batches()).isEmpty();
    assertThat(config.processCheckCalls()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"schedule", "change"})
  void withoutTheSettingThereIsNoCallAndNoMetric(String event) {
    destinations = ResultDestinations.NONE;
    wasNonCompliant("used");
    int before = config.reads();
    assertThat(run(event.equals("schedule") ? schedule() : change("used"))).isEmpty();
    assertThat(securityHub.batches()).isEmpty();
    assertThat(log).singleElement().asString().doesNotContain("Findings", "alsoSentTo");
    assertThat(config.reads() - before).isEqualTo(event.equals("schedule") ? 1 : 0);
  }
}
