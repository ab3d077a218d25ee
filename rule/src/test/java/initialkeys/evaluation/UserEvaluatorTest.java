package initialkeys.evaluation;

import static initialkeys.simulation.UserBuilder.idOf;
import static initialkeys.simulation.UserBuilder.withUnusedKey;
import static initialkeys.simulation.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.iam.LiveFacts;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.UserBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
  void youngUserThatIsFoundHasItsVerdictAtOnce() {
    Account.User young = created(Duration.ofSeconds(1));
    assertThat(evaluator(new FakeIam(List.of(young))).evaluate(listed(young)))
        .isInstanceOfSatisfying(
            Evaluated.class, it -> assertThat(it.verdict()).isInstanceOf(Compliant.class));
  }

  @Test
  void userRenamedBetweenPagesIsFoundById() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("zoe"))).withPagesOf(1);
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) iam.remove("zoe");
          if (Collections.frequency(iam.calls(), "ListUsers") == 3) {
            iam.add(UserBuilder.copy(withUnusedKey("zoe")).name("adam").build());
          }
        });
    assertThat(evaluator(iam).evaluate(idOf("zoe"), Optional.empty()))
        .isInstanceOfSatisfying(
            Evaluated.class, it -> assertThat(it.verdict()).isInstanceOf(NonCompliant.class));
  }

  private static UserEvaluator evaluator(FakeIam iam) {
    return new UserEvaluator(
        RuleParameters.parse(Map.of()).decision(),
        NOW,
        new LiveFacts(iam, () -> false),
        () -> false);
  }

  private static Account.User created(Duration ago) {
    return UserBuilder.named("young").created(NOW.minus(ago)).build();
  }

  private static IamUser listed(Account.User user) {
    return IamUser.listed(new UserIdentity(user.id(), user.name(), user.path(), user.created()));
  }
}
