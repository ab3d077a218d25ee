package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.LONG_AGO;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/** What an invocation still does when its time runs out. */
class DeadlineTest {

  private final FakeConfig config = holding(id("gone"), id("bo"));

  @Test
  void a_user_that_is_half_asked_about_near_the_deadline_is_left_and_nothing_more_is_asked() {
    FakeIam iam = new FakeIam(List.of(guilty("bo"), user("ex", LONG_AGO, true)));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(
                        schedule(Map.of("exemptUsers", "ex")),
                        () -> iam.calls().contains("GetLoginProfile bo") ? 0 : 900_000))
        .hasMessageContaining("1 users are left: the deadline came near")
        .hasMessageEndingWith(
            "iam:ListUsers for the users after the first 0: the deadline came near");
    assertThat(iam.calls()).endsWith("ListAccessKeys bo", "GetLoginProfile bo");
    assertThat(said(config))
        .as("what needs no question is reported all the same")
        .containsExactly(id("ex") + " COMPLIANT");
  }

  @Test
  void a_roster_that_takes_too_long_ends_and_those_before_are_reported() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), clean("bo"), clean("cy"))).withPagesOf(1);
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(
                        schedule(Map.of("exemptUsers", "ann,bo,cy")),
                        () -> Collections.frequency(iam.calls(), "ListUsers") < 2 ? 180_000 : 0))
        .hasMessageEndingWith(
            "iam:ListUsers for the users after the first 2: the deadline came near");
    assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT", id("bo") + " COMPLIANT");
  }

  @Test
  void a_change_whose_user_is_looked_for_too_late_says_nothing() {
    FakeIam iam = new FakeIam(List.of(clean("ann")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, config)
                    .run(change(id("bo"), "bo"), () -> iam.calls().isEmpty() ? 900_000 : 0))
        .hasMessageContaining("the deadline came near");
    assertThat(iam.calls()).containsExactly("GetUser bo");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void stored_results_have_half_of_the_time_and_then_everything_is_sent_without_them() {
    String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
    FakeConfig slow = holding(ids);
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, slow)
                    .run(schedule(), () -> slow.reads() < 2 ? 900_000 : 449_999))
        .hasMessage(
            "1 failed, and all that this leaves is reported:"
                + " config:GetComplianceDetailsByConfigRule for rule"
                + " iam-user-console-and-api-access-at-creation: it took too long");
    assertThat(slow.reads()).isEqualTo(2);
    assertThat(said(slow)).containsExactly(id("bo") + " NON_COMPLIANT");
  }

  @Test
  void stored_results_are_read_while_half_of_the_time_is_left() {
    String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
    FakeConfig slow = holding(ids);
    Invocation.of(new FakeIam(List.of()), slow)
        .run(schedule(), () -> slow.reads() < 2 ? 900_000 : 450_000);
    assertThat(slow.reads()).isEqualTo(3);
  }

  @Test
  void the_last_page_of_stored_results_may_take_as_long_as_it_likes() {
    String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
    FakeConfig slow = holding(ids);
    Invocation.of(new FakeIam(List.of()), slow)
        .run(schedule(), () -> slow.reads() < 3 ? 900_000 : 449_999);
    assertThat(slow.evaluations()).hasSize(250);
  }

  @Test
  void a_run_without_time_for_anybody_does_not_answer_that_there_is_nothing_to_say() {
    FakeConfig nothing = holdingNothing();
    FakeIam iam = new FakeIam(List.of(clean("bo")));
    assertThatThrownBy(
            () ->
                Invocation.of(iam, nothing)
                    .run(schedule(), () -> iam.calls().contains("ListUsers") ? 0 : 180_000))
        .hasMessageContaining("1 users are left");
    assertThat(nothing.requests()).isEmpty();
  }

  @Test
  void near_its_deadline_a_run_asks_no_more_reports_what_it_knows_and_says_how_many_are_left() {
    FakeIam iam = new FakeIam(IntStream.range(0, 50).mapToObj(i -> clean("u" + i)).toList());
    AtomicInteger looks = new AtomicInteger(); // At the time, once there is a roster.
    Invocation invocation = Invocation.of(iam, holdingNothing());
    assertThatThrownBy(
            () ->
                invocation.run(
                    schedule(),
                    () ->
                        !iam.calls().contains("ListUsers") || looks.getAndIncrement() < 10
                            ? 180_000
                            : 179_999))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessage(
            "1 failed, and all that this leaves is reported: 40 users are left: the deadline came"
                + " near");
    assertThat(said(invocation.config())).hasSize(10);
    assertThat(iam.calls()).filteredOn(call -> call.startsWith("ListAccessKeys")).hasSize(10);
    assertThat(invocation.log().getFirst()).contains("\"UndecidedUsers\":40");
  }

  @Test
  void a_last_page_may_name_a_next_one_and_come_late() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "ListUsers",
        () -> ListUsersResponse.builder().users(List.of()).isTruncated(false).marker("1").build());
    Invocation.of(iam, holdingNothing())
        .run(schedule(), () -> iam.calls().contains("ListUsers") ? 0 : 900_000);
  }
}
