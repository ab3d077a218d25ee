package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
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

/** The SDK reattempts a transient fault up to six times, and no result changes. */
class TransientFaultsTest extends FaultInjection {

  /** A fault that ends after so many requests. */
  enum TransientFault {
    THROTTLED_ONCE(1),
    THROTTLED_SIX_TIMES(6),
    ERROR_500(1),
    ERROR_503(6),
    CONNECTION_RESET(1),
    TRUNCATED(1),
    HEADERS_ONLY(6),
    EMPTY_BODY(6),
    NO_RESPONSE(1);

    private final int times;

    TransientFault(int times) {
      this.times = times;
    }

    private Response response(FakeAwsServer server, String operation) {
      return switch (this) {
        case THROTTLED_ONCE, THROTTLED_SIX_TIMES ->
            error(operation, 400, "Throttling", THROTTLING_MESSAGE);
        case ERROR_500 -> Response.of(500, "");
        case ERROR_503 -> Response.of(503, "");
        case CONNECTION_RESET -> Response.connectionReset();
        case TRUNCATED -> truncated(operation);
        case HEADERS_ONLY -> Response.headersOnly();
        case EMPTY_BODY -> Response.of(200, "");
        case NO_RESPONSE -> server.noResponse();
      };
    }
  }

  static Stream<Arguments> transientFaults() {
    return OPERATIONS.stream()
        .flatMap(
            operation ->
                Arrays.stream(TransientFault.values())
                    .map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("transientFaults")
  void transientFaultChangesNoResult(String operation, TransientFault fault) {
    expectNoResponse(fault == TransientFault.NO_RESPONSE);
    server.failFirst(
        operation,
        IntStream.range(0, fault.times)
            .mapToObj(i -> fault.response(server, operation))
            .toArray(Response[]::new));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
    assertThat(server.takeRequests())
        .filteredOn(request -> request.operation().equals(operation))
        .as("requests of the operation")
        .hasSizeGreaterThan(fault.times);
  }

  @Test
  void throttledUsersDoNotUseUpReattemptsOfOthers() throws IOException {
    List<Account.User> users =
        IntStream.range(0, 200).mapToObj(i -> withUnusedKey("u" + i)).toList();
    users.forEach(iam::add);
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    respondFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          int before =
              attempts.computeIfAbsent(request.body(), it -> new AtomicInteger()).getAndIncrement();
          return before < 6
              ? Optional.of(FakeAws.iamError(400, "Throttling", THROTTLING_MESSAGE))
              : Optional.empty();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).isEmpty();
    assertThat(attempts).hasSize(202).allSatisfy((user, count) -> assertThat(count).hasValue(7));
    assertThat(results()).hasSize(205);
  }
}
