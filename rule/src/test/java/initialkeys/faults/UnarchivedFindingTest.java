package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.run.ResultDestinations;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Security Hub rejects that a finding is archived, and AWS Config accepts the new result: a later
 * run still knows the finding.
 */
class UnarchivedFindingTest extends FaultInjection {

  private static final String CLEAN =
      "No unused access key created within 5 min of the user, or no console password.";
  private static final String UNARCHIVED =
      CLEAN + " A finding in Security Hub may not be archived yet.";

  private boolean isRejecting;
  private int runs;

  @BeforeEach
  void sendFindings() {
    destinations = new ResultDestinations(false, Optional.of("HIGH"));
    config.remembering(() -> NOW);
    securityHub.failing(finding -> isRejecting && isArchived(finding));
    config.storing("AWS::IAM::User", new Stored(idOf("used"), "NON_COMPLIANT", "from earlier"));
    config.storing("AWS::IAM::User", new Stored(idOf("former"), "NON_COMPLIANT", "from earlier"));
  }

  private static boolean isArchived(JsonNode finding) {
    return finding.get("RecordState").textValue().equals("ARCHIVED");
  }

  private Optional<Throwable> runAgain(String event) {
    clock = InstantSource.fixed(NOW.plusSeconds(3_600L * ++runs));
    return run(event);
  }

  private String held(String name) {
    return config.storedResults().stream()
        .filter(
            held ->
                held.evaluationResultIdentifier()
                    .evaluationResultQualifier()
                    .resourceId()
                    .equals(idOf(name)))
        .map(held -> held.complianceTypeAsString() + ": " + held.annotation())
        .findFirst()
        .orElse("none");
  }

  private Instant updated(String name) {
    return securityHub.findings().values().stream()
        .filter(finding -> finding.get("Id").textValue().endsWith(idOf(name)))
        .map(finding -> Instant.parse(finding.get("UpdatedAt").textValue()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nextScheduleArchivesWhatWasRejected() {
    isRejecting = true;
    assertThat(runAgain(schedule())).isPresent();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + UNARCHIVED);
    assertThat(securityHub.recordStates()).doesNotContainKey(idOf("used"));

    isRejecting = false;
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + CLEAN);
    assertThat(securityHub.recordStates()).containsEntry(idOf("used"), "ARCHIVED");

    int calls = securityHub.batches().size();
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(securityHub.batches()).as("only the active ones").hasSize(calls + 1);
    assertThat(held("used")).isEqualTo("COMPLIANT: " + CLEAN);
  }

  /** AWS Config would hold no result from which a later run knows the finding of such a user. */
  @Test
  void deletedUserKeepsItsResultUntilItsFindingIsArchived() {
    isRejecting = true;
    assertThat(runAgain(schedule())).isPresent();
    assertThat(held("former")).isEqualTo("NON_COMPLIANT: from earlier");

    isRejecting = false;
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(held("former")).isEqualTo("NOT_APPLICABLE: The user is deleted.");
    assertThat(securityHub.recordStates()).containsEntry(idOf("former"), "ARCHIVED");
  }

  /** For AWS Config, an empty list means that everything is in order. */
  @Test
  void deletionWithRejectedArchiveSendsNoEmptyList() {
    isRejecting = true;
    assertThat(runAgain(deletion("former"))).isPresent();
    assertThat(config.requests()).isEmpty();
    assertThat(held("former")).isEqualTo("NON_COMPLIANT: from earlier");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void changeKnowsTheFindingToo(boolean isAlsoRejectedOnTheChange) {
    isRejecting = true;
    runAgain(schedule());

    isRejecting = isAlsoRejectedOnTheChange;
    assertThat(runAgain(change("used")).isPresent()).isEqualTo(isAlsoRejectedOnTheChange);
    assertThat(held("used"))
        .isEqualTo("COMPLIANT: " + (isAlsoRejectedOnTheChange ? UNARCHIVED : CLEAN));

    isRejecting = false;
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + CLEAN);
    assertThat(securityHub.recordStates()).containsEntry(idOf("used"), "ARCHIVED");
  }

  /** A change of earlier facts has archived it while the run was reading users. */
  @Test
  void findingOfAResultReplacedDuringTheRunIsReactivated() throws IOException {
    assertThat(runAgain(schedule())).isEmpty();
    respondFirst(
        request -> {
          if (request.operation().equals("ListUsers")) {
            config.replaceStored(
                "AWS::IAM::User", new Stored(idOf("unused"), "COMPLIANT", CLEAN, NOW));
            clock = InstantSource.fixed(NOW.plusSeconds(2 * 3_600 + 10));
          }
          return Optional.empty();
        });
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(held("unused")).startsWith("NON_COMPLIANT: User unused: delete");
    assertThat(updated("unused")).isEqualTo(NOW.plusSeconds(2 * 3_600 + 10));
  }

  /** AWS Config may not return the result of a deleted user (F15). */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void deletionArchivesAlsoWhenTheResultIsNotReturned(boolean isReturned) throws IOException {
    isRejecting = true;
    assertThat(runAgain(schedule())).isPresent();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + UNARCHIVED);

    isRejecting = false;
    if (!isReturned) {
      respondFirst(
          request ->
              request.operation().equals("GetComplianceDetailsByResource")
                  ? Optional.of(Response.of(200, "{\"EvaluationResults\":[]}"))
                  : Optional.empty());
    }
    assertThat(runAgain(deletion("used"))).isEmpty();
    assertThat(held("used")).startsWith("NOT_APPLICABLE");
    assertThat(securityHub.recordStates()).containsEntry(idOf("used"), "ARCHIVED");
  }

  /** Its result is what counts: nobody must delete a key in use while Security Hub is broken. */
  @Test
  void resultIsCompliantHoweverLongSecurityHubRejects() {
    isRejecting = true;
    for (int run = 0; run < 3; run++) assertThat(runAgain(schedule())).isPresent();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + UNARCHIVED);
    assertThat(config.evaluations().stream().filter(it -> it.annotation().equals(UNARCHIVED)))
        .as("sent once")
        .hasSize(1);
  }

  /** Most such accounts have never had a finding. */
  @Test
  void withoutSecurityHubNothingIsRemembered() {
    securityHub.off();
    assertThat(runAgain(schedule())).isEmpty();
    assertThat(held("used")).isEqualTo("COMPLIANT: " + CLEAN);
    assertThat(held("former")).startsWith("NOT_APPLICABLE");
  }
}
