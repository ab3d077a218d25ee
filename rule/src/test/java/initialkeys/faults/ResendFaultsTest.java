package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.Invocation;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.service.FakeConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * Every fault of every call, where AWS Config holds results of yesterday: what it holds afterwards
 * depends on the fault, and not on resendUnchangedAfterDays. The next run corrects it.
 */
class ResendFaultsTest extends FaultInjection {

  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

  /** What AWS Config holds before: two right results, two wrong ones, none of a recent user. */
  private static final Map<String, String> BEFORE =
      new TreeMap<>(
          Map.of(
              idOf("keyless"), "COMPLIANT",
              idOf("used"), "NON_COMPLIANT",
              idOf("unused"), "NON_COMPLIANT",
              idOf("deleted"), "COMPLIANT"));

  /** Right in type and annotation, so that they need not be sent again. */
  private static final List<String> RIGHT = List.of(idOf("keyless"), idOf("unused"));

  @BeforeEach
  void hold() {
    Map<String, String> annotations = annotations();
    BEFORE.forEach(
        (id, type) ->
            config.replaceStored(
                "AWS::IAM::User",
                new Stored(
                    id,
                    type,
                    RIGHT.contains(id) ? annotations.get(id) : "from earlier",
                    YESTERDAY)));
    config.remembering(() -> NOW);
  }

  private Map<String, String> annotations() {
    FakeConfig first = new FakeConfig(List.of());
    Invocation.of(iam, first).run(schedule());
    return first.evaluations().stream()
        .collect(toMap(Evaluation::complianceResourceId, Evaluation::annotation));
  }

  private static String schedule(String days) {
    return Events.schedule(
        "123456789012", NOW, Map.of("resendUnchangedAfterDays", days), "s3cr3t-result-token");
  }

  private Map<String, String> held() {
    return config.storedResults().stream()
        .collect(
            toMap(
                it -> it.evaluationResultIdentifier().evaluationResultQualifier().resourceId(),
                it -> it.complianceTypeAsString(),
                (one, other) -> other,
                TreeMap::new));
  }

  /** Without a fault, only what is wrong or absent is sent. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "30"})
  void onlyWrongResultsAreSent(String days) {
    assertThat(run(schedule(days))).isEmpty();
    assertThat(held()).isEqualTo(EXPECTED);
    assertThat(config.evaluations()).hasSize(days.equals("0") ? 5 : 3);
  }

  static Stream<Arguments> persistentFaults() {
    return PersistentFaultsTest.persistentFaults()
        .flatMap(
            fault ->
                Stream.of("0", "30")
                    .filter(days -> days.equals("30") || fault.get()[1] == PersistentFault.DENIED)
                    .map(days -> Arguments.of(fault.get()[0], fault.get()[1], days)));
  }

  @ParameterizedTest
  @MethodSource("persistentFaults")
  void heldResultsDependOnTheFaultAlone(String operation, PersistentFault fault, String days)
      throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    server.failAlways(operation, fault.response(server, operation));

    assertThat(run(schedule(days))).isPresent();

    Map<String, String> expected = new TreeMap<>(EXPECTED);
    for (String name : PersistentFaultsTest.MISSING_RESULTS.get(operation)) {
      expected.remove(idOf(name));
      Optional.ofNullable(BEFORE.get(idOf(name)))
          .ifPresent(before -> expected.put(idOf(name), before));
    }
    assertThat(held()).isEqualTo(expected);
    respondFirst(request -> Optional.empty());
    assertThat(run(schedule(days))).isEmpty();
    assertThat(held()).isEqualTo(EXPECTED);
  }

  /** AWS Config accepts evaluations, and the response is lost: they are sent again. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "30"})
  void lostResponseChangesNoResult(String days) throws IOException {
    AtomicInteger requests = new AtomicInteger();
    FakeAws aws = new FakeAws(iam, config, securityHub);
    respondFirst(
        request -> {
          if (!request.operation().equals("PutEvaluations") || requests.getAndIncrement() > 0) {
            return Optional.empty();
          }
          aws.respond(request);
          return Optional.of(Response.connectionReset());
        });
    assertThat(run(schedule(days))).isEmpty();
    assertThat(held()).isEqualTo(EXPECTED);
    assertThat(requests.get()).isGreaterThan(1);
  }

  static Stream<Arguments> pagesThatFail() {
    return Arrays.stream(PersistentFault.values()).map(fault -> Arguments.of(fault, "30"));
  }

  /** A part of the stored results is no basis: everything is sent, and nobody is cleared. */
  @ParameterizedTest
  @MethodSource("pagesThatFail")
  void failingSecondPageSendsEverything(PersistentFault fault, String days) throws IOException {
    expectNoResponse(fault == PersistentFault.NO_RESPONSE);
    for (int i = 0; i < 150; i++) {
      config.storing(
          "AWS::IAM::User",
          new Stored(idOf("deleted" + i), "COMPLIANT", "from earlier", YESTERDAY));
    }
    Map<String, String> before = held();
    respondFirst(
        request ->
            request.operation().equals("GetComplianceDetailsByConfigRule")
                    && request.body().contains("NextToken")
                ? Optional.of(fault.response(server, request.operation()))
                : Optional.empty());

    assertThat(run(schedule(days))).isPresent();

    Map<String, String> expected = new TreeMap<>(before);
    expected.putAll(EXPECTED);
    expected.put(idOf("deleted"), "COMPLIANT");
    assertThat(held()).isEqualTo(expected);
    assertThat(config.evaluations()).hasSize(4);
  }
}
