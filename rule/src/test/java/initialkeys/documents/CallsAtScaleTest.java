package initialkeys.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.iam.model.ReportStateType.COMPLETE;
import static software.amazon.awssdk.services.iam.model.ReportStateType.STARTED;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.aws.SignedHttpClient;
import initialkeys.invocation.Invocation;
import initialkeys.run.ResultDestinations;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;

/**
 * How many calls a scheduled run makes, to IAM and AWS Config together; and that the document about
 * performance has these numbers.
 */
class CallsAtScaleTest {

  private static final Path PERFORMANCE = Path.of("../docs/performance.md");

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void freshCredentialReportNeedsOneSeventhCallPerUser(int users) {
    SimulatedAccount account = SimulatedAccount.mixed(users);
    assertThat(calls(account, account.iam(STARTED), users / 20))
        .isLessThanOrEqualTo(users * 15 / 100 + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void earlierCredentialReportNeedsOneQuarterCallPerUser(int users) {
    SimulatedAccount account = SimulatedAccount.mixed(users);
    assertThat(calls(account, account.iam(COMPLETE), users / 20))
        .isLessThanOrEqualTo(users * 27 / 100 + 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000, 20_000})
  void compliantAccountNeedsHardlyAnyCallPerUser(int users) {
    SimulatedAccount account = SimulatedAccount.clean(users);
    int limit = users * 3 / 100 + 10;
    assertThat(calls(account, account.iam(STARTED), 0)).isLessThanOrEqualTo(limit);
    assertThat(calls(account, account.iam(COMPLETE), 0)).isLessThanOrEqualTo(limit);
  }

  /** The minimum is 125: each of the 50 NON_COMPLIANT users needs two live calls. */
  @Test
  void oneThousandUsersNeedFewCallsMoreThanTheMinimum() {
    SimulatedAccount account = SimulatedAccount.mixed(1_000);
    assertThat(calls(account, account.iam(STARTED), 50)).isEqualTo(145);
    assertThat(calls(account, account.iam(COMPLETE), 50)).isEqualTo(255);
  }

  /** The stored results are read once more, the NON_COMPLIANT ones twice. */
  @Test
  void secondRunReadsStoredResultsInsteadOfSending() throws IOException {
    SimulatedAccount account = SimulatedAccount.mixed(5_000);
    FakeConfig config = account.config().remembering(() -> SimulatedAccount.NOW);
    Invocation.of(account.iam(STARTED), config).run(account.event());
    int reads = config.reads();
    int requests = config.requests().size();
    Invocation.of(account.iam(STARTED), config).run(account.event());
    assertThat(config.evaluations()).hasSize(5_000);
    assertThat(config.requests().size() - requests).as("to use the result token").isEqualTo(1);
    assertThat(config.reads() - reads).isEqualTo(50 + 53);
    assertThat(Files.readString(PERFORMANCE))
        .contains(
            "5,000 mixed users then need 53 calls for that, and 1 PutEvaluations instead of %s ("
                .formatted(requests));
  }

  /** All rules of an account are listed: two hundred of them are eight pages. */
  @Test
  void processChecksNeedOneCallForEachPageAndCheck() {
    SimulatedAccount account = SimulatedAccount.mixed(1_000);
    String name = "iam-user-console-and-api-access-at-creation-conformance-pack-";
    FakeConfig config =
        account
            .config()
            .withRules(
                IntStream.range(0, 200)
                    .mapToObj(i -> FakeConfig.processCheck(i % 100 == 0 ? name + i : "other" + i))
                    .toArray(ConfigRule[]::new));
    Invocation.of(account.iam(STARTED), config)
        .with(new ResultDestinations(true, Optional.empty()))
        .run(account.event());
    assertThat(config.externalEvaluations()).hasSize(2);
    assertThat(config.processCheckCalls()).isEqualTo(8 + 2);
  }

  /** All pages of 1,000 rules would be 40; the findings are sent by the hundred. */
  @Test
  void everyServiceNeedsAtMostSixtyCallsMore() throws IOException {
    SimulatedAccount account = SimulatedAccount.mixed(5_000);
    String name = "iam-user-console-and-api-access-at-creation-conformance-pack-";
    FakeConfig config =
        account
            .config()
            .remembering(() -> SimulatedAccount.NOW)
            .withRules(
                IntStream.range(0, 1_000)
                    .mapToObj(i -> FakeConfig.processCheck(i % 100 == 0 ? name + i : "other" + i))
                    .toArray(ConfigRule[]::new));
    FakeIam iam = account.iam(STARTED);
    FakeSecurityHub hub = new FakeSecurityHub();
    ApiCallCounter calls = new ApiCallCounter();
    try (FakeAwsServer server = new FakeAwsServer(new FakeAws(iam, config, hub))) {
      Invocation.of(iam, config)
          .with(new ResultDestinations(true, Optional.of("HIGH")))
          .with(
              AwsClients.securityHub(
                  new SignedHttpClient.Endpoint("securityhub", "eu-west-1", server.address()),
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")),
                  AwsRetryStrategy.standardRetryStrategy(),
                  calls))
          .run(account.event());
    }
    assertThat(hub.findings()).hasSize(250);
    assertThat(config.externalEvaluations()).hasSize(10);
    int findingCalls = calls.drain().get("BatchImportFindings");
    assertThat(findingCalls).isEqualTo(3);
    assertThat(config.processCheckCalls()).isEqualTo(40 + 10);
    int without = calls(account, account.iam(STARTED), 250);
    int readings =
        iam.calls().size()
            + config.requests().size()
            + config.reads()
            + config.recorderReads()
            - without;
    int mostReadings = 2 * findingCalls;
    assertThat(readings).as("pages of NON_COMPLIANT results").isBetween(1, mostReadings);
    assertThat(findingCalls + mostReadings + config.processCheckCalls()).isLessThanOrEqualTo(60);
    assertDocumented(findingCalls, config.processCheckCalls() - 10);
  }

  private static void assertDocumented(int findingCalls, int pages) throws IOException {
    assertThat(Files.readString(PERFORMANCE))
        .contains(
            ", 5,000 users (250 of them NON_COMPLIANT), 1,000 AWS Config rules and 10 conformance"
                + " packs that contain the control need at most 60 calls more (");
    assertThat(DocumentTable.rows(PERFORMANCE, "| setting | calls |"))
        .isEqualTo(
            Map.of(
                "`findingsEmail`, `findingsTopicArn`",
                "none: EventBridge publishes",
                "`securityHubFindings`",
                ("1 for 100 findings, %s in all; 1 more for up to 100 that are archived; up to 2"
                        + " for 100 NON_COMPLIANT results, which are read again, %s in all. On a"
                        + " change, 1 that reads the user's stored result; 2 if the user is"
                        + " NON_COMPLIANT")
                    .formatted(findingCalls, 2 * findingCalls),
                "`answerProcessChecks`",
                "1 for %s rules, %s in all; 1 for each conformance pack with the control, 10 in all"
                    .formatted(1_000 / pages, pages)));
  }

  private static int calls(SimulatedAccount account, FakeIam iam, int nonCompliant) {
    FakeConfig config = account.config();
    Invocation.of(iam, config).run(account.event());
    assertThat(config.evaluations()).hasSize(account.users().size());
    assertThat(config.evaluations())
        .filteredOn(it -> it.complianceType() == ComplianceType.NON_COMPLIANT)
        .hasSize(nonCompliant);
    return iam.calls().size() + config.requests().size() + config.reads() + config.recorderReads();
  }
}
