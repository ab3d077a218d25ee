package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.PreviewedAccount.Origin;
import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.cli.terminal.Progress;
import initialkeys.config.RuleEvent;
import initialkeys.run.Deadline;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ReportStateType;

class PreviewedAccountTest {

  private static final String ACCOUNT_ID = "123456789012";
  private static final Instant CREATED = UserBuilder.CREATED;
  private static final Instant USED = Instant.parse("2025-12-01T00:00:00Z");

  /** 2,000 users: neither more calls than the rule makes, nor fewer. */
  @Test
  void callsAndCountsAreThoseOfRule() {
    SimulatedAccount account = SimulatedAccount.mixed(2000);
    FakeIam ofRule = account.iam(ReportStateType.STARTED, Instant.now());
    FakeIam ofPreview = account.iam(ReportStateType.STARTED, Instant.now());
    RunSummary run =
        new RuleRun(
                RuleEvent.read(
                    Events.stream(
                        Events.schedule(ACCOUNT_ID, SimulatedAccount.NOW, Map.of(), "token"))),
                ofRule,
                new FakeConfig(List.of()),
                new RunContext(
                    new Deadline(() -> Integer.MAX_VALUE), InstantSource.system(), wait -> {}))
            .execute();
    AccountResult previewed = evaluate(ofPreview, Progress.none());
    assertThat(ofPreview.calls()).containsExactlyInAnyOrderElementsOf(ofRule.calls());
    assertThat(previewed.isComplete()).isTrue();
    assertThat(previewed.userCount()).isEqualTo(2000);
    assertThat(previewed.count(Result.NON_COMPLIANT))
        .isEqualTo(run.counts().nonCompliant())
        .isEqualTo(100);
    assertThat(previewed.count(Result.COMPLIANT)).isEqualTo(run.counts().compliant());
  }

  @Test
  void factsOfLiveCallsNameTheCalls() {
    FakeIam iam =
        new FakeIam(
            List.of(
                UserBuilder.named("bo")
                    .password(true)
                    .keys(
                        UserBuilder.key("A", CREATED.plusSeconds(9), null),
                        UserBuilder.key("B", CREATED.plusSeconds(20), USED))
                    .build()));
    UserFacts bo = facts(evaluate(iam, Progress.none()), "bo");
    assertThat(bo.created()).isEqualTo(new SourcedFact<>(CREATED, "iam:ListUsers"));
    assertThat(bo.password()).hasValue(new SourcedFact<>(true, "iam:GetLoginProfile"));
    assertThat(bo.keys().map(SourcedFact::source)).hasValue("iam:ListAccessKeys");
    assertThat(bo.knownKeys()).extracting(KeyFacts::isFinding).containsExactly(true, false);
    assertThat(bo.knownKeys())
        .extracting(key -> key.use().orElseThrow())
        .containsExactly(
            new SourcedFact<>(KeyUse.NEVER, "iam:GetAccessKeyLastUsed"),
            new SourcedFact<>(
                new KeyUse(true, Optional.of(USED), Optional.of("s3"), Optional.of("us-east-1")),
                "iam:GetAccessKeyLastUsed"));
  }

  /** A user that the credential report clears: no live call was made for it. */
  @Test
  void factsOfCredentialReportNameIt() {
    Account.User chen =
        UserBuilder.named("chen")
            .password(true)
            .keys(UserBuilder.key("C", CREATED.plusSeconds(17), USED))
            .build();
    Account.User dan = UserBuilder.named("dan").password(false).build();
    FakeIam iam =
        new FakeIam(List.of(chen, dan))
            .withCredentialReport(
                ReportStateType.STARTED,
                Instant.now(),
                CredentialReportCsv.of(List.of(chen, dan), List.of(), new Random(3)));
    AccountResult result = evaluate(iam, Progress.none());
    assertThat(iam.calls()).noneMatch(call -> call.startsWith("ListAccessKeys"));
    UserFacts facts = facts(result, "chen");
    assertThat(facts.password()).hasValue(new SourcedFact<>(true, "credential report"));
    assertThat(facts.keys().map(SourcedFact::source)).hasValue("credential report");
    KeyFacts key = facts.knownKeys().getFirst();
    assertThat(key.id()).isEmpty();
    assertThat(key.created())
        .hasValue(
            new SourcedFact<>(
                CREATED.plusSeconds(17), "credential report: access_key_1_last_rotated"));
    assertThat(key.use().orElseThrow().source()).isEqualTo("credential report");
    assertThat(key.use().orElseThrow().value().lastUsed()).hasValue(USED);
    assertThat(facts(result, "dan").password())
        .hasValue(new SourcedFact<>(false, "credential report"));
  }

  @Test
  void progressWaitsForReportThenCountsUsers() {
    Progress progress = Progress.none();
    List<Account.User> users =
        List.of(UserBuilder.withUnusedKey("ana"), UserBuilder.withUnusedKey("bo"));
    List<String> stated = new ArrayList<>();
    FakeIam iam = new FakeIam(users);
    for (String call :
        List.of(
            "GenerateCredentialReport", "ListUsers", "ListAccessKeys ana", "ListAccessKeys bo")) {
      iam.before(call, () -> stated.add(progress.stated()));
    }
    evaluate(iam, progress);
    assertThat(stated).hasSize(4).startsWith("Waiting for IAM's credential report");
    assertThat(stated.subList(2, 4)).isSubsetOf("0 of 2 users done", "1 of 2 users done");
    assertThat(progress.stated()).isEqualTo("1 of 2 users done");
  }

  private static AccountResult evaluate(FakeIam iam, Progress progress) {
    return new PreviewedAccount(
            ACCOUNT_ID, SimulatedAccount.NOW, Map.of(), iam, new Origin.OfAws(wait -> {}))
        .evaluate(progress);
  }

  private static UserFacts facts(AccountResult result, String name) {
    return result.users().stream()
        .filter(user -> user.name().equals(name))
        .findFirst()
        .flatMap(UserResult::facts)
        .orElseThrow();
  }
}
