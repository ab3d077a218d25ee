package initialkeys.documents;

import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.http.SdkHttpConfigurationOption.CONNECTION_TIMEOUT;
import static software.amazon.awssdk.http.SdkHttpConfigurationOption.READ_TIMEOUT;

import initialkeys.aws.AwsClients;
import initialkeys.decision.RuleParameters;
import initialkeys.evaluation.BatchCalls;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.UserEvaluator;
import initialkeys.iam.LiveFacts;
import initialkeys.lambda.EntryPoints;
import initialkeys.run.Deadline;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits in the document about the architecture, compared with those of the code. */
class ArchitectureDocumentTest {

  private static final Path ARCHITECTURE = Path.of("../docs/architecture.md");
  private static final String TIMEOUT = "Lambda's timeout";

  /** The function does not know its own timeout; a test of the CDK app compares that row. */
  @Test
  void limitsAreThoseOfCode() throws IOException {
    Map<String, String> documented = new LinkedHashMap<>();
    DocumentTable.cells(ARCHITECTURE, "| limit | value | what it limits |")
        .forEach(row -> documented.put(row.getFirst(), row.get(1)));
    Map<String, String> limits = new LinkedHashMap<>();
    limits.put(TIMEOUT, documented.get(TIMEOUT));
    limits.put(
        "the reserve",
        "%s minutes"
            .formatted(Duration.ofMillis(new Deadline(() -> 0).reserveMillis()).toMinutes()));
    limits.put(
        "half of the remaining time",
        "at most %s".formatted(half(documented.getOrDefault(TIMEOUT, ""))));
    limits.put(
        "a call, retries included",
        "%s s and %s attempts"
            .formatted(AwsClients.API_CALL_TIMEOUT.toSeconds(), AwsClients.MAX_ATTEMPTS));
    limits.put(
        "AssumeRole calls while STS throttles them",
        "%s (remediation: %s)"
            .formatted(EntryPoints.assumeRoleCalls(), EntryPoints.assumeRoleCallsOfRemediation()));
    limits.put(
        "connection and next byte",
        "%s s and %s s"
            .formatted(
                AwsClients.HTTP_TIMEOUTS.get(CONNECTION_TIMEOUT).toSeconds(),
                AwsClients.HTTP_TIMEOUTS.get(READ_TIMEOUT).toSeconds()));
    limits.put("rejected batches in a row", "%s".formatted(batchesUntilSendingStops()));
    limits.put("questions about one user", questionsThatContradictingResponsesGet());
    assertThat(documented).isEqualTo(limits);
  }

  private static String half(String minutes) {
    return new BigDecimal(minutes.replaceFirst(" .*", ""))
        .divide(BigDecimal.TWO)
        .stripTrailingZeros()
        .toPlainString()
        .concat(" minutes");
  }

  private static int batchesUntilSendingStops() {
    int[] sent = {0};
    BatchCalls<String> calls =
        new BatchCalls<>(
            new BatchCalls.Naming("service:Put", "thing"),
            item -> item,
            batch -> {
              sent[0]++;
              throw new IllegalStateException("rejected");
            },
            () -> false);
    for (int i = 0; i < 10; i++) calls.send(List.of("a"));
    return sent[0];
  }

  /** Each key is deleted before it is asked about, and the user has another one then. */
  private static String questionsThatContradictingResponsesGet() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    int[] round = {0};
    iam.before(
        "ListAccessKeys bo",
        () -> {
          String key = "bo" + round[0]++;
          iam.add(
              UserBuilder.named("bo")
                  .keys(UserBuilder.key(key, UserBuilder.CREATED, null))
                  .build());
        });
    iam.beforeEach(
        call -> {
          if (call.startsWith("GetAccessKeyLastUsed")) throw FakeIam.noSuchEntity("no key");
        });
    Outcome outcome =
        new UserEvaluator(
                RuleParameters.parse(Map.of()).decision(),
                Instant.parse("2026-01-15T12:00:00Z"),
                new LiveFacts(iam, () -> false),
                () -> false)
            .evaluate(UserBuilder.idOf("bo"), Optional.of("bo"));
    return outcome.toString().replaceFirst(".*No verdict after (\\d+) IAM calls.*", "$1");
  }
}
