package initialkeys.evaluation;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.iam.LiveFacts;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.IamException;

class UserEvaluatorTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  @Test
  void userIsSettledWhenTheKnownFactsAreEnough() {
    UserEvaluator users = evaluator(new FakeIam(List.of()));
    IamUser listed = listed(withoutKeys("bo"));
    assertThat(users.isSettled(listed)).isFalse();
    assertThat(users.isSettled(listed.withPassword(TriState.NO))).isTrue();
  }

  @Test
  void outcomeHasTheUserWithTheFactsThatWereRead() {
    Account.User bo = withUnusedKey("bo");
    Outcome outcome = evaluator(new FakeIam(List.of(bo))).evaluate(listed(bo));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Evaluated.class,
            evaluated -> assertThat(evaluated.verdict()).isInstanceOf(NonCompliant.class));
    assertThat(outcome.subject().user().orElseThrow().password()).isEqualTo(TriState.YES);
    assertThat(outcome.subject().user().orElseThrow().keys().orElseThrow()).hasSize(1);
  }

  @Test
  void oldUserThatIsDeletedMeanwhileIsNotApplicable() {
    assertThat(evaluator(new FakeIam(List.of())).evaluate(listed(withoutKeys("bo"))))
        .isInstanceOfSatisfying(
            Evaluated.class,
            it ->
                assertThat(it.verdict())
                    .isEqualTo(new NotApplicable(NotApplicable.Reason.DELETED)));
  }

  @Test
  void userIsYoungForTenMinutes() {
    UserEvaluator users = evaluator(new FakeIam(List.of()));
    assertThat(users.evaluate(listed(created(Duration.ofMinutes(10).minusSeconds(1)))))
        .isInstanceOf(Inconsistent.class);
    assertThat(users.evaluate(listed(created(Duration.ofMinutes(10)))))
        .isInstanceOf(Evaluated.class);
  }

  @Test
  void youngUserThatIsFoundHasItsVerdictImmediately() {
    Account.User young = created(Duration.ofSeconds(1));
    assertThat(evaluator(new FakeIam(List.of(young))).evaluate(listed(young)))
        .isInstanceOfSatisfying(
            Evaluated.class, it -> assertThat(it.verdict()).isInstanceOf(Compliant.class));
  }

  @Test
  void userIsFoundByItsId() {
    Account.User bo = withUnusedKey("bo");
    FakeIam iam = new FakeIam(List.of(bo));
    assertThat(evaluator(iam).evaluate(bo.id(), Optional.of("bo")))
        .isInstanceOfSatisfying(
            Evaluated.class, it -> assertThat(it.verdict()).isInstanceOf(NonCompliant.class));
    assertThat(evaluator(iam).evaluate(bo.id(), Optional.empty()).subject().user()).isPresent();
  }

  /** It may have been created a moment ago, so that IAM does not list it yet. */
  @Test
  void userThatIsNotFoundMayBeDeleted() {
    Subject subject = Subject.of(Resource.user(idOf("bo")));
    assertThat(evaluator(new FakeIam(List.of())).evaluate(idOf("bo"), Optional.of("bo")))
        .isEqualTo(
            new Inconsistent(
                subject, new Evaluated(subject, new NotApplicable(NotApplicable.Reason.DELETED))));
  }

  @Test
  void resourceOutsideTheRulesScopeIsNotApplicable() {
    Resource role = new Resource("AWS::IAM::Role", "AROA1");
    assertThat(UserEvaluator.notApplicable(role, NotApplicable.Reason.NOT_AN_IAM_USER))
        .isEqualTo(
            new Evaluated(
                Subject.of(role), new NotApplicable(NotApplicable.Reason.NOT_AN_IAM_USER)));
  }

  @Test
  void withoutTimeForACallThereIsNoVerdict() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    IamUser bo = listed(withUnusedKey("bo"));
    UserEvaluator late = evaluator(iam, () -> !iam.calls().isEmpty());
    assertThat(late.evaluate(bo))
        .isInstanceOfSatisfying(
            Skipped.class, it -> assertThat(it.subject().user().orElseThrow().keys()).isPresent());
    assertThat(iam.calls()).containsExactly("ListAccessKeys bo");
    assertThat(late.evaluate(bo.withPassword(TriState.NO)))
        .as("a user that needs no call")
        .isInstanceOf(Evaluated.class);
  }

  @Test
  void failedCallIsTheOutcomeOfItsUser() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    fail(iam, "GetLoginProfile bo", IamException.builder().message("denied").build());
    String message = "iam:GetLoginProfile for user bo (%s): denied".formatted(idOf("bo"));
    IamUser bo = listed(withUnusedKey("bo"));
    assertThat(evaluator(iam).evaluate(bo)).isEqualTo(new Failed(Subject.of(bo), message));
    fail(iam, "GetUser bo", IamException.builder().message("denied").build());
    assertThat(evaluator(iam).evaluate(idOf("bo"), Optional.of("bo")))
        .isEqualTo(
            new Failed(Subject.of(Resource.user(idOf("bo"))), "iam:GetUser for user bo: denied"));
  }

  @Test
  void contradictionMayEndAfterSomeSeconds() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    fail(iam, "ListAccessKeys bo", FakeIam.noSuchEntity("The user bo cannot be found."));
    Subject subject = Subject.of(listed(withUnusedKey("bo")));
    assertThat(evaluator(iam).evaluate(listed(withUnusedKey("bo"))))
        .isEqualTo(
            new Inconsistent(
                subject,
                new Failed(
                    subject,
                    "iam:ListUsers for user bo (%s): IAM lists the user, but other calls return"
                            .formatted(idOf("bo"))
                        + " NoSuchEntity (eventual consistency)")));
  }

  /** It is a defect of this code, so its place is part of the message. */
  @Test
  void unexpectedExceptionNamesItsPlace() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    fail(iam, "GetAccessKeyLastUsed AKIABO", new IllegalStateException("unexpected"));
    assertThat(evaluator(iam).evaluate(listed(withUnusedKey("bo"))))
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.message())
                    .startsWith(
                        "user bo (%s): java.lang.IllegalStateException: unexpected at initialkeys."
                            .formatted(idOf("bo"))));
  }

  @Test
  void contradictingResponsesEndAfterOneHundredCalls() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    int[] round = {0};
    iam.before(
        "ListAccessKeys bo",
        () ->
            iam.add(
                UserBuilder.named("bo")
                    .keys(UserBuilder.key("bo" + round[0]++, UserBuilder.CREATED, null))
                    .build()));
    for (int i = 0; i < 200; i++) {
      fail(iam, "GetAccessKeyLastUsed AKIABO" + i, FakeIam.noSuchEntity("no key"));
    }
    assertThat(evaluator(iam).evaluate(listed(withUnusedKey("bo"))))
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.message())
                    .contains(
                        "No verdict after 100 IAM calls: the responses contradict each other"));
    assertThat(iam.calls())
        .as("the other two calls are ListAccessKeys and GetLoginProfile")
        .filteredOn(call -> call.startsWith("GetAccessKeyLastUsed"))
        .hasSize(98);
  }

  private static void fail(FakeIam iam, String call, RuntimeException failure) {
    iam.instead(
        call,
        () -> {
          throw failure;
        });
  }

  private static UserEvaluator evaluator(FakeIam iam) {
    return evaluator(iam, () -> false);
  }

  private static UserEvaluator evaluator(FakeIam iam, BooleanSupplier isLate) {
    return new UserEvaluator(
        RuleParameters.parse(Map.of()).decision(), NOW, new LiveFacts(iam, () -> false), isLate);
  }

  private static Account.User created(Duration ago) {
    return UserBuilder.named("young").created(NOW.minus(ago)).build();
  }

  private static IamUser listed(Account.User user) {
    return IamUser.listed(new UserIdentity(user.id(), user.name(), user.path(), user.created()));
  }
}
