package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults that do not pass: the results that rest on the call are missing, and the invocation says
 * so.
 */
class PersistentFaultsTest extends FaultInjection {

  /** Faults that do not pass, and what the SDK's words for them hold. */
  enum Lasting {
    THROTTLED(FaultInjection.THROTTLED),
    ERROR_500("Status Code: 500"),
    ERROR_503("Status Code: 503"),
    CONNECTION_RESET("Unexpected end of file"),
    SILENT("Read timed out"),
    CUT_OFF(""),
    HEADERS_ALONE("AWS's answer broke off"),
    EMPTY("AWS answered with nothing"),
    FOREIGN(""),
    DENIED("Request ID: 11111111-2222-3333-4444-555555555555");

    private final String words;

    Lasting(String words) {
      this.words = words;
    }

    private Answer answer(FakeAwsServer wire, String operation) {
      return switch (this) {
        case THROTTLED -> refusal(operation, 400, "Throttling", FaultInjection.THROTTLED);
        case ERROR_500 -> Answer.of(500, "");
        case ERROR_503 -> Answer.of(503, "");
        case CONNECTION_RESET -> Answer.reset();
        case SILENT -> wire.silence();
        case CUT_OFF -> cutOff(operation);
        case HEADERS_ALONE -> Answer.headersAlone();
        case EMPTY -> Answer.of(200, "");
        case FOREIGN -> Answer.of(200, "text/html", "<html/>");
        case DENIED -> refusal(operation, isOfConfig(operation) ? 400 : 403, "AccessDenied", "no");
      };
    }
  }

  /** Of whom nothing is said when a call fails for good, and which call the error names. */
  private static final Map<String, List<String>> UNKNOWN_WITHOUT =
      Map.of(
          "GetComplianceDetailsByConfigRule", List.of("gone"),
          "ListUsers", List.of("clean", "used", "guilty", "young", "gone"),
          "PutEvaluations", List.of("clean", "used", "guilty", "young", "gone"),
          "ListAccessKeys", List.of("guilty", "young"),
          "GetLoginProfile", List.of("guilty", "young"),
          "GetAccessKeyLastUsed", List.of("guilty", "young"),
          "GetUser", List.of("young"));

  static Stream<Arguments> lastingFaults() {
    return UNKNOWN_WITHOUT.keySet().stream()
        .sorted()
        .flatMap(
            operation ->
                Arrays.stream(Lasting.values()).map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  void a_fault_that_lasts_costs_the_results_that_rest_on_it_and_is_told(
      String operation, Lasting fault) {
    expectSilence(fault == Lasting.SILENT);
    wire.failAlways(operation, fault.answer(wire, operation));

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut(UNKNOWN_WITHOUT.get(operation).toArray(String[]::new)));
    assertThat(failure).get().isExactlyInstanceOf(IncompleteRunException.class);
    String service = isOfConfig(operation) ? "config" : "iam";
    assertThat(failure.orElseThrow().getMessage())
        .contains("%s:%s for ".formatted(service, operation))
        .contains(fault.words)
        .doesNotContain("s3cr3t");
    assertThat(log).hasSizeGreaterThan(1).noneMatch(line -> line.contains("s3cr3t"));
  }

  @ParameterizedTest
  @MethodSource("lastingFaultsOfTheReport")
  void without_a_report_everybody_is_asked_and_the_log_says_why(String operation, Lasting fault) {
    expectSilence(fault == Lasting.SILENT);
    wire.failAlways(operation, fault.answer(wire, operation));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log)
        .singleElement()
        .asString()
        .contains("\"RunsWithoutReport\":1", "\"report\":\"none: iam:" + operation, fault.words);
  }

  static Stream<Arguments> lastingFaultsOfTheReport() {
    return Stream.of("GenerateCredentialReport", "GetCredentialReport")
        .flatMap(
            operation ->
                Arrays.stream(Lasting.values()).map(fault -> Arguments.of(operation, fault)))
        .filter(row -> !List.of(row.get()).equals(A_STATE_THAT_IS_MISSING));
  }

  /** It only means that the report may not be ours. */
  private static final List<?> A_STATE_THAT_IS_MISSING =
      List.of("GenerateCredentialReport", Lasting.FOREIGN);
}
