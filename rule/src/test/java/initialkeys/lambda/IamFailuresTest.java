package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.LONG_AGO;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.denial;
import static initialkeys.lambda.InMemoryRuns.denied;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.key;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.model.IamException;

/** Calls to IAM that fail: whose result is missing then, and what the invocation says. */
class IamFailuresTest {

  private final FakeConfig config = holding(id("gone"), id("bo"));

  private Throwable failure(FakeIam iam) {
    return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListAccessKeys bo", "GetLoginProfile bo", "GetAccessKeyLastUsed AKIAbo"})
  void one_user_that_cannot_be_read_costs_only_its_own_result(String call) {
    FakeIam iam = new FakeIam(List.of(guilty("ann"), guilty("bo"), guilty("cy")));
    String operation = call.substring(0, call.indexOf(' '));
    iam.instead(call, denied(operation));
    assertThat(failure(iam))
        .isExactlyInstanceOf(IncompleteRunException.class)
        .hasMessageStartingWith(
            "1 failed, and all that this leaves is reported: iam:%s for ", operation)
        .hasMessageContaining("user bo (%s): not authorized to perform: iam:", id("bo"));
    assertThat(said(config))
        .containsExactly(
            id("ann") + " NON_COMPLIANT",
            id("cy") + " NON_COMPLIANT",
            id("gone") + " NOT_APPLICABLE");
  }

  @Test
  void the_first_twenty_are_named_and_the_rest_counted() {
    FakeIam iam = new FakeIam(IntStream.range(0, 25).mapToObj(i -> guilty("u" + i)).toList());
    IntStream.range(0, 25)
        .forEach(i -> iam.instead("ListAccessKeys u" + i, denied("ListAccessKeys")));
    assertThat(failure(iam))
        .hasMessageStartingWith("25 failed,")
        .hasMessageContaining("user u19 (")
        .hasMessageNotContaining("user u20 (")
        .hasMessageEndingWith("; and 5 more");
  }

  @Test
  void without_a_roster_nothing_is_said_and_nobody_is_cleared() {
    FakeIam iam = new FakeIam(List.of(clean("bo"))).instead("ListUsers", denied("ListUsers"));
    assertThat(failure(iam))
        .hasMessage(
            "1 failed, and all that this leaves is reported: iam:ListUsers for the users after"
                + " the first 0: not authorized to perform: iam:ListUsers");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void whatever_goes_wrong_with_the_roster_is_told_as_such() {
    FakeIam iam = new FakeIam(List.of(clean("bo")));
    iam.instead(
        "ListUsers",
        () -> {
          throw new IllegalStateException("no answer that the SDK knows");
        });
    assertThat(failure(iam))
        .hasMessageContaining("iam:ListUsers for the users after the first 0: no");
  }

  @Test
  void half_a_roster_is_reported_and_nobody_is_cleared() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), clean("bo"))).withPagesOf(1);
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) throw denial("ListUsers");
        });
    assertThat(failure(iam)).hasMessageContaining("iam:ListUsers for the users after the first 1:");
    assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT");
  }

  static Stream<Arguments> refusalsOfAKeysUse() {
    return Stream.of(
        Arguments.of(IamException.builder().statusCode(403).message("denied").build(), 2),
        Arguments.of(FakeIam.noSuchEntity("no such key"), 2),
        Arguments.of(IamException.builder().statusCode(400).message("throttled").build(), 1),
        Arguments.of(SdkClientException.create("no connection"), 1));
  }

  /** The key is still there, so that all of these are failures. */
  @ParameterizedTest
  @MethodSource("refusalsOfAKeysUse")
  void only_a_refusal_that_may_mean_that_a_key_is_gone_lists_the_keys_again(
      RuntimeException refusal, int timesListed) {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.instead(
        "GetAccessKeyLastUsed AKIAbo",
        () -> {
          throw refusal;
        });
    assertThat(failure(iam)).hasMessageContaining(refusal.getMessage());
    assertThat(iam.calls())
        .filteredOn(call -> call.equals("ListAccessKeys bo"))
        .hasSize(timesListed);
  }

  @Test
  void what_nobody_foresaw_says_where_it_happened_and_costs_no_other_its_result() {
    FakeIam iam = new FakeIam(List.of(guilty("bo"), guilty("cy")));
    iam.instead(
        "GetAccessKeyLastUsed AKIAbo",
        () -> {
          throw new IllegalStateException("odd");
        });
    assertThat(failure(iam))
        .hasMessageContaining(
            "user bo (%s): java.lang.IllegalStateException: odd at initialkeys.", id("bo"));
    assertThat(said(config)).contains(id("cy") + " NON_COMPLIANT");
  }

  @Test
  void a_user_that_iam_lists_and_denies_is_an_error_and_not_deleted() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw FakeIam.noSuchEntity("The user with name bo cannot be found.");
        });
    assertThat(failure(iam)).hasMessageContaining("it has not settled yet");
    assertThat(said(config)).containsExactly(id("gone") + " NOT_APPLICABLE");
  }

  @Test
  void answers_that_lead_nowhere_end() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    int[] round = {0};
    iam.before(
        "ListAccessKeys bo",
        () -> iam.add(user("bo", LONG_AGO, true, key("bo" + round[0]++, LONG_AGO, null))));
    IntStream.range(0, 200)
        .forEach(
            i ->
                iam.instead(
                    "GetAccessKeyLastUsed AKIAbo" + i,
                    () -> {
                      throw FakeIam.noSuchEntity("The Access Key cannot be found.");
                    }));
    assertThat(failure(iam)).hasMessageContaining("IAM's answers to 100 questions lead nowhere");
    assertThat(iam.calls())
        .as("which keys, the password, and each key that is gone by then")
        .filteredOn(call -> call.startsWith("GetAccessKeyLastUsed"))
        .hasSize(98);
  }

  @Test
  void an_error_of_the_jvm_leaves_a_line_and_no_empty_answer() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw new NoClassDefFoundError("a class that the jar lacks");
        });
    Invocation invocation = Invocation.of(iam, config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .hasRootCauseInstanceOf(NoClassDefFoundError.class);
    assertThat(invocation.log())
        .singleElement()
        .asString()
        .contains("\"level\":\"ERROR\"", "NoClassDefFoundError: a class that the jar lacks");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void when_the_roster_cannot_be_read_a_second_time_nobody_is_cleared() {
    FakeIam iam = new FakeIam(List.of(clean("ann")));
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) throw denial("ListUsers");
        });
    assertThat(failure(iam)).hasMessageContaining("iam:ListUsers");
    assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT");
  }

  @Test
  void a_change_whose_user_cannot_be_looked_up_says_nothing() {
    FakeIam iam = new FakeIam(List.of(clean("bo"))).instead("GetUser bo", denied("GetUser"));
    assertThatThrownBy(() -> Invocation.of(iam, config).run(change(id("bo"), "bo")))
        .hasMessage(
            "1 failed, and all that this leaves is reported: iam:GetUser for user bo: not"
                + " authorized to perform: iam:GetUser");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void a_change_with_half_a_roster_does_not_take_the_user_for_deleted() {
    FakeIam iam = new FakeIam(List.of(clean("ann"))).instead("ListUsers", denied("ListUsers"));
    assertThatThrownBy(() -> Invocation.of(iam, config).run(change(id("bo"), "bo")))
        .hasMessageContaining("iam:ListUsers");
    assertThat(config.requests()).isEmpty();
  }
}
