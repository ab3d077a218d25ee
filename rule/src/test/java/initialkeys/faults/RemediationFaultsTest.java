package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.lambda.EntryPoints;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.process.InvocationContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Each call of a remediation with each fault, over HTTP: never a write before the facts are
 * certain, and never a success that is not one.
 */
class RemediationFaultsTest extends FaultInjection {

  private static final List<String> READS =
      List.of(
          "DescribeConfigRules",
          "ListUsers",
          "ListAccessKeys",
          "GetLoginProfile",
          "GetAccessKeyLastUsed",
          "GetUser");

  @BeforeEach
  void deployRule() {
    config.withRule("rule", "{\"creationWindowMinutes\":\"5\"}");
  }

  private JsonNode remediate() throws IOException {
    ApiCallCounter calls = new ApiCallCounter();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (IamClient iamClient = client(IamClient.builder(), calls);
        ConfigClient configClient = client(ConfigClient.builder(), calls)) {
      AccountClients clients = new AccountClients(iamClient, configClient);
      EntryPoints.remediation(
              (accountId, function) -> clients,
              Map.of(
                  "RULE_NAME", "rule",
                  "REMEDIATION_GRACE_HOURS", "24",
                  "REMEDIATION_DRY_RUN", "false"),
              clock,
              waits::add,
              log::add)
          .handleRequest(
              Events.stream("{\"userId\":\"%s\"}".formatted(idOf("unused"))),
              output,
              new InvocationContext("request-1", () -> 270_000));
    }
    return Fixtures.tree(output.toString(StandardCharsets.UTF_8));
  }

  private List<String> operations() {
    return server.takeRequests().stream().map(RecordedRequest::operation).toList();
  }

  @Test
  void withoutFaultKeyIsDeactivated() throws IOException {
    assertThat(remediate().get("outcome").textValue()).isEqualTo("outcome:deactivated");

    assertThat(operations())
        .containsExactly(
            "DescribeConfigRules",
            "ListUsers",
            "ListAccessKeys",
            "GetLoginProfile",
            "GetAccessKeyLastUsed",
            "GetUser",
            "DescribeConfigRules",
            "ListAccessKeys",
            "GetLoginProfile",
            "GetAccessKeyLastUsed",
            "UpdateAccessKey",
            "ListAccessKeys",
            "GetAccessKeyLastUsed");
  }

  static Stream<Arguments> readFaults() {
    return READS.stream()
        .flatMap(
            operation ->
                Arrays.stream(PersistentFault.values())
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("readFaults")
  void unreadableFactMeansFailureWithoutWrite(String operation, PersistentFault fault)
      throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));

    JsonNode record = remediate();

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:failed");
    assertThat(record.get("reason").textValue()).contains(operation).contains(fault.message());
    assertThat(record.get("keys")).isEmpty();
    assertThat(operations()).doesNotContain("UpdateAccessKey");
    assertThat(log).singleElement().asString().contains("\"FailedRemediations\":1");
  }

  /** The number of the request of an operation that fails first, counted from 1. */
  private void failFrom(String operation, int number, PersistentFault fault) throws IOException {
    AtomicInteger seen = new AtomicInteger();
    respondFirst(
        request ->
            request.operation().equals(operation) && seen.incrementAndGet() >= number
                ? Optional.of(fault.response(server, operation))
                : Optional.empty());
  }

  static Stream<Arguments> faultsOfSecondReading() {
    return Stream.of(
            "DescribeConfigRules", "ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed")
        .flatMap(
            operation ->
                Arrays.stream(PersistentFault.values())
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("faultsOfSecondReading")
  void factThatCannotBeReadAgainMeansNoWrite(String operation, PersistentFault fault)
      throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    failFrom(operation, 2, fault);

    JsonNode record = remediate();

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:failed");
    assertThat(record.at("/keys/0/ending").textValue()).isEqualTo("FAILED");
    assertThat(record.at("/keys/0/reason").textValue()).contains(operation);
    assertThat(operations()).doesNotContain("UpdateAccessKey");
  }

  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void writeWithoutEffectIsNeverSuccess(PersistentFault fault) throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways("UpdateAccessKey", fault.response(server, "UpdateAccessKey"));

    JsonNode record = remediate();

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:failed");
    assertThat(record.at("/keys/0/after").textValue()).isEqualTo("ACTIVE");
    assertThat(log.getLast()).contains("\"FailedRemediations\":1");
  }

  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void writeWhoseResponseIsLostIsReadBack(PersistentFault fault) throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    FakeAws aws = new FakeAws(iam, config);
    respondFirst(
        request -> {
          if (!request.operation().equals("UpdateAccessKey")) return Optional.empty();
          Response unused = aws.respond(request);
          assertThat(unused).isNotNull();
          return Optional.of(fault.response(server, "UpdateAccessKey"));
        });

    JsonNode record = remediate();

    boolean isRejection = fault == PersistentFault.DENIED;
    assertThat(record.at("/keys/0/after").textValue()).isEqualTo("INACTIVE");
    assertThat(record.at("/keys/0/ending").textValue())
        .isEqualTo(isRejection ? "NOT_ACTIVE" : "DEACTIVATED");
    assertThat(record.get("undo")).hasSize(isRejection ? 0 : 1);
  }

  static Stream<Arguments> confirmationFaults() {
    return Arrays.stream(PersistentFault.values())
        .flatMap(
            fault ->
                Stream.of(
                    Arguments.of("ListAccessKeys", 3, fault),
                    Arguments.of("GetAccessKeyLastUsed", 3, fault)));
  }

  @ParameterizedTest
  @MethodSource("confirmationFaults")
  void writeThatCannotBeConfirmedFailsWithUndo(String operation, int from, PersistentFault fault)
      throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    failFrom(operation, from, fault);

    JsonNode record = remediate();

    assertThat(record.get("outcome").textValue()).isEqualTo("outcome:failed");
    assertThat(record.at("/keys/0/ending").textValue()).isEqualTo("NOT_CONFIRMED");
    assertThat(record.at("/keys/0/reason").textValue()).contains(operation);
    assertThat(record.get("undo")).hasSize(1);
    assertThat(log.getLast()).contains("\"KeysDeactivated\":1,\"FailedRemediations\":1");
  }
}
