package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.aws.SignedHttpClient;
import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.decision.TriState;
import initialkeys.evaluation.Resource;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/** Which senders a run has, and in which order. */
class FurtherSendersTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final FakeConfig CONFIG = new FakeConfig(List.of());

  private static final AccountClients ACCOUNT =
      new AccountClients(new FakeIam(List.of()), CONFIG, FurtherSendersTest::securityHub);

  private static SignedHttpClient securityHub() {
    return AwsClients.securityHub(
        new SignedHttpClient.Endpoint("securityhub", "eu-west-1", URI.create("https://localhost")),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
        AwsRetryStrategy.standardRetryStrategy(),
        new ApiCallCounter());
  }

  /** Findings are archived before AWS Config gets the result, and sent after it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | ''   | a-token  | schedule | ConfigSender
          true  | ''   | a-token  | schedule | ConfigSender, ProcessCheckSender
          false | HIGH | a-token  | schedule | FindingArchiver, ConfigSender, FindingSender
          true  | HIGH | a-token  | schedule | FindingArchiver, ConfigSender, FindingSender, ProcessCheckSender
          true  | HIGH | a-token  | change   | FindingArchiver, ConfigSender, FindingSender
          true  | HIGH | TESTMODE | schedule | ConfigSender
          """)
  void sendersAreInTheOrderThatLosesNothing(
      boolean processChecks, String severity, String token, String trigger, String expected) {
    ResultDestinations destinations =
        new ResultDestinations(
            processChecks, Optional.of(severity).filter(label -> !label.isEmpty()));
    RuleEvent event =
        RuleEvent.read(
            Events.stream(
                trigger.equals("schedule")
                    ? Events.schedule("123456789012", NOW, Map.of(), token)
                    : Events.change(
                        "123456789012", NOW, Map.of(), token, "AIDABO00000000000000", "bo")));
    Senders senders =
        FurtherSenders.of(destinations, ACCOUNT, "aws", "the-rule")
            .inOrder(
                event,
                CONFIG,
                new RunContext(new Deadline(() -> 900_000), InstantSource.fixed(NOW), length -> {}),
                ConfigSender.ofAll(CONFIG, event, () -> false),
                user -> NOW,
                new FindingHistory() {
                  @Override
                  public TriState mayHaveFinding(Resource user) {
                    return TriState.UNKNOWN;
                  }

                  @Override
                  public boolean isOutdated(Resource user) {
                    return false;
                  }
                });
    assertThat(senders.inOrder().stream().map(sender -> sender.getClass().getSimpleName()))
        .containsExactly(expected.split(", "));
  }
}
