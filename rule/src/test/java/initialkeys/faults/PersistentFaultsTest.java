package initialkeys.faults;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.FailedInvocation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A persistent fault of a call costs only the results that need the call, and fails the invocation
 * with a message that names the call.
 */
class PersistentFaultsTest extends FaultInjection {

  /** By the failing operation, the users without a result. */
  static final Map<String, List<String>> MISSING_RESULTS =
      Map.of(
          "GetComplianceDetailsByConfigRule", List.of("deleted"),
          "ListUsers", List.of("keyless", "used", "unused", "recent", "deleted"),
          "PutEvaluations", List.of("keyless", "used", "unused", "recent", "deleted"),
          "ListAccessKeys", List.of("unused", "recent"),
          "GetLoginProfile", List.of("unused", "recent"),
          "GetAccessKeyLastUsed", List.of("unused", "recent"),
          "GetUser", List.of("recent"));

  static Stream<Arguments> persistentFaults() {
    return MISSING_RESULTS.keySet().stream()
        .sorted()
        .flatMap(
            operation ->
                Arrays.stream(PersistentFault.values())
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("persistentFaults")
  void persistentFaultAffectsOnlyResultsThatNeedTheCall(String operation, PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));

    Optional<Throwable> failure = run(schedule());

    assertThat(results())
        .isEqualTo(expectedWithout(MISSING_RESULTS.get(operation).toArray(String[]::new)));
    assertThat(failure).get().isExactlyInstanceOf(FailedInvocation.class);
    String service = isConfigOperation(operation) ? "config" : "iam";
    assertThat(failure.orElseThrow().getMessage())
        .contains("%s:%s for ".formatted(service, operation))
        .contains(fault.message())
        .doesNotContain("s3cr3t");
    assertThat(log).hasSizeGreaterThan(1).noneMatch(line -> line.contains("s3cr3t"));
  }

  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void withoutCredentialReportEveryUserIsReadLive(PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways("GetCredentialReport", fault.response(server, "GetCredentialReport"));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(
            "\"RunsWithoutCredentialReport\":1",
            "\"reason\":\"iam:GetCredentialReport",
            fault.message());
  }

  /** Whatever the reason, one that IAM generated before is used as an earlier one. */
  @ParameterizedTest
  @EnumSource(PersistentFault.class)
  void reportThatCannotBeRequestedCountsAsEarlier(PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(
        "GenerateCredentialReport", fault.response(server, "GenerateCredentialReport"));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(
            "\"RunsWithoutCredentialReport\":0", "\"credentialReport\":{\"status\":\"EARLIER\"");
  }
}
