package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/** What an invocation still does when it is about to time out. */
class NearTheDeadlineTest {

  private final FakeConfig config = configWithResultsOf(idOf("deleted"), idOf("bo"));

  @Test
  void userPartlyReadAtTheDeadlineIsNotEvaluated() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo"), withoutKeys("ex")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(
                        schedule(Map.of("exemptUsers", "ex")),
                        () -> iam.calls().contains("GetLoginProfile bo") ? 100_000 : 900_000))
        .hasMessageContaining("1 user not evaluated: the invocation was about to time out")
        .hasMessageStartingWith("1 user not evaluated");
    assertThat(iam.calls()).endsWith("ListAccessKeys bo", "GetLoginProfile bo");
    assertThat(results(config))
        .as("a user that needs no call is still evaluated")
        .containsExactly(idOf("ex") + " COMPLIANT");
  }

  @Test
  void usersListedBeforeTheDeadlineAreEvaluated() {
    FakeIam iam =
        new FakeIam(List.of(withoutKeys("ann"), withoutKeys("bo"), withoutKeys("cy")))
            .withPagesOf(1);
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(
                        schedule(Map.of("exemptUsers", "ann,bo,cy")),
                        () ->
                            Collections.frequency(iam.calls(), "ListUsers") < 2
                                ? 180_000
                                : 100_000))
        .hasMessageEndingWith(
            "iam:ListUsers for the users after the first 2: the invocation was about to time out");
    assertThat(results(config))
        .containsExactly(idOf("ann") + " COMPLIANT", idOf("bo") + " COMPLIANT");
  }

  @Test
  void changeWhoseUserIsNotFoundInTimeSendsNothing() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(change(idOf("bo"), "bo"), () -> iam.calls().isEmpty() ? 900_000 : 0))
        .hasMessageContaining("the invocation was about to time out");
    assertThat(iam.calls()).containsExactly("GetUser bo");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void storedResultsAreAbandonedWhenHalfTheTimeIsUsed() {
    FakeConfig slow = configWithThreePages();
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, slow)
                    .run(schedule(), () -> slow.reads() < 2 ? 900_000 : 449_999))
        .hasMessage(
            "config:GetComplianceDetailsByConfigRule for rule"
                + " iam-user-console-and-api-access-at-creation: the time limit was reached before"
                + " the last page");
    assertThat(slow.reads()).isEqualTo(2);
    assertThat(results(slow)).containsExactly(idOf("bo") + " NON_COMPLIANT");
  }

  @Test
  void storedResultsAreReadWhileHalfTheTimeIsLeft() {
    FakeConfig slow = configWithThreePages();
    Invocation.of(new FakeIam(List.of()), slow)
        .run(schedule(), () -> slow.reads() < 2 ? 900_000 : 450_000);
    assertThat(slow.reads()).isEqualTo(3);
  }

  @Test
  void lastPageOfStoredResultsMayArriveLate() {
    FakeConfig slow = configWithThreePages();
    Invocation.of(new FakeIam(List.of()), slow)
        .run(schedule(), () -> slow.reads() < 3 ? 900_000 : 449_999);
    assertThat(slow.evaluations()).hasSize(250);
  }

  private static FakeConfig configWithThreePages() {
    return configWithResultsOf(
        IntStream.range(0, 250).mapToObj(i -> idOf("deleted" + i)).toArray(String[]::new));
  }

  @Test
  void runWithoutTimeForAnyUserSendsNoEmptyList() {
    FakeConfig empty = configWithoutResults();
    FakeIam iam = new FakeIam(List.of(withoutKeys("bo")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, empty)
                    .run(schedule(), () -> iam.calls().contains("ListUsers") ? 0 : 180_000))
        .hasMessageContaining("1 user not evaluated");
    assertThat(empty.requests()).isEmpty();
  }

  @Test
  void deadlineStopsCallsAndCountsUsersNotEvaluated() {
    FakeIam iam = new FakeIam(IntStream.range(0, 50).mapToObj(i -> withoutKeys("u" + i)).toList());
    AtomicInteger checks = new AtomicInteger(); // Of the time left, once the users are listed.
    Invocation invocation = Invocation.of(iam, configWithoutResults());
    assertThatThrownBy(
            () ->
                invocation.run(
                    schedule(),
                    () ->
                        !iam.calls().contains("ListUsers") || checks.getAndIncrement() < 10
                            ? 180_000
                            : 179_999))
        .isExactlyInstanceOf(FailedInvocation.class)
        .hasMessage("40 users not evaluated: the invocation was about to time out");
    assertThat(results(invocation.config())).hasSize(10);
    assertThat(iam.calls()).filteredOn(call -> call.startsWith("ListAccessKeys")).hasSize(10);
    assertThat(invocation.log().getFirst()).contains("\"UsersNotEvaluated\":40");
  }

  @Test
  void lastPageWithMarkerMayArriveLate() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "ListUsers",
        () -> ListUsersResponse.builder().users(List.of()).isTruncated(false).marker("1").build());
    Invocation.of(iam, configWithoutResults())
        .run(schedule(), () -> iam.calls().contains("ListUsers") ? 0 : 900_000);
  }
}
