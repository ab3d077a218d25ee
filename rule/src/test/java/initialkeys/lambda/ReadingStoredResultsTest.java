package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.ACCOUNT;
import static initialkeys.lambda.InMemoryRuns.NOW;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;

/** When the results that AWS Config holds are read, and what is sent because of them. */
class ReadingStoredResultsTest {

  private final FakeConfig config = holding(id("gone"), id("bo"));

  private Throwable failure(FakeIam iam) {
    return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
  }

  @Test
  void stored_results_are_read_to_the_last_page() {
    String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
    FakeConfig config = holding(ids);
    Invocation.of(new FakeIam(List.of()), config).run(schedule());
    assertThat(config.reads()).isEqualTo(3);
    assertThat(said(config))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ids).map(id -> id + " NOT_APPLICABLE").toList());
  }

  @Test
  void only_changes_are_sent_when_asked_for() {
    List<User> users = List.of(clean("ann"), guilty("bo"), clean("cy"));
    FakeConfig first = holdingNothing();
    Invocation.of(new FakeIam(users), first).run(schedule());
    List<Stored> stored =
        first.evaluations().stream()
            .map(
                it ->
                    new Stored(
                        it.complianceResourceId(), it.complianceTypeAsString(), it.annotation()))
            .toList();
    Map<String, String> onlyChanges = Map.of("reportOnlyChanges", "true");

    FakeConfig unchanged = new FakeConfig(stored);
    Invocation.of(new FakeIam(users), unchanged).run(schedule(onlyChanges));
    assertThat(unchanged.requests())
        .extracting(PutEvaluationsRequest::evaluations)
        .containsExactly(List.of());

    FakeConfig changed = new FakeConfig(stored);
    Invocation.of(new FakeIam(List.of(guilty("ann"), clean("bo"))), changed)
        .run(schedule(onlyChanges));
    assertThat(said(changed))
        .containsExactly(
            id("ann") + " NON_COMPLIANT", id("bo") + " COMPLIANT", id("cy") + " NOT_APPLICABLE");

    FakeConfig all = new FakeConfig(stored);
    Invocation.of(new FakeIam(users), all).run(schedule());
    assertThat(all.evaluations()).hasSize(3);
  }

  @Test
  void a_change_is_reported_though_aws_config_holds_just_this() {
    FakeConfig first = holdingNothing();
    Invocation.of(new FakeIam(List.of(guilty("bo"))), first).run(change(id("bo"), "bo"));
    Evaluation said = first.evaluations().getFirst();
    FakeConfig again =
        new FakeConfig(
            List.of(
                new Stored(
                    said.complianceResourceId(),
                    said.complianceTypeAsString(),
                    said.annotation())));
    Invocation.of(new FakeIam(List.of(guilty("bo"))), again)
        .run(
            Events.change(
                ACCOUNT,
                NOW,
                Map.of("reportOnlyChanges", "true"),
                "the-s3cr3t-token",
                id("bo"),
                "bo"));
    assertThat(again.evaluations()).containsExactly(said);
  }

  @Test
  void when_it_is_not_known_what_is_held_everything_is_sent_and_the_run_fails() {
    FakeConfig unreadable =
        holding(id("ann")).unreadable(ConfigException.builder().message("no").build());
    assertThatThrownBy(
            () ->
                Invocation.of(new FakeIam(List.of(clean("ann"), guilty("bo"))), unreadable)
                    .run(schedule(Map.of("reportOnlyChanges", "true"))))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessageContaining("config:GetComplianceDetailsByConfigRule");
    assertThat(said(unreadable))
        .containsExactly(id("ann") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
  }

  @Test
  void a_result_whose_words_differ_is_a_change() {
    FakeConfig config = holding(id("bo"));
    Invocation.of(new FakeIam(List.of(clean("bo"))), config)
        .run(schedule(Map.of("reportOnlyChanges", "true")));
    assertThat(said(config)).containsExactly(id("bo") + " COMPLIANT");
  }

  @Test
  void a_result_that_is_of_no_user_is_cleared_as_such() {
    FakeConfig config =
        holdingNothing()
            .holding("AWS::::Account", new Stored("123456789012", "NON_COMPLIANT", "old code"));
    Invocation.of(new FakeIam(List.of()), config).run(schedule());
    assertThat(config.evaluations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.complianceResourceType()).isEqualTo("AWS::::Account");
              assertThat(it.complianceTypeAsString()).isEqualTo("NOT_APPLICABLE");
              assertThat(it.annotation()).isEqualTo("The resource is not an IAM user.");
            });
  }

  @Test
  void stored_results_that_cannot_be_read_fail_the_run_after_everything_is_sent() {
    config.unreadable(ConfigException.builder().message("no").build());
    assertThat(failure(new FakeIam(List.of(clean("ann"), guilty("bo")))))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessage(
            "1 failed, and all that this leaves is reported:"
                + " config:GetComplianceDetailsByConfigRule for rule"
                + " iam-user-console-and-api-access-at-creation: no");
    assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
  }

  /** A user that is made and reported in between must not be taken for a deleted one. */
  @Test
  void stored_results_are_read_before_the_roster() {
    FakeIam iam = new FakeIam(List.of(clean("ann")));
    iam.before("ListUsers", () -> assertThat(config.reads()).isEqualTo(1));
    Invocation.of(iam, config).run(schedule());
    assertThat(iam.calls()).contains("ListUsers");
  }

  @Test
  void what_is_decided_is_sent_before_the_deleted_are_looked_for() {
    FakeIam iam = new FakeIam(List.of(clean("ann")));
    iam.before(
        "ListUsers",
        () ->
            assertThat(said(config))
                .hasSize(Collections.frequency(iam.calls(), "ListUsers") == 2 ? 1 : 0));
    Invocation.of(iam, config).run(schedule());
    assertThat(iam.calls()).endsWith("ListUsers");
  }

  @Test
  void stored_results_that_turn_in_a_circle_are_not_read_for_ever() {
    String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
    FakeConfig circling = holding(ids).circling();
    assertThatThrownBy(
            () -> Invocation.of(new FakeIam(List.of(guilty("bo"))), circling).run(schedule()))
        .hasMessageEndingWith("AWS Config gave the same next page twice");
    assertThat(said(circling)).containsExactly(id("bo") + " NON_COMPLIANT");
  }
}
