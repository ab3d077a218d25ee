package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.JUST_NOW;
import static initialkeys.lambda.InMemoryRuns.LONG_AGO;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.denial;
import static initialkeys.lambda.InMemoryRuns.denied;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.key;
import static initialkeys.lambda.InMemoryRuns.reborn;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Account.User;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IAM changes between two calls of the same invocation. */
class ChangesDuringRunTest {

  private final FakeConfig config = holdingNothing();

  private List<String> scheduled(FakeIam iam) {
    Invocation.of(iam, config).run(schedule());
    return said(config);
  }

  @Test
  void a_user_deleted_before_its_keys_are_read_is_no_error() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.before("ListAccessKeys bo", () -> iam.remove("bo"));
    assertThat(scheduled(iam)).containsExactly(id("bo") + " NOT_APPLICABLE");
  }

  @Test
  void a_user_deleted_before_its_password_is_read_does_not_count_as_without_one() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.before("GetLoginProfile bo", () -> iam.remove("bo"));
    assertThat(scheduled(iam)).containsExactly(id("bo") + " NOT_APPLICABLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListAccessKeys bo", "GetLoginProfile bo"})
  void a_guilty_user_that_is_renamed_stays_guilty(String call) {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.before(
        call,
        () -> {
          iam.remove("bo");
          iam.add(reborn(guilty("bo"), "bob", id("bo")));
        });
    assertThat(scheduled(iam)).containsExactly(id("bo") + " NON_COMPLIANT");
  }

  @Test
  void a_new_user_under_the_old_name_makes_nobody_guilty() {
    User first = user("bo", JUST_NOW, true);
    User second =
        user("bo", JUST_NOW.plusSeconds(90), true, key("1", JUST_NOW.plusSeconds(91), null));
    FakeIam iam = new FakeIam(List.of(first));
    iam.before("ListAccessKeys bo", () -> iam.add(reborn(second, "bo", id("bo2"))));
    assertThat(scheduled(iam)).containsExactly(id("bo") + " NOT_APPLICABLE");
    assertThat(iam.calls()).contains("GetUser bo");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void a_user_deleted_before_its_keys_use_is_read_is_no_error(int status) {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.before("GetAccessKeyLastUsed AKIAbo", () -> iam.remove("bo"));
    if (status == 403) iam.instead("GetAccessKeyLastUsed AKIAbo", denied("GetAccessKeyLastUsed"));
    assertThat(scheduled(iam)).containsExactly(id("bo") + " NOT_APPLICABLE");
  }

  @Test
  void the_password_of_another_who_took_the_name_makes_nobody_guilty() {
    User robot = user("bo", LONG_AGO, false, key("1", LONG_AGO, null));
    FakeIam iam = new FakeIam(List.of(robot));
    iam.before(
        "GetLoginProfile bo",
        () -> {
          iam.add(reborn(clean("bo"), "bo", id("bo2")));
          iam.add(reborn(robot, "amy", id("bo")));
        });
    assertThat(scheduled(iam)).containsExactly(id("bo") + " COMPLIANT");
  }

  @Test
  void a_user_that_is_renamed_between_two_pages_is_not_taken_for_deleted() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), guilty("zoe"))).withPagesOf(1);
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) iam.remove("zoe");
          if (Collections.frequency(iam.calls(), "ListUsers") == 3) {
            iam.add(reborn(guilty("zoe"), "adam", id("zoe")));
          }
        });
    FakeConfig config = holding(id("zoe"), id("ann"), id("gone"));
    Invocation.of(iam, config).run(schedule());
    assertThat(said(config))
        .containsExactly(
            id("ann") + " COMPLIANT", id("zoe") + " NON_COMPLIANT", id("gone") + " NOT_APPLICABLE");
  }

  @Test
  void a_user_that_is_on_two_pages_has_one_result() {
    FakeIam iam = new FakeIam(List.of(guilty("bo"), clean("cy"))).withPagesOf(1);
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2) {
            iam.remove("bo");
            iam.add(reborn(guilty("bo"), "zed", id("bo")));
          }
        });
    assertThat(scheduled(iam)).doesNotHaveDuplicates().contains(id("bo") + " NON_COMPLIANT");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void a_key_deleted_before_its_use_is_read_no_longer_counts(int status) {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.before("GetAccessKeyLastUsed AKIAbo", () -> iam.add(clean("bo")));
    if (status == 403) iam.instead("GetAccessKeyLastUsed AKIAbo", denied("GetAccessKeyLastUsed"));
    assertThat(scheduled(iam)).containsExactly(id("bo") + " COMPLIANT");
  }

  @Test
  void an_unfamiliar_word_for_no_password_is_checked_against_the_user() {
    FakeIam iam = new FakeIam(List.of(user("bo", LONG_AGO, false, key("1", LONG_AGO, null))));
    iam.instead(
        "GetLoginProfile bo",
        () -> {
          throw FakeIam.noSuchEntity("Nothing here.");
        });
    assertThat(scheduled(iam)).containsExactly(id("bo") + " COMPLIANT");
    assertThat(iam.calls()).contains("GetUser bo");
  }

  @Test
  void a_change_that_comes_after_the_user_was_made_again_speaks_of_the_old_one() {
    FakeIam iam = new FakeIam(List.of(reborn(guilty("bo"), "bo", id("bo2"))));
    Invocation.of(iam, config).run(change(id("bo"), "bo"));
    assertThat(said(config)).containsExactly(id("bo") + " NOT_APPLICABLE");
  }

  @Test
  void a_change_that_comes_after_the_user_was_deleted_is_no_error() {
    Invocation.of(new FakeIam(List.of()), config).run(change(id("bo"), "bo"));
    assertThat(said(config)).containsExactly(id("bo") + " NOT_APPLICABLE");
  }

  @Test
  void a_change_finds_a_renamed_user_by_its_id() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), reborn(guilty("bo"), "bob", id("bo"))));
    Invocation.of(iam, config).run(change(id("bo"), "bo"));
    assertThat(said(config)).containsExactly(id("bo") + " NON_COMPLIANT");
  }

  @Test
  void an_oversized_change_without_a_name_finds_its_user_by_the_id_on_any_page() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), guilty("bo"))).withPagesOf(1);
    Invocation.of(iam, config).run(change(id("bo"), null));
    assertThat(said(config)).containsExactly(id("bo") + " NON_COMPLIANT");
    assertThat(iam.calls()).startsWith("ListUsers", "ListUsers", "ListAccessKeys bo");
  }

  @Test
  void a_user_that_is_found_on_the_first_page_needs_no_second() {
    FakeIam iam = new FakeIam(List.of(guilty("bo"), clean("zoe"))).withPagesOf(1);
    int[] pages = new int[1];
    iam.before(
        "ListUsers",
        () -> {
          if (pages[0]++ == 1) throw denial("ListUsers");
        });
    FakeConfig config = holdingNothing();
    Invocation.of(iam, config).run(change(id("bo"), "renamed"));
    assertThat(config.evaluations())
        .singleElement()
        .satisfies(it -> assertThat(it.complianceTypeAsString()).isEqualTo("NON_COMPLIANT"));
  }

  @Test
  void a_user_that_is_renamed_between_two_pages_is_looked_for_twice() {
    FakeIam iam = new FakeIam(List.of(clean("ann")));
    int[] reads = new int[1];
    iam.before(
        "ListUsers",
        () -> {
          if (reads[0]++ == 1) iam.add(guilty("bo"));
        });
    FakeConfig config = holdingNothing();
    Invocation.of(iam, config).run(change(id("bo"), "renamed"));
    assertThat(config.evaluations())
        .singleElement()
        .satisfies(it -> assertThat(it.complianceTypeAsString()).isEqualTo("NON_COMPLIANT"));
  }
}
