package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.remediation.KeyEvent;
import initialkeys.remediation.KeyResult;
import initialkeys.remediation.KeyResult.Ending;
import initialkeys.remediation.RemediationOutcome;
import initialkeys.remediation.RemediationPolicy;
import initialkeys.remediation.RemediationRequest;
import initialkeys.remediation.RemediationResult;
import initialkeys.simulation.account.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each line of the log, as a whole. */
class RemediationLogTest {

  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");
  private static final UserIdentity BO =
      new UserIdentity("AIDABO00000000000000", "bo", "/", CREATED);
  private static final AccessKey KEY =
      new AccessKey("AKIABO", Status.ACTIVE, Optional.of(CREATED), TriState.NO);

  private static final String SOURCE =
      "\"requestId\":\"request-1\",\"userId\":\"AIDABO00000000000000\",\"executionId\":\"e-1\","
          + "\"account\":\"123456789012\"";
  private static final String UNDO =
      "\"undo\":\"aws iam update-access-key --user-name=bo --access-key-id=AKIABO"
          + " --status=Active\"";

  private final List<String> lines = new ArrayList<>();

  private RemediationLog log(boolean isDryRun) {
    RemediationLog log =
        new RemediationLog(
            "the-rule",
            new RemediationPolicy(Duration.ofHours(24), isDryRun),
            "request-1",
            lines::add);
    log.identify(new RemediationRequest(BO.id(), Optional.empty(), Optional.of("e-1")));
    log.identify("123456789012");
    return log;
  }

  private static KeyResult result(Ending ending) {
    return new KeyResult("AKIABO", "bo", Status.ACTIVE, Status.INACTIVE, ending, "a reason");
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void intentCanBeUndoneUnlessNothingIsWritten(boolean isDryRun) {
    log(isDryRun).logKey(new KeyEvent.Intent(BO, KEY));
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"INFO\",\"event\":\"INTENT\",%s,\"userName\":\"bo\",\"keyId\":\"AKIABO\","
                    .formatted(SOURCE)
                + "\"keyCreated\":\"2025-02-03T08:30:00Z\","
                + "\"userCreated\":\"2025-02-03T08:30:00Z\",\"isDryRun\":%s%s}"
                    .formatted(isDryRun, isDryRun ? "" : "," + UNDO));
  }

  @ParameterizedTest
  @CsvSource({
    "DEACTIVATED, INFO, true",
    "USED, INFO, false",
    "USED_MEANWHILE, ERROR, true",
    "NOT_CONFIRMED, ERROR, true",
    "FAILED, ERROR, false"
  })
  void endingOfAKeyHasItsLevelAndUndoCommand(Ending ending, String level, boolean canBeUndone) {
    log(false).logKey(new KeyEvent.Ended(BO, result(ending)));
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"%s\",\"event\":\"KEY\",%s,\"userName\":\"bo\",\"keyId\":\"AKIABO\","
                    .formatted(level, SOURCE)
                + "\"before\":\"ACTIVE\",\"after\":\"INACTIVE\",\"ending\":\"%s\",\"reason\":\"a reason\"%s}"
                    .formatted(ending, canBeUndone ? "," + UNDO : ""));
  }

  @ParameterizedTest
  @CsvSource({
    "DEACTIVATED, DEACTIVATED, INFO, 1, 0",
    "NOTHING_TO_DO, NOT_ACTIVE, INFO, 0, 0",
    "FAILED, USED_MEANWHILE, ERROR, 1, 1",
    "FAILED, FAILED, ERROR, 0, 1"
  })
  void resultHasMetricsAndTheRecord(
      RemediationOutcome outcome, Ending ending, String level, int deactivated, int failed) {
    RemediationResult result =
        new RemediationResult(outcome, Optional.of(BO), "why", List.of(result(ending)));

    Map<String, Object> record = log(false).logResult(result, Instant.ofEpochMilli(7));

    String recorded =
        "\"outcome\":\"%s\",\"reason\":\"why\",%s,\"userName\":\"bo\",\"keys\":[{\"keyId\":\"AKIABO\","
                .formatted(outcome.token(), SOURCE)
            + "\"before\":\"ACTIVE\",\"after\":\"INACTIVE\",\"ending\":\"%s\",\"reason\":\"a reason\"}],"
                .formatted(ending)
            + "\"undo\":[%s]"
                .formatted(deactivated == 0 ? "" : UNDO.substring("\"undo\":".length()));
    assertThat(lines)
        .singleElement()
        .extracting(Fixtures::tree)
        .isEqualTo(
            Fixtures.tree(
                """
                {"_aws":{"Timestamp":7,"CloudWatchMetrics":[{"Namespace":"InitialKeys",
                 "Dimensions":[["RuleName"]],"Metrics":[
                  {"Name":"KeysDeactivated","Unit":"Count"},
                  {"Name":"FailedRemediations","Unit":"Count"}]}]},
                 "RuleName":"the-rule","KeysDeactivated":%s,"FailedRemediations":%s,
                 "level":"%s","event":"RESULT",%s}
                """
                    .formatted(deactivated, failed, level, recorded)));
    assertThat(record.keySet()).startsWith("outcome", "reason");
    assertThat(lines.getFirst()).endsWith(recorded + "}");
  }

  @Test
  void recordOfAnUnreadRequestHasTheRequestIdAlone() {
    RemediationLog log =
        new RemediationLog(
            "the-rule",
            new RemediationPolicy(Duration.ofHours(24), false),
            "request-1",
            lines::add);
    assertThat(log.logResult(RemediationResult.failed(Optional.empty(), "why"), Instant.EPOCH))
        .isEqualTo(
            Map.of(
                "outcome", "outcome:failed",
                "reason", "why",
                "requestId", "request-1",
                "keys", List.of(),
                "undo", List.of()));
  }

  @Test
  void errorHasItsMessageAndTheSource() {
    log(false).logError("java.lang.OutOfMemoryError: of the test");
    assertThat(lines)
        .containsExactly(
            "{\"level\":\"ERROR\",\"message\":\"java.lang.OutOfMemoryError: of the test\",%s}"
                .formatted(SOURCE));
  }
}
