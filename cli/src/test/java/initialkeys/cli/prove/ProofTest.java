package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.cli.terminal.Progress;
import initialkeys.simulation.account.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.iam.IamClient;

/** A proof of few lines; how each line is proven is in {@link ProofUserTest}. */
class ProofTest {

  private static final String RESULTS = "config:GetComplianceDetailsByConfigRule";

  private final ProvableAccount cloud = ProvableAccount.withDefaults();
  private final Instant start = cloud.time.instant();
  private final Progress progress = Progress.none();
  private Duration timeout = Duration.ofMinutes(10);

  private static ProofPlan plan(ProofCase... provable) {
    Map<ProofCase, String> others = new EnumMap<>(ProofCase.class);
    for (ProofCase proofCase : ProofCase.values()) {
      if (!Set.of(provable).contains(proofCase)) others.put(proofCase, "not " + proofCase);
    }
    return new ProofPlan(ProofPlan.of(Map.of()).parameters(), others);
  }

  private Proof proof(CountedCalls calls, boolean hasRemediationTrial, ProofCase... provable) {
    cloud.calledThrough(
        iam -> calls.through(IamClient.class, "iam", iam),
        config -> calls.through(ConfigClient.class, "config", config));
    return new Proof(
        cloud.caller(),
        Events.RULE_NAME,
        plan(provable),
        cloud.context(),
        timeout,
        hasRemediationTrial);
  }

  private ProofResult run(Proof proof) {
    return proof.run(new ProofUsers(cloud.caller().iam(), cloud.context()), progress);
  }

  private ProofResult run(CountedCalls calls, ProofCase... provable) {
    return run(proof(calls, false, provable));
  }

  private Duration passed() {
    return Duration.between(start, cloud.time.instant());
  }

  private static String fact(ProofResult result, String number) {
    return result.facts().stream()
        .filter(it -> it.number().equals(number))
        .map(ObservedFact::text)
        .findFirst()
        .orElseThrow();
  }

  /** Fails each read of the results from a time on, and until another. */
  private CountedCalls failing(SdkException failure, Duration from, Duration to) {
    return new CountedCalls(
        (number, action) ->
            action.equals(RESULTS) && passed().compareTo(from) >= 0 && passed().compareTo(to) < 0
                ? Optional.of(failure)
                : Optional.empty());
  }

  @Test
  void everyLineHasRowInOrderOfTable() {
    ProofResult result = run(CountedCalls.withoutFaults(), ProofCase.UNUSED_KEY, ProofCase.NO_KEY);
    assertThat(result.rows())
        .extracting(ProofRow::line)
        .containsExactlyElementsOf(
            List.of(ProofCase.values()).stream().map(ProofCase::line).toList());
    assertThat(result.rows())
        .filteredOn(row -> row.status() == Status.PASS)
        .extracting(ProofRow::text)
        .containsExactly("COMPLIANT", "NON_COMPLIANT");
    assertThat(result.rows())
        .filteredOn(row -> row.status() == Status.NOT_PROVABLE)
        .hasSize(7)
        .contains(new ProofRow("is exempt", Status.NOT_PROVABLE, "not EXEMPT"));
    assertThat(result.facts())
        .extracting(ObservedFact::number)
        .containsExactly("F21", "F22", "F19", "F58");
  }

  /** AWS Config records a user two minutes after it is created. */
  @Test
  void proofEndsWithLastResult() {
    run(CountedCalls.withoutFaults(), ProofCase.NO_KEY);
    assertThat(passed()).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(5));
  }

  @Test
  void withoutResultProofEndsAtTimeout() {
    cloud.withSilentRule();
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofResult result = run(calls, ProofCase.NO_KEY);
    assertThat(result.rows().getFirst().text()).isEqualTo("AWS Config has no result in time.");
    assertThat(calls.count(RESULTS)).isEqualTo(10 * 3 + 1);
    assertThat(progress.stated())
        .isEqualTo("Waiting for AWS Config: 0 of 1 results are as expected, 0 min left");
  }

  static Stream<SdkException> transientFailures() {
    return Stream.of(
        SdkClientException.create("no connection"),
        rejected(500, "InternalFailure"),
        rejected(400, "ThrottlingException"));
  }

  private static SdkException rejected(int status, String code) {
    return (SdkException)
        ConfigException.builder()
            .statusCode(status)
            .message("rejected")
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
  }

  @ParameterizedTest
  @MethodSource("transientFailures")
  void lookThatFailsForMomentIsRepeated(SdkException failure) {
    CountedCalls calls = failing(failure, Duration.ZERO, Duration.ofMinutes(9));
    assertThat(run(calls, ProofCase.NO_KEY).rows().getFirst().status()).isEqualTo(Status.PASS);
    assertThat(passed()).isGreaterThanOrEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void lookThatFailsAtTimeoutIsRepeatedForMinute() {
    SdkException failure = rejected(503, "ServiceUnavailable");
    CountedCalls calls = failing(failure, Duration.ZERO, Duration.ofMinutes(11));
    assertThat(run(calls, ProofCase.NO_KEY).rows().getFirst().status()).isEqualTo(Status.PASS);
    assertThat(passed()).isGreaterThanOrEqualTo(Duration.ofMinutes(11));
  }

  @Test
  void looksThatFailLongerEndTheProof() {
    SdkException failure = rejected(503, "ServiceUnavailable");
    CountedCalls calls = failing(failure, Duration.ZERO, Duration.ofDays(1));
    assertThatThrownBy(() -> run(calls, ProofCase.NO_KEY)).isSameAs(failure);
    assertThat(passed()).isEqualTo(Duration.ofMinutes(11));
    assertThat(progress.stated()).startsWith("Trying again: rejected");
  }

  @Test
  void deniedLookEndsTheProofImmediately() {
    SdkException denied = rejected(403, "AccessDeniedException");
    CountedCalls calls = failing(denied, Duration.ZERO, Duration.ofDays(1));
    assertThatThrownBy(() -> run(calls, ProofCase.NO_KEY)).isSameAs(denied);
    assertThat(passed()).isZero();
    assertThat(progress.stated()).isEqualTo("0 of 1 users created");
  }

  @Test
  void unknownLastRunIsNoFailure() {
    CountedCalls calls = CountedCalls.withoutFaults();
    calls.instead(
        "config:DescribeConfigRuleEvaluationStatus",
        () -> {
          throw rejected(503, "ServiceUnavailable");
        });
    assertThat(run(calls, ProofCase.NO_KEY).count(Status.PASS)).isOne();
    SdkException denied = rejected(403, "AccessDeniedException");
    calls.instead(
        "config:DescribeConfigRuleEvaluationStatus",
        () -> {
          throw denied;
        });
    assertThatThrownBy(() -> run(calls, ProofCase.NO_KEY)).isSameAs(denied);
  }

  @Test
  void lagIsThatOfTheUsedKey() {
    ProofResult used = run(CountedCalls.withoutFaults(), ProofCase.NO_KEY, ProofCase.USED_KEY);
    assertThat(fact(used, "F19"))
        .matches("IAM showed the use of a key within [0-9]+ s of the call.");
    ProofResult unused = run(CountedCalls.withoutFaults(), ProofCase.NO_KEY);
    assertThat(fact(unused, "F19")).isEqualTo("IAM showed no use of a key.");
  }

  @Test
  void factsAreWhatWasSeenWhileResultsWereWaitedFor() {
    CountedCalls calls = CountedCalls.withoutFaults();
    ProofResult result =
        run(calls, ProofCase.INACTIVE_KEY, ProofCase.USED_KEY, ProofCase.NO_PASSWORD);
    assertThat(fact(result, "F58")).contains("sent a ScheduledNotification");
    assertThat(fact(result, "F22")).startsWith("an Inactive key has access_key_1_active false");
    assertThat(calls.count("iam:GenerateCredentialReport")).isZero();
  }

  @Test
  void wrongResultFailsWithWhatAwsConfigHas() {
    cloud.withResults(it -> it.copy(to -> to.annotation("other")));
    ProofRow row = run(CountedCalls.withoutFaults(), ProofCase.NO_KEY).rows().getFirst();
    assertThat(row.status()).isEqualTo(Status.FAIL);
    assertThat(row.text()).endsWith("AWS Config has COMPLIANT: other");
  }

  /** The rule is invoked after the change, and sends nothing more. */
  @Test
  void oldResultFailsOnceRuleHasRunSince() {
    timeout = Duration.ofMinutes(40);
    CountedCalls calls =
        new CountedCalls(
            (number, action) -> {
              if (action.equals("iam:DeleteLoginProfile")) cloud.withSilentRule();
              return Optional.empty();
            });
    ProofResult result = run(calls, ProofCase.NO_PASSWORD);
    assertThat(result.rows())
        .filteredOn(row -> row.status() == Status.FAIL)
        .singleElement()
        .extracting(ProofRow::text)
        .asString()
        .contains("Expected COMPLIANT: ", " AWS Config has NON_COMPLIANT: ");
  }

  @Test
  void remediationIsStartedOnlyForUserThatIsNoncompliant() {
    cloud.config.remediating(id -> List.of("DeactivateKeys"));
    assertThat(fact(run(proof(CountedCalls.withoutFaults(), true, ProofCase.UNUSED_KEY)), "F56"))
        .startsWith("the remediation ended as SUCCEEDED");
    assertThat(progress.stated()).isEqualTo("Waiting for the remediation");
    CountedCalls calls = CountedCalls.withoutFaults();
    assertThat(fact(run(proof(calls, true, ProofCase.NO_KEY)), "F56"))
        .isEqualTo("no user of the proof was NON_COMPLIANT.");
    cloud.withSilentRule();
    assertThat(fact(run(proof(calls, true, ProofCase.UNUSED_KEY)), "F56"))
        .isEqualTo("no user of the proof was NON_COMPLIANT.");
    assertThat(calls.count("config:StartRemediationExecution")).isZero();
  }
}
