package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A persistent fault of a call costs only the results that need the call, and fails the invocation
 * with a message that names the call.
 */
class PersistentFaultsTest extends FaultInjection {

  /** A fault of every request, and what the message of the SDK contains. */
  enum PersistentFault {
    THROTTLED(THROTTLING_MESSAGE),
    ERROR_500("Status Code: 500"),
    ERROR_503("Status Code: 503"),
    CONNECTION_RESET("Unexpected end of file"),
    NO_RESPONSE("Read timed out"),
    TRUNCATED(""),
    HEADERS_ONLY("AWS returned a response that ended early"),
    EMPTY_BODY("AWS returned an empty response"),
    UNKNOWN_BODY(""),
    DENIED("Request ID: 11111111-2222-3333-4444-555555555555");

    private final String message;

    PersistentFault(String message) {
      this.message = message;
    }

    private Response response(FakeAwsServer server, String operation) {
      return switch (this) {
        case THROTTLED -> error(operation, 400, "Throttling", THROTTLING_MESSAGE);
        case ERROR_500 -> Response.of(500, "");
        case ERROR_503 -> Response.of(503, "");
        case CONNECTION_RESET -> Response.connectionReset();
        case NO_RESPONSE -> server.noResponse();
        case TRUNCATED -> truncated(operation);
        case HEADERS_ONLY -> Response.headersOnly();
        case EMPTY_BODY -> Response.of(200, "");
        case UNKNOWN_BODY -> Response.of(200, "text/html", "<html/>");
        case DENIED ->
            error(operation, isConfigOperation(operation) ? 400 : 403, "AccessDenied", "no");
      };
    }
  }

  /** By the failing operation, the users without a result. */
  private static final Map<String, List<String>> MISSING_RESULTS =
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
        .contains(fault.message)
        .doesNotContain("s3cr3t");
    assertThat(log).hasSizeGreaterThan(1).noneMatch(line -> line.contains("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("credentialReportFaults")
  void withoutCredentialReportEveryUserIsReadLive(String operation, PersistentFault fault) {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log)
        .singleElement()
        .asString()
        .contains(
            "\"RunsWithoutCredentialReport\":1", "\"reason\":\"iam:" + operation, fault.message);
  }

  static Stream<Arguments> credentialReportFaults() {
    return Stream.of("GenerateCredentialReport", "GetCredentialReport")
        .flatMap(
            operation ->
                Arrays.stream(PersistentFault.values())
                    .map(fault -> Arguments.of(operation, fault)))
        .filter(row -> !List.of(row.get()).equals(MISSING_STATE));
  }

  /** Without a state, the credential report only counts as an earlier one. */
  private static final List<?> MISSING_STATE =
      List.of("GenerateCredentialReport", PersistentFault.UNKNOWN_BODY);
}
