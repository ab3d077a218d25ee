package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.service.FakeConfig.processCheck;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.ResultDestinations;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Process checks over the wire: a fault of theirs costs no user's result and no run. */
class ProcessCheckFaultsTest extends FaultInjection {

  private static final String CHECK =
      "iam-user-console-and-api-access-at-creation-conformance-pack-6cruwvtg2";
  private static final String OTHER =
      "iam-user-console-and-api-access-at-creation-conformance-pack-szsm1uv0w";

  @BeforeEach
  void answerProcessChecks() {
    destinations = new ResultDestinations(true, Optional.empty());
    config.withRules(processCheck(CHECK), processCheck(OTHER));
  }

  @Test
  void completeScheduledRunIsAnswered() {
    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(config.externalEvaluations()).containsOnlyKeys(CHECK, OTHER);
    assertThat(config.externalEvaluations().get(CHECK).annotation())
        .startsWith("2 of 4 IAM users are NON_COMPLIANT; 0 exempt. Rule: ");
    assertThat(config.externalEvaluations().get(CHECK).orderingTimestamp()).isEqualTo(NOW);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(
            "\"ProcessChecksAnswered\":2,\"ProcessChecksRejected\":0",
            "\"alsoSentTo\":[\"%s\",\"%s\"]".formatted(CHECK, OTHER));
  }

  /** AWS Config is sent everything before; the second delivery of an event changes nothing. */
  @Test
  void repeatedEventGivesTheSameAnswer() {
    run(schedule());
    var first = config.externalEvaluations();
    run(schedule());
    assertThat(config.externalEvaluations()).isEqualTo(first);
    assertThat(server.takeRequests())
        .extracting(RecordedRequest::operation)
        .last()
        .isEqualTo("PutExternalEvaluation");
  }

  static Stream<Arguments> persistentFaults() {
    return Stream.of("DescribeConfigRules", "PutExternalEvaluation")
        .flatMap(
            operation ->
                Arrays.stream(PersistentFault.values())
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("persistentFaults")
  void persistentFaultIsAWarningAndChangesNoResult(String operation, PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));
    int rejected = operation.equals("DescribeConfigRules") ? 1 : 2;

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(config.externalEvaluations()).isEmpty();
    assertThat(log).hasSize(1 + rejected);
    assertThat(log.getFirst())
        .contains(
            "\"ProcessChecksAnswered\":0,\"ProcessChecksRejected\":%s".formatted(rejected),
            "\"failures\":0");
    assertThat(log.subList(1, log.size()))
        .allMatch(line -> line.startsWith("{\"level\":\"WARN\",\"message\":\"config:" + operation))
        .allMatch(line -> line.contains(fault.message()) && !line.contains("s3cr3t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidParameterValueException", "NoSuchConfigRuleException"})
  void rejectedAnswerIsAWarning(String code) {
    server.failAlways("PutExternalEvaluation", FakeAws.configError(400, code, "not this one"));

    assertThat(run(schedule())).isEmpty();

    assertThat(log).hasSize(3);
    assertThat(log.subList(1, 3)).allMatch(line -> line.contains("not this one"));
    assertThat(log.getFirst())
        .contains("\"ProcessChecksAnswered\":0,\"ProcessChecksRejected\":2", "\"failures\":0")
        .doesNotContain("alsoSentTo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeConfigRules", "PutExternalEvaluation"})
  void transientFaultIsRetried(String operation) {
    server.failFirst(
        operation,
        FakeAws.configError(400, "ThrottlingException", THROTTLING_MESSAGE),
        Response.of(503, ""),
        Response.connectionReset(),
        Response.of(200, ""));

    assertThat(run(schedule())).isEmpty();

    assertThat(config.externalEvaluations()).containsOnlyKeys(CHECK, OTHER);
    assertThat(log).singleElement().asString().contains("\"ProcessChecksRejected\":0");
  }

  /** Both lists of results were sent in time. */
  @Test
  void nearTheDeadlineNoRuleIsRead() {
    assertThat(run(schedule(), () -> config.requests().size() < 2 ? 900_000 : 1_000)).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(config.processCheckCalls()).isZero();
    assertThat(log.getLast())
        .startsWith("{\"level\":\"WARN\",\"message\":\"config:DescribeConfigRules for account")
        .contains("the invocation was about to time out");
  }

  /** Otherwise an account could be COMPLIANT with users that nobody has read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListUsers",
        "ListAccessKeys",
        "GetComplianceDetailsByConfigRule",
        "PutEvaluations"
      })
  void incompleteRunIsNotAnswered(String operation) {
    server.failAlways(
        operation,
        error(operation, isConfigOperation(operation) ? 400 : 403, "AccessDenied", "no"));

    assertThat(run(schedule())).isPresent();

    assertThat(config.processCheckCalls()).isZero();
    assertThat(log.getFirst()).contains("\"ProcessChecksAnswered\":0,\"ProcessChecksRejected\":0");
  }

  @Test
  void changeOfAUserIsNotAnswered() {
    assertThat(run(change("unused"))).isEmpty();
    assertThat(results()).isEqualTo(Map.of(idOf("unused"), "NON_COMPLIANT"));
    assertThat(config.processCheckCalls()).isZero();
    assertThat(log).singleElement().asString().doesNotContain("ProcessChecks");
  }

  @Test
  void withoutTheSettingThereIsNoCallAndNoMetric() {
    destinations = ResultDestinations.of(Map.of());
    assertThat(run(schedule())).isEmpty();
    assertThat(config.processCheckCalls()).isZero();
    assertThat(log).singleElement().asString().doesNotContain("ProcessChecks");
    assertThat(destinations).isEqualTo(ResultDestinations.NONE);
  }
}
