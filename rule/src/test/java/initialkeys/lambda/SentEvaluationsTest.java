package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.ACCOUNT;
import static initialkeys.lambda.InMemoryRuns.NOW;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.denied;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.key;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;

/** What is sent to AWS Config, and what becomes of what it refuses. */
class SentEvaluationsTest {

  @Test
  void evaluations_go_out_in_hundreds_with_the_events_time_and_token() {
    FakeIam iam = new FakeIam(IntStream.range(0, 250).mapToObj(i -> clean("u" + i)).toList());
    FakeConfig config = holdingNothing();
    Invocation.of(iam, config).run(schedule());
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(100, 100, 50);
    assertThat(config.requests())
        .allSatisfy(
            request -> {
              assertThat(request.resultToken()).isEqualTo("the-s3cr3t-token");
              assertThat(request.testMode()).isFalse();
            });
    assertThat(config.evaluations()).extracting(Evaluation::orderingTimestamp).containsOnly(NOW);
  }

  @Test
  void a_change_is_ordered_by_the_time_at_which_it_was_captured() {
    FakeConfig config = holdingNothing();
    Invocation.of(new FakeIam(List.of(clean("bo"))), config).run(change(id("bo"), "bo"));
    assertThat(config.evaluations())
        .extracting(Evaluation::orderingTimestamp)
        .containsExactly(NOW.minusSeconds(60));
  }

  @Test
  void the_same_event_twice_says_the_same() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), guilty("bo")));
    FakeConfig first = holding(id("gone"));
    Invocation.of(iam, first).run(schedule()).run(change(id("bo"), "bo"));
    FakeConfig second = holding(id("gone"));
    Invocation.of(iam, second).run(schedule()).run(change(id("bo"), "bo"));
    assertThat(second.requests()).isEqualTo(first.requests()).hasSize(3);
  }

  /**
   * At the change's time the key was within the grace period, at the schedule's no longer: the
   * later word must be the one that holds, in whichever order the two arrive.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_change_that_is_overtaken_by_a_later_schedule_takes_nothing_back(boolean isOvertaken) {
    Instant created = NOW.minusSeconds(3_600);
    FakeIam iam = new FakeIam(List.of(user("bo", created, true, key("bo", created, null))));
    Map<String, String> grace = Map.of("gracePeriodHours", "1");
    String earlier = Events.change(ACCOUNT, NOW.minusSeconds(10), grace, "token-1", id("bo"), "bo");
    String later = Events.schedule(ACCOUNT, NOW, grace, "token-2");
    FakeConfig config = holdingNothing();
    Invocation invocation = Invocation.of(iam, config);
    invocation.run(isOvertaken ? later : earlier).run(isOvertaken ? earlier : later);
    assertThat(said(config))
        .containsExactlyInAnyOrder(id("bo") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
    assertThat(config.held(id("bo")).complianceTypeAsString()).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void the_kits_test_token_stores_nothing() {
    FakeConfig config = holdingNothing();
    Invocation.of(new FakeIam(List.of(clean("bo"))), config)
        .run(Events.schedule(ACCOUNT, NOW, Map.of(), "TESTMODE"));
    assertThat(config.requests()).extracting(PutEvaluationsRequest::testMode).containsExactly(true);
  }

  @Test
  void with_nothing_to_say_the_token_is_answered_with_an_empty_list() {
    FakeConfig config = holdingNothing();
    Invocation.of(new FakeIam(List.of()), config).run(schedule());
    assertThat(config.requests())
        .extracting(PutEvaluationsRequest::evaluations)
        .containsExactly(List.of());
  }

  @Test
  void who_needs_no_question_goes_first() {
    FakeConfig config = holdingNothing();
    Invocation.of(new FakeIam(List.of(guilty("bo"), clean("ex"))), config)
        .run(schedule(Map.of("exemptUsers", "ex")));
    assertThat(said(config)).containsExactly(id("ex") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
  }

  @Test
  void a_failed_evaluation_is_sent_again() {
    int[] round = {0};
    FakeConfig config =
        holdingNothing().failing(batch -> round[0]++ < 2 ? List.of(batch.getFirst()) : List.of());
    Invocation.of(new FakeIam(List.of(clean("ann"), clean("bo"))), config).run(schedule());
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(2, 1, 1);
  }

  @Test
  void an_evaluation_that_always_fails_is_named() {
    FakeConfig config = holdingNothing().failing(batch -> List.of(batch.getLast()));
    assertThatThrownBy(
            () ->
                Invocation.of(new FakeIam(List.of(clean("ann"), clean("bo"))), config)
                    .run(schedule()))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessage(
            "1 failed, and all that this leaves is reported: config:PutEvaluations for %s:"
                + " not taken in 3 attempts",
            id("bo"));
    assertThat(config.requests()).hasSize(3);
  }

  @Test
  void what_aws_config_took_is_counted_though_some_failed() {
    FakeConfig config = holdingNothing().failing(batch -> List.of(batch.getLast()));
    Invocation invocation = Invocation.of(new FakeIam(List.of(clean("ann"), clean("bo"))), config);
    assertThatThrownBy(() -> invocation.run(schedule())).hasMessageContaining("PutEvaluations");
    assertThat(invocation.log().getFirst()).contains("\"sent\":1,");
  }

  @Test
  void what_aws_config_took_before_it_refused_is_counted() {
    FakeConfig config = holdingNothing();
    config.failing(
        batch -> {
          config.refusing(ConfigException.builder().message("no more").build());
          return List.of(batch.getLast());
        });
    Invocation invocation =
        Invocation.of(new FakeIam(List.of(clean("ann"), clean("bo"), clean("cy"))), config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .hasMessageEndingWith("config:PutEvaluations for %s: no more", id("cy"));
    assertThat(invocation.log().getFirst()).contains("\"sent\":2,");
  }

  @ParameterizedTest
  @CsvSource({"20, user u19", "21, 1 more"})
  void twenty_failures_are_named(int failures, String last) {
    FakeIam iam = new FakeIam(IntStream.range(0, failures).mapToObj(i -> guilty("u" + i)).toList());
    IntStream.range(0, failures)
        .forEach(i -> iam.instead("ListAccessKeys u" + i, denied("ListAccessKeys")));
    String message =
        catchThrowable(() -> Invocation.of(iam, holdingNothing()).run(schedule())).getMessage();
    assertThat(message.substring(message.lastIndexOf("; "))).contains(last);
  }

  @Test
  void the_message_stays_short_whatever_aws_says() {
    FakeConfig config =
        holdingNothing().refusing(ConfigException.builder().message("x".repeat(5000)).build());
    List<User> users = IntStream.range(0, 5000).mapToObj(i -> clean("u" + i)).toList();
    assertThat(catchThrowable(() -> Invocation.of(new FakeIam(users), config).run(schedule())))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .message()
        .hasSizeLessThan(21_000)
        .contains(id("u19") + " and 80 more: xxx")
        .endsWith("; and 30 more");
  }

  @Test
  void a_refusal_that_quotes_the_token_is_told_without_it_and_every_batch_is_tried() {
    FakeConfig config =
        holdingNothing()
            .refusing(
                ConfigException.builder().message("Value 'the-s3cr3t-token' is stale").build());
    List<User> users = IntStream.range(0, 150).mapToObj(i -> clean("u" + i)).toList();
    assertThatThrownBy(() -> Invocation.of(new FakeIam(users), config).run(schedule()))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessageContaining("Value '(the result token)' is stale")
        .hasMessageNotContaining("s3cr3t")
        .hasNoCause();
    assertThat(config.requests()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"20, ''", "21, ' and 1 more'"})
  void twenty_evaluations_that_failed_are_named(int users, String more) {
    FakeConfig config = holdingNothing().failing(batch -> batch);
    FakeIam iam = new FakeIam(IntStream.range(0, users).mapToObj(i -> clean("u" + i)).toList());
    assertThatThrownBy(() -> Invocation.of(iam, config).run(schedule()))
        .hasMessageContaining("%s%s: not taken in 3 attempts", id("u19"), more);
  }

  @Test
  void what_aws_config_did_not_take_is_told_with_its_request() {
    FakeConfig failing =
        holdingNothing().failing(batch -> batch).answeringFor(metadata("request-of-config"));
    assertThatThrownBy(
            () -> Invocation.of(new FakeIam(List.of(clean("bo"))), failing).run(schedule()))
        .hasMessageEndingWith("not taken in 3 attempts (Request ID: request-of-config)");
  }

  private static AwsResponseMetadata metadata(String requestId) {
    return DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", requestId));
  }
}
