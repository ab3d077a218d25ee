package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.LONG_AGO;
import static initialkeys.invocation.InMemoryRuns.accessDenied;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.copy;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM changes between two calls of the same invocation. */
class ChangesDuringRunTest {

  private final FakeConfig config = configWithoutResults();

  private List<String> scheduled(FakeIam iam) {
    Invocation.of(iam, config).run(schedule());
    return results(config);
  }

  @Test
  void userDeletedBeforePasswordIsReadIsNotApplicable() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.before("GetLoginProfile bo", () -> iam.remove("bo"));
    assertThat(scheduled(iam)).containsExactly(idOf("bo") + " NOT_APPLICABLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListAccessKeys bo", "GetLoginProfile bo"})
  void renamedNonCompliantUserStaysNonCompliant(String call) {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.before(
        call,
        () -> {
          iam.remove("bo");
          iam.add(copy(withUnusedKey("bo")).name("bob").build());
        });
    assertThat(scheduled(iam)).containsExactly(idOf("bo") + " NON_COMPLIANT");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void userDeletedBeforeKeyUseIsReadIsNotApplicable(int status) {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.before("GetAccessKeyLastUsed AKIABO", () -> iam.remove("bo"));
    if (status == 403)
      iam.instead("GetAccessKeyLastUsed AKIABO", accessDenied("GetAccessKeyLastUsed"));
    assertThat(scheduled(iam)).containsExactly(idOf("bo") + " NOT_APPLICABLE");
  }

  @Test
  void passwordOfARecreatedUserIsIgnored() {
    User robot = named("bo").password(false).keys(key("1", LONG_AGO, null)).build();
    FakeIam iam = new FakeIam(List.of(robot));
    iam.before(
        "GetLoginProfile bo",
        () -> {
          iam.add(copy(withoutKeys("bo")).id(idOf("bo2")).build());
          iam.add(copy(robot).name("amy").build());
        });
    assertThat(scheduled(iam)).containsExactly(idOf("bo") + " COMPLIANT");
  }

  @Test
  void userRenamedBetweenPagesKeepsItsResult() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("zoe"))).withPagesOf(1);
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) iam.remove("zoe");
          if (Collections.frequency(iam.calls(), "ListUsers") == 3) {
            iam.add(copy(withUnusedKey("zoe")).name("adam").build());
          }
        });
    FakeConfig config = configWithResultsOf(idOf("zoe"), idOf("ann"), idOf("deleted"));
    Invocation.of(iam, config).run(schedule());
    assertThat(results(config))
        .containsExactlyInAnyOrder(
            idOf("ann") + " COMPLIANT",
            idOf("zoe") + " NON_COMPLIANT",
            idOf("deleted") + " NOT_APPLICABLE");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void keyDeletedBeforeItsUseIsReadDoesNotCount(int status) {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.before("GetAccessKeyLastUsed AKIABO", () -> iam.add(withoutKeys("bo")));
    if (status == 403)
      iam.instead("GetAccessKeyLastUsed AKIABO", accessDenied("GetAccessKeyLastUsed"));
    assertThat(scheduled(iam)).containsExactly(idOf("bo") + " COMPLIANT");
  }

  @Test
  void changeOfARecreatedUserConcernsTheOldUser() {
    FakeIam iam = new FakeIam(List.of(copy(withUnusedKey("bo")).id(idOf("bo2")).build()));
    Invocation.of(iam, config).run(change(idOf("bo"), "bo"));
    assertThat(results(config)).containsExactly(idOf("bo") + " NOT_APPLICABLE");
  }

  @Test
  void changeOfADeletedUserIsNotApplicable() {
    Invocation.of(new FakeIam(List.of()), config).run(change(idOf("bo"), "bo"));
    assertThat(results(config)).containsExactly(idOf("bo") + " NOT_APPLICABLE");
  }

  @Test
  void changeFindsARenamedUserById() {
    FakeIam iam =
        new FakeIam(List.of(withoutKeys("ann"), copy(withUnusedKey("bo")).name("bob").build()));
    Invocation.of(iam, config).run(change(idOf("bo"), "bo"));
    assertThat(results(config)).containsExactly(idOf("bo") + " NON_COMPLIANT");
  }

  @Test
  void changeWithoutUserNameFindsItsUserById() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo"))).withPagesOf(1);
    Invocation.of(iam, config).run(change(idOf("bo"), null));
    assertThat(results(config)).containsExactly(idOf("bo") + " NON_COMPLIANT");
    assertThat(iam.calls()).startsWith("ListUsers", "ListUsers", "ListAccessKeys bo");
  }
}
