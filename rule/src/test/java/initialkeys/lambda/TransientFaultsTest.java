package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeAwsServer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.services.iam.IamClient;

/** Faults that pass: the SDK tries again, up to six times, and every result is right. */
class TransientFaultsTest extends FaultInjection {

  /** Faults that pass: the SDK tries again, up to six times. */
  enum Passing {
    THROTTLED_ONCE(1),
    THROTTLED_OFTEN(6),
    ERROR_500(1),
    ERROR_503(6),
    CONNECTION_RESET(1),
    CUT_OFF(1),
    HEADERS_ALONE(6),
    EMPTY(6),
    SILENT(1);

    private final int times;

    Passing(int times) {
      this.times = times;
    }

    private Answer answer(FakeAwsServer wire, String operation) {
      return switch (this) {
        case THROTTLED_ONCE, THROTTLED_OFTEN -> refusal(operation, 400, "Throttling", THROTTLED);
        case ERROR_500 -> Answer.of(500, "");
        case ERROR_503 -> Answer.of(503, "");
        case CONNECTION_RESET -> Answer.reset();
        case CUT_OFF -> cutOff(operation);
        case HEADERS_ALONE -> Answer.headersAlone();
        case EMPTY -> Answer.of(200, "");
        case SILENT -> wire.silence();
      };
    }
  }

  static Stream<Arguments> passingFaults() {
    return OPERATIONS.stream()
        .flatMap(
            operation ->
                Arrays.stream(Passing.values()).map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void a_fault_that_passes_changes_no_result(String operation, Passing fault) {
    expectSilence(fault == Passing.SILENT);
    wire.failFirst(
        operation,
        IntStream.range(0, fault.times)
            .mapToObj(i -> fault.answer(wire, operation))
            .toArray(Answer[]::new));

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
    assertThat(wire.drain())
        .filteredOn(request -> request.operation().equals(operation))
        .as("it was met")
        .hasSizeGreaterThan(fault.times);
  }

  @Test
  void many_throttled_users_do_not_use_up_the_tries_of_others() throws IOException {
    List<Account.User> users =
        IntStream.range(0, 200)
            .mapToObj(i -> user("u" + i, LONG_AGO, List.of(key("u" + i, LONG_AGO, null))))
            .toList();
    users.forEach(iam::add);
    Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    answerFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          int before =
              tries.computeIfAbsent(request.body(), it -> new AtomicInteger()).getAndIncrement();
          return before < 6
              ? Optional.of(FakeAws.iamError(400, "Throttling", THROTTLED))
              : Optional.empty();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).isEmpty();
    assertThat(tries).hasSize(202).allSatisfy((user, count) -> assertThat(count).hasValue(7));
    assertThat(sent()).hasSize(205);
  }

  @Test
  void the_functions_own_patience_is_a_minute_and_seven_tries() {
    ClientOverrideConfiguration configuration =
        AwsClients.configured(
                IamClient.builder(), AnonymousCredentialsProvider.create(), new ApiCallCounter())
            .overrideConfiguration();

    assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(60));
    assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(7);
    assertThat(AwsClients.PATIENCE.get(SdkHttpConfigurationOption.CONNECTION_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(5));
    assertThat(AwsClients.PATIENCE.get(SdkHttpConfigurationOption.READ_TIMEOUT))
        .isEqualTo(Duration.ofSeconds(20));
  }
}
