package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.config.RuleEvent;
import initialkeys.config.UserRecording;
import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

class ScheduledRunTest {

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  /** Lambda's time, of which each PutEvaluations call takes some. */
  private final AtomicInteger remainingMillis = new AtomicInteger(900_000);

  /** How long the run has waited. */
  private final List<Duration> waits = new ArrayList<>();

  /** AWS Config whose PutEvaluations takes its time. */
  private record SlowConfig(FakeConfig held, AtomicInteger remainingMillis, int millisPerBatch)
      implements ConfigClient {

    @Override
    public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
      remainingMillis.addAndGet(-millisPerBatch);
      return held.putEvaluations(request);
    }

    @Override
    public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
        GetComplianceDetailsByConfigRuleRequest request) {
      return held.getComplianceDetailsByConfigRule(request);
    }

    @Override
    public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
        DescribeConfigurationRecordersRequest request) {
      return held.describeConfigurationRecorders(request);
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void nonCompliantUserIsSentFirstAmongThousands() {
    List<User> users =
        Stream.concat(compliantUsers(5_000), Stream.of(UserBuilder.withUnusedKey("zoe"))).toList();
    FakeConfig config = new FakeConfig(List.of());
    RunSummary summary = run(withReport(users), slow(config, 20_000));

    assertThat(config.evaluations().getFirst().complianceResourceId())
        .isEqualTo(UserBuilder.idOf("zoe"));
    assertThat(config.evaluations().getFirst().complianceTypeAsString()).isEqualTo("NON_COMPLIANT");
    assertThat(remainingMillis.get()).isBetween(45_000, 65_000);
    assertThat(summary.counts()).isEqualTo(new Counts(5_000, 1, 0, 0));
    assertThat(summary.credentialReport())
        .isEqualTo(new CredentialReportStatus.Used(true, NOW, 5_001));
    assertThat(summary.failures())
        .containsExactly(
            "config:PutEvaluations: %s results not sent: the invocation was about to time out"
                .formatted(5_001 - summary.sent()));
  }

  @Test
  void nonCompliantUserIsSentFirstWithoutCredentialReport() {
    List<User> users =
        Stream.concat(compliantUsers(1_000), Stream.of(UserBuilder.withUnusedKey("zoe"))).toList();
    FakeConfig config = new FakeConfig(List.of());
    FakeIam iam = new FakeIam(users);
    RunSummary summary = run(iam, slow(config, 100_000));
    assertThat(config.evaluations().getFirst().complianceResourceId())
        .isEqualTo(UserBuilder.idOf("zoe"));
    assertThat(iam.calls())
        .as("no user is read twice")
        .filteredOn(call -> call.startsWith("ListAccessKeys"))
        .hasSize(1_001)
        .doesNotHaveDuplicates();
    assertThat(summary.credentialReport())
        .isEqualTo(
            new CredentialReportStatus.Unavailable(
                "iam:GenerateCredentialReport for the account: not authorized to perform:"
                    + " iam:GenerateCredentialReport"));
  }

  @Test
  void resultsNotSentWereCompliantTheLastTime() {
    List<User> users = compliantUsers(3_000).toList();
    FakeConfig config =
        new FakeConfig(
            users.stream()
                .map(
                    user ->
                        new Stored(
                            user.id(),
                            user.name().endsWith("7") ? "NON_COMPLIANT" : "COMPLIANT",
                            "from earlier"))
                .toList());
    run(withReport(users), slow(config, 100_000));
    assertThat(config.evaluations())
        .hasSize(900)
        .extracting(Evaluation::complianceResourceId)
        .containsAll(
            users.stream().filter(user -> user.name().endsWith("7")).map(User::id).toList());
  }

  @Test
  void sendingStopsAfterThreeRejectedCallsInRow() {
    FakeConfig config =
        new FakeConfig(List.of())
            .failingPuts(ConfigException.builder().message("throttled").statusCode(400).build());
    RunSummary summary = run(withReport(compliantUsers(1_000).toList()), config);

    assertThat(config.requests()).hasSize(3);
    assertThat(waits).as("no result is stored, so none can be of a deleted user").isEmpty();
    assertThat(summary.sent()).isZero();
    assertThat(summary.failures())
        .hasSize(4)
        .last()
        .isEqualTo("config:PutEvaluations: 700 results not sent after 3 rejected calls in a row");
  }

  @Test
  void deletedUserIsClearedOnlyAfterSomeSeconds() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("old"), "COMPLIANT", "from earlier")));
    RunSummary summary = run(withReport(compliantUsers(3).toList()), config);
    assertThat(summary.counts()).isEqualTo(new Counts(3, 0, 1, 0));
    assertThat(config.currentEvaluation(UserBuilder.idOf("old")).complianceTypeAsString())
        .isEqualTo("NOT_APPLICABLE");
    assertThat(config.currentEvaluation(UserBuilder.idOf("old")).annotation())
        .isEqualTo("The user is deleted.");
    assertThat(waits).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void resultOfAnotherTypeWithAUsersIdIsCleared() {
    FakeConfig config =
        new FakeConfig(List.of())
            .storing(
                "AWS::IAM::Role",
                new Stored(UserBuilder.idOf("user0"), "COMPLIANT", "from earlier"));
    RunSummary summary = run(withReport(compliantUsers(1).toList()), config);
    assertThat(summary.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    assertThat(config.evaluations().getLast().complianceResourceType()).isEqualTo("AWS::IAM::Role");
    assertThat(config.evaluations().getLast().annotation())
        .isEqualTo("The resource is not an IAM user.");
  }

  @Test
  void incompleteListingClearsNobodyAndIsNotRepeated() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("old"), "NON_COMPLIANT", "delete")));
    FakeIam iam =
        new FakeIam(List.of())
            .instead(
                "ListUsers",
                () -> {
                  throw IamException.builder().message("denied").statusCode(403).build();
                });
    RunSummary summary = run(iam, config);
    assertThat(summary.failures())
        .containsExactly("iam:ListUsers for the users after the first 0: denied");
    assertThat(iam.calls()).filteredOn("ListUsers"::equals).hasSize(1);
    assertThat(waits).isEmpty();
    assertThat(config.evaluations()).isEmpty();
  }

  @Test
  void incompleteSecondListingClearsNobody() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("old"), "NON_COMPLIANT", "delete")));
    FakeIam iam = new FakeIam(List.of(UserBuilder.withoutKeys("ann")));
    iam.before(
        "ListUsers",
        () -> {
          if (!waits.isEmpty()) {
            throw IamException.builder().message("denied").statusCode(403).build();
          }
        });
    RunSummary summary = run(iam, config);
    assertThat(summary.failures())
        .containsExactly("iam:ListUsers for the users after the first 0: denied");
    assertThat(config.evaluations())
        .extracting(Evaluation::complianceResourceId)
        .containsExactly(UserBuilder.idOf("ann"));
  }

  @Test
  void nobodyIsClearedWithoutTimeToLookAgain() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("old"), "COMPLIANT", "from earlier")));
    remainingMillis.set(181_000);
    FakeIam iam =
        new FakeIam(List.of(UserBuilder.withUnusedKey("zoe")))
            .before("GetLoginProfile zoe", () -> remainingMillis.set(100_000));
    RunSummary summary = run(iam, config);
    assertThat(summary.counts().notApplicable()).isZero();
    assertThat(summary.failures())
        .contains("Deleted users were not looked for: the invocation was about to time out");
    assertThat(waits).isEmpty();
  }

  @Test
  void whereUsersAreNotRecordedEveryResultIsCleared() {
    List<User> users = List.of(UserBuilder.withUnusedKey("zoe"), UserBuilder.withoutKeys("ann"));
    FakeConfig config =
        new FakeConfig(
                List.of(
                    new Stored(UserBuilder.idOf("zoe"), "NON_COMPLIANT", "delete"),
                    new Stored(UserBuilder.idOf("ann"), "COMPLIANT", "")))
            .recordedBy(recorder(false));
    FakeIam iam = new FakeIam(users);
    RunSummary summary = run(iam, config);

    assertThat(summary.credentialReport()).isEqualTo(new CredentialReportStatus.NotRequested());
    assertThat(iam.calls()).isEmpty();
    assertThat(config.evaluations())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.complianceTypeAsString()).isEqualTo("NOT_APPLICABLE"))
        .allSatisfy(
            it -> assertThat(it.annotation()).isEqualTo("AWS Config does not record the user."));
    assertThat(summary.userRecording()).isEqualTo(UserRecording.NOT_RECORDED);
    assertThat(summary.failures())
        .containsExactly(
            "AWS Config does not record AWS::IAM::User in this Region: no user was evaluated, and"
                + " stored results are set to NOT_APPLICABLE. Record IAM users here, or delete the"
                + " rule in this Region");
  }

  @Test
  void evaluationsAreSentBeforeDeletedUsersAreConfirmed() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("old"), "COMPLIANT", "from earlier")));
    FakeIam iam = new FakeIam(compliantUsers(1).toList());
    iam.before(
        "ListUsers", () -> assertThat(config.evaluations()).hasSize(waits.isEmpty() ? 0 : 1));
    assertThat(run(iam, config).failures()).isEmpty();
    assertThat(iam.calls()).endsWith("ListUsers");
  }

  @Test
  void unreadableStoredResultsSendEverythingAndFailTheRun() {
    FakeConfig config =
        new FakeConfig(List.of(new Stored(UserBuilder.idOf("user0"), "COMPLIANT", "")))
            .failingReads(ConfigException.builder().message("denied").build());
    RunSummary summary = run(withReport(compliantUsers(2).toList()), config);
    assertThat(summary.failures())
        .containsExactly(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
    assertThat(summary.sent()).isEqualTo(2);
    assertThat(waits).as("nobody counts as deleted").isEmpty();
  }

  /** An annotation alone must not make a NON_COMPLIANT result look as if it were stored. */
  @Test
  void resultWithAnotherComplianceTypeIsAChange() {
    User zoe = UserBuilder.withUnusedKey("zoe");
    FakeConfig first = new FakeConfig(List.of());
    run(new FakeIam(List.of(zoe)), first);
    String annotation = first.currentEvaluation(zoe.id()).annotation();
    FakeConfig config = new FakeConfig(List.of(new Stored(zoe.id(), "COMPLIANT", annotation, NOW)));
    run(new FakeIam(List.of(zoe)), config);
    assertThat(config.currentEvaluation(zoe.id()).complianceTypeAsString())
        .isEqualTo("NON_COMPLIANT");
  }

  @Test
  void doubtAboutRecordingClearsNobody() {
    for (FakeConfig config :
        List.of(
            new FakeConfig(List.of()).recordedBy(),
            new FakeConfig(List.of())
                .withoutReadableRecorders(ConfigException.builder().message("denied").build()))) {
      RunSummary summary = run(new FakeIam(List.of(UserBuilder.withUnusedKey("zoe"))), config);
      assertThat(config.currentEvaluation(UserBuilder.idOf("zoe")).complianceTypeAsString())
          .isEqualTo("NON_COMPLIANT");
      assertThat(summary.userRecording()).isEqualTo(UserRecording.UNKNOWN);
      assertThat(summary.failures()).isEmpty();
    }
  }

  /** The credential report is requested in a thread of its own. */
  @Test
  void failureWithCredentialReportArrivesAsItWasThrown() {
    for (Throwable failure : List.of(new IllegalStateException("bug"), new StackOverflowError())) {
      InstantSource broken =
          () -> {
            if (failure instanceof Error error) throw error;
            throw (RuntimeException) failure;
          };
      assertThatThrownBy(() -> run(new FakeIam(List.of()), new FakeConfig(List.of()), broken))
          .isSameAs(failure);
    }
  }

  /** At a time at which the credential report is fresh. */
  private RunSummary run(FakeIam iam, ConfigClient config) {
    return run(iam, config, Map.of());
  }

  private RunSummary run(FakeIam iam, ConfigClient config, Map<String, String> parameters) {
    return run(iam, config, parameters, InstantSource.fixed(Instant.EPOCH));
  }

  private RunSummary run(FakeIam iam, ConfigClient config, InstantSource clock) {
    return run(iam, config, Map.of(), clock);
  }

  private RunSummary run(
      FakeIam iam, ConfigClient config, Map<String, String> parameters, InstantSource clock) {
    RunContext context = new RunContext(new Deadline(remainingMillis::get), clock, waits::add);
    RuleEvent event =
        RuleEvent.read(Events.stream(Events.schedule(ACCOUNT, NOW, parameters, "a-result-token")));
    return new RuleRun(event, iam, config, context).execute();
  }

  private SlowConfig slow(FakeConfig config, int millisPerBatch) {
    return new SlowConfig(config, remainingMillis, millisPerBatch);
  }

  private static FakeIam withReport(List<User> users) {
    String csv = CredentialReportCsv.of(users, List.of(), new Random(0));
    return new FakeIam(users).withCredentialReport(ReportStateType.STARTED, NOW, csv);
  }

  private static ConfigurationRecorder recorder(boolean recordsUsers) {
    return ConfigurationRecorder.builder()
        .name("default")
        .recordingGroup(group -> group.allSupported(true).includeGlobalResourceTypes(recordsUsers))
        .build();
  }

  private static Stream<User> compliantUsers(int count) {
    return IntStream.range(0, count).mapToObj(i -> UserBuilder.withoutKeys("user" + i));
  }
}
