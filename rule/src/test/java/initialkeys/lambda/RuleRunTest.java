package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.Account;
import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Account.Stored;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.CredentialReportCsv;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** What one invocation asks, reports and throws, over IAM and AWS Config as fakes. */
class RuleRunTest {

  private static final String ACCOUNT = "123456789012";
  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00.123Z");
  private static final Instant LONG_AGO = Instant.parse("2025-02-03T08:30:00Z");
  private static final Instant JUST_NOW = Instant.parse("2026-01-15T11:58:00Z");
  private static final Instant LATER = Instant.parse("2025-06-01T00:00:00Z");

  private static User user(String name, Instant created, boolean password, Account.Key... keys) {
    return new User(name, id(name), "/", created, password, List.of(keys), new Expected("-", "-"));
  }

  private static User guilty(String name) {
    return user(name, LONG_AGO, true, key(name, LONG_AGO, null));
  }

  private static User clean(String name) {
    return user(name, LONG_AGO, true);
  }

  private static Account.Key key(String of, Instant created, Instant lastUsed) {
    return new Account.Key("AKIA" + of, created, "Active", lastUsed);
  }

  private static String id(String name) {
    return "AIDA" + name.toUpperCase(Locale.ROOT) + "000000000000";
  }

  private static User reborn(User user, String newName, String newId) {
    return new User(
        newName, newId, "/", user.created(), user.password(), user.keys(), user.expected());
  }

  private static String schedule() {
    return schedule(Map.of());
  }

  private static String schedule(Map<String, String> parameters) {
    return Events.schedule(ACCOUNT, NOW, parameters, "the-s3cr3t-token");
  }

  private static String change(String id, String name) {
    return Events.change(ACCOUNT, NOW, Map.of(), "the-s3cr3t-token", id, name);
  }

  private static FakeConfig holdingNothing() {
    return new FakeConfig(List.of());
  }

  private static FakeConfig holding(String... ids) {
    return new FakeConfig(
        Stream.of(ids).map(id -> new Stored(id, "COMPLIANT", "from earlier")).toList());
  }

  private static List<String> said(FakeConfig config) {
    return config.evaluations().stream()
        .map(it -> it.complianceResourceId() + " " + it.complianceType())
        .toList();
  }

  private static Supplier<Object> denied(String action) {
    return () -> {
      throw denial(action);
    };
  }

  private static RuntimeException denial(String action) {
    return IamException.builder()
        .statusCode(403)
        .message("not authorized to perform: iam:" + action)
        .build();
  }

  @Nested
  class Calls {

    static Stream<Arguments> users() {
      Account.Key initial = key("1", LONG_AGO, null);
      Account.Key used = key("1", LONG_AGO, LATER);
      Account.Key late = key("2", LATER, null);
      return Stream.of(
          Arguments.of("no key", user("bo", LONG_AGO, true), Map.of(), "ListAccessKeys bo"),
          Arguments.of("late key", user("bo", LONG_AGO, true, late), Map.of(), "ListAccessKeys bo"),
          Arguments.of(
              "no password",
              user("bo", LONG_AGO, false, initial),
              Map.of(),
              "ListAccessKeys bo, GetLoginProfile bo"),
          Arguments.of(
              "used",
              user("bo", LONG_AGO, true, used, late),
              Map.of(),
              "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1"),
          Arguments.of(
              "guilty",
              user("bo", LONG_AGO, true, late, initial),
              Map.of(),
              "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1"),
          Arguments.of(
              "guilty, and so new that its name could have passed on",
              user("bo", JUST_NOW, true, key("1", JUST_NOW, null)),
              Map.of(),
              "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1, GetUser bo"),
          Arguments.of(
              "passwords do not matter",
              user("bo", LONG_AGO, false, initial),
              Map.of("consolePasswordOnly", "false"),
              "ListAccessKeys bo, GetAccessKeyLastUsed AKIA1"),
          Arguments.of(
              "use does not matter",
              user("bo", LONG_AGO, true, initial),
              Map.of("unusedKeysOnly", "false"),
              "ListAccessKeys bo, GetLoginProfile bo"),
          Arguments.of(
              "inactive keys do not matter",
              user("bo", LONG_AGO, true, new Account.Key("AKIA1", LONG_AGO, "Inactive", null)),
              Map.of("activeKeysOnly", "true"),
              "ListAccessKeys bo"),
          Arguments.of(
              "within the grace period",
              user("bo", JUST_NOW, true, key("1", JUST_NOW, null)),
              Map.of("gracePeriodHours", "1"),
              "ListAccessKeys bo"),
          Arguments.of(
              "exempt", user("bo", LONG_AGO, true, initial), Map.of("exemptUsers", "bo"), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("users")
    void no_call_is_made_that_cannot_change_the_answer(
        String about, User user, Map<String, String> parameters, String calls) {
      FakeIam iam = new FakeIam(List.of(user));
      Invocation.of(iam, holdingNothing()).run(schedule(parameters));
      assertThat(String.join(", ", iam.calls()))
          .as(about)
          .isEqualTo("GenerateCredentialReport, ListUsers" + (calls.isEmpty() ? "" : ", " + calls));
    }

    @Test
    void whom_the_report_clears_nobody_asks_about() {
      List<User> users = List.of(clean("ann"), guilty("bo"));
      FakeIam iam =
          new FakeIam(users)
              .withReport(
                  ReportStateType.STARTED,
                  NOW,
                  CredentialReportCsv.of(users, List.of(), new Random(0)));
      FakeConfig config = holdingNothing();
      Invocation.of(iam, config).run(schedule());
      assertThat(iam.calls())
          .containsExactly(
              "GenerateCredentialReport",
              "GetCredentialReport",
              "ListUsers",
              "ListAccessKeys bo",
              "GetAccessKeyLastUsed AKIAbo");
      assertThat(said(config))
          .containsExactly(id("ann") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
    }

    @Test
    void a_change_looks_its_user_up_and_reads_no_stored_result() {
      FakeIam iam = new FakeIam(List.of(clean("ann"), clean("bo")));
      FakeConfig config = holding(id("gone"));
      Invocation.of(iam, config).run(change(id("bo"), "bo"));
      assertThat(iam.calls()).containsExactly("GetUser bo", "ListAccessKeys bo");
      assertThat(config.reads()).isZero();
      assertThat(said(config)).containsExactly(id("bo") + " COMPLIANT");
    }

    @Test
    void a_deleted_user_needs_no_call_to_iam() {
      FakeIam iam = new FakeIam(List.of());
      FakeConfig config = holdingNothing();
      Invocation.of(iam, config)
          .run(change(id("bo"), "bo").replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\""));
      assertThat(iam.calls()).isEmpty();
      assertThat(said(config)).containsExactly(id("bo") + " NOT_APPLICABLE");
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
  }

  @Nested
  class MeanwhileInIam {

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
              id("ann") + " COMPLIANT",
              id("zoe") + " NON_COMPLIANT",
              id("gone") + " NOT_APPLICABLE");
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
  }

  @Nested
  class Reporting {

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
      String earlier =
          Events.change(ACCOUNT, NOW.minusSeconds(10), grace, "token-1", id("bo"), "bo");
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
      assertThat(config.requests())
          .extracting(PutEvaluationsRequest::testMode)
          .containsExactly(true);
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
    void who_needs_no_question_goes_first() {
      FakeConfig config = holdingNothing();
      Invocation.of(new FakeIam(List.of(guilty("bo"), clean("ex"))), config)
          .run(schedule(Map.of("exemptUsers", "ex")));
      assertThat(said(config))
          .containsExactly(id("ex") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
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
      Invocation invocation =
          Invocation.of(new FakeIam(List.of(clean("ann"), clean("bo"))), config);
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
      FakeIam iam =
          new FakeIam(IntStream.range(0, failures).mapToObj(i -> guilty("u" + i)).toList());
      IntStream.range(0, failures)
          .forEach(i -> iam.instead("ListAccessKeys u" + i, denied("ListAccessKeys")));
      String message =
          catchThrowable(() -> Invocation.of(iam, holdingNothing()).run(schedule())).getMessage();
      assertThat(message.substring(message.lastIndexOf("; "))).contains(last);
    }

    @Test
    void a_failure_of_more_than_a_thousand_characters_keeps_its_begin_and_its_end() {
      String thousand = "ListUsers: " + "x".repeat(976) + " Request ID: 1";
      assertThat(thousand).hasSize(1001);
      assertThat(new IncompleteRunException(List.of(thousand.substring(1))).getMessage())
          .endsWith("reported: " + thousand.substring(1));
      assertThat(new IncompleteRunException(List.of(thousand)).getMessage())
          .endsWith(
              "reported: %s…%s".formatted(thousand.substring(0, 800), thousand.substring(801)));
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
  }

  @Nested
  class Failures {

    private final FakeConfig config = holding(id("gone"), id("bo"));

    private Throwable failure(FakeIam iam) {
      return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"ListAccessKeys bo", "GetLoginProfile bo", "GetAccessKeyLastUsed AKIAbo"})
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
      assertThat(failure(iam))
          .hasMessageContaining("iam:ListUsers for the users after the first 1:");
      assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT");
    }

    @Test
    void a_user_that_iam_gives_in_part_is_an_error_and_nobody_is_cleared() {
      FakeIam iam = new FakeIam(List.of());
      iam.instead(
          "ListUsers",
          () ->
              ListUsersResponse.builder()
                  .users(
                      software.amazon.awssdk.services.iam.model.User.builder()
                          .userName("bo")
                          .userId(id("bo"))
                          .path("/")
                          .build())
                  .isTruncated(false)
                  .build());
      Invocation invocation = Invocation.of(iam, config);
      assertThatThrownBy(() -> invocation.run(schedule()))
          .hasMessageEndingWith(
              "iam:ListUsers for user bo (%s): IAM gave a user without creation time", id("bo"));
      assertThat(config.requests()).isEmpty();
      assertThat(invocation.log().getFirst()).contains("\"UndecidedUsers\":1,");
    }

    static Stream<AccessKeyMetadata> keysInPart() {
      return Stream.of(
          AccessKeyMetadata.builder().accessKeyId("AKIA1").build(),
          AccessKeyMetadata.builder().createDate(LONG_AGO).build());
    }

    @ParameterizedTest
    @MethodSource("keysInPart")
    void a_key_that_iam_gives_in_part_is_an_error(AccessKeyMetadata key) {
      FakeIam iam = new FakeIam(List.of(guilty("bo")));
      iam.instead(
          "ListAccessKeys bo",
          () -> ListAccessKeysResponse.builder().accessKeyMetadata(key).isTruncated(false).build());
      assertThat(failure(iam)).hasMessageContaining("IAM gave a key without id or creation time");
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

    @ParameterizedTest
    @CsvSource({"20, ''", "21, ' and 1 more'"})
    void twenty_evaluations_that_failed_are_named(int users, String more) {
      FakeConfig config = holdingNothing().failing(batch -> batch);
      FakeIam iam = new FakeIam(IntStream.range(0, users).mapToObj(i -> clean("u" + i)).toList());
      assertThatThrownBy(() -> Invocation.of(iam, config).run(schedule()))
          .hasMessageContaining("%s%s: not taken in 3 attempts", id("u19"), more);
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
    void silence_about_a_keys_use_is_not_taken_for_never_used() {
      FakeIam iam = new FakeIam(List.of(guilty("bo")));
      iam.instead(
          "GetAccessKeyLastUsed AKIAbo", () -> GetAccessKeyLastUsedResponse.builder().build());
      assertThat(failure(iam))
          .hasMessageContaining(
              "iam:GetAccessKeyLastUsed for key AKIAbo of user bo (%s): IAM gave no"
                  + " AccessKeyLastUsed",
              id("bo"));
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
    void stored_results_that_cannot_be_read_fail_the_run_after_everything_is_sent() {
      config.unreadable(ConfigException.builder().message("no").build());
      assertThat(failure(new FakeIam(List.of(clean("ann"), guilty("bo")))))
          .isExactlyInstanceOf(IncompleteRunException.class)
          .hasMessage(
              "1 failed, and all that this leaves is reported:"
                  + " config:GetComplianceDetailsByConfigRule for rule"
                  + " iam-user-console-and-api-access-at-creation: no");
      assertThat(said(config))
          .containsExactly(id("ann") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
    }

    static Stream<Arguments> answersWithoutTheirContent() {
      return Stream.of(
          Arguments.of("ListUsers", ListUsersResponse.builder().build(), "a page without its list"),
          Arguments.of(
              "ListUsers",
              ListUsersResponse.builder().users(List.of()).marker("next").build(),
              "a page that does not say whether it is the last"),
          Arguments.of(
              "ListUsers",
              ListUsersResponse.builder().users(List.of()).isTruncated(true).build(),
              "a page that has a next one, and not which"),
          Arguments.of(
              "ListUsers",
              ListUsersResponse.builder().users(List.of()).isTruncated(true).marker("1").build(),
              "the same next page twice"),
          Arguments.of(
              "ListAccessKeys bo",
              ListAccessKeysResponse.builder().build(),
              "a page without its list"),
          Arguments.of(
              "ListAccessKeys bo",
              ListAccessKeysResponse.builder()
                  .accessKeyMetadata(List.of())
                  .isTruncated(true)
                  .build(),
              "a page that has a next one, and not which"),
          Arguments.of(
              "ListAccessKeys bo",
              ListAccessKeysResponse.builder()
                  .accessKeyMetadata(List.of())
                  .isTruncated(true)
                  .marker("1")
                  .build(),
              "the same next page twice"),
          Arguments.of(
              "GetLoginProfile bo",
              GetLoginProfileResponse.builder().build(),
              "no login profile, and no error"),
          Arguments.of(
              "GetAccessKeyLastUsed AKIAbo",
              GetAccessKeyLastUsedResponse.builder().build(),
              "no AccessKeyLastUsed"),
          Arguments.of(
              "GetAccessKeyLastUsed AKIAbo",
              GetAccessKeyLastUsedResponse.builder()
                  .userName("bo")
                  .accessKeyLastUsed(used -> {})
                  .build(),
              "no AccessKeyLastUsed"),
          Arguments.of("GetUser bo", GetUserResponse.builder().build(), "no user, and no error"));
    }

    /** To the SDK, what is not in an answer is empty: no key, no user, no page after this one. */
    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("answersWithoutTheirContent")
    void an_answer_without_its_content_clears_and_convicts_nobody(
        String call, IamResponse answer, String words) {
      FakeIam iam =
          new FakeIam(List.of(user("bo", JUST_NOW, true, key("bo", JUST_NOW, null))))
              .instead(call, () -> answer);
      assertThat(failure(iam)).hasMessageContaining("IAM gave " + words);
      assertThat(said(config)).doesNotContain(id("bo") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
      boolean isAboutBoAlone = !call.equals("ListUsers");
      assertThat(said(config).contains(id("gone") + " NOT_APPLICABLE")).isEqualTo(isAboutBoAlone);
      assertThat(said(config)).hasSize(isAboutBoAlone ? 1 : 0);
    }

    /** One of the three is enough: the date of a key that was used, or where one was not. */
    @ParameterizedTest
    @CsvSource({
      "2025-06-01T00:00:00Z, , , COMPLIANT",
      ", N/A, , NON_COMPLIANT",
      ", , N/A, NON_COMPLIANT"
    })
    void a_keys_use_is_told_by_its_date_or_by_not_applicable(
        Instant date, String service, String region, String result) {
      FakeIam iam =
          new FakeIam(List.of(guilty("bo")))
              .instead(
                  "GetAccessKeyLastUsed AKIAbo",
                  () ->
                      GetAccessKeyLastUsedResponse.builder()
                          .userName("bo")
                          .accessKeyLastUsed(
                              it -> it.lastUsedDate(date).serviceName(service).region(region))
                          .build());
      Invocation.of(iam, config).run(schedule());
      assertThat(said(config)).contains(id("bo") + " " + result);
    }

    @Test
    void a_last_page_may_name_a_next_one_and_come_late() {
      FakeIam iam = new FakeIam(List.of());
      iam.instead(
          "ListUsers",
          () ->
              ListUsersResponse.builder().users(List.of()).isTruncated(false).marker("1").build());
      Invocation.of(iam, holdingNothing())
          .run(schedule(), () -> iam.calls().contains("ListUsers") ? 0 : 900_000);
    }

    @Test
    void a_list_that_names_no_next_page_is_whole() {
      FakeIam iam =
          new FakeIam(List.of(guilty("bo")))
              .instead(
                  "ListAccessKeys bo",
                  () -> ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).build());
      Invocation.of(iam, config).run(schedule());
      assertThat(said(config)).contains(id("bo") + " COMPLIANT");
    }

    @Test
    void what_iam_gave_is_told_with_its_request() {
      ListAccessKeysResponse.Builder empty = ListAccessKeysResponse.builder();
      empty.responseMetadata(metadata("request-of-iam"));
      FakeIam iam = new FakeIam(List.of(guilty("bo"))).instead("ListAccessKeys bo", empty::build);
      assertThat(failure(iam))
          .hasMessageContaining("IAM gave a page without its list (Request ID: request-of-iam)");
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
    void stored_results_that_turn_in_a_circle_are_not_read_for_ever() {
      String[] ids = IntStream.range(0, 250).mapToObj(i -> id("gone" + i)).toArray(String[]::new);
      FakeConfig circling = holding(ids).circling();
      assertThatThrownBy(
              () -> Invocation.of(new FakeIam(List.of(guilty("bo"))), circling).run(schedule()))
          .hasMessageEndingWith("AWS Config gave the same next page twice");
      assertThat(said(circling)).containsExactly(id("bo") + " NON_COMPLIANT");
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

  @Nested
  class Log {

    @Test
    void one_line_tells_the_run_in_numbers_and_no_secret() {
      FakeIam iam = new FakeIam(List.of(clean("ann"), guilty("bo")));
      Invocation invocation = Invocation.of(iam, holding(id("gone"))).run(schedule());
      assertThat(invocation.log())
          .singleElement()
          .asString()
          .contains(
              "\"RuleName\":\"iam-user-console-and-api-access-at-creation\",\"UsersEvaluated\":2,"
                  + "\"NonCompliantUsers\":1,\"UndecidedUsers\":0,\"RunsWithoutReport\":1,\"ApiCallCounter\":0",
              "\"account\":\"123456789012\",\"trigger\":\"Schedule\"",
              "\"sent\":3,\"report\":\"none: iam:GenerateCredentialReport for the account: no"
                  + " report for you\",\"failures\":0",
              "\"awsCallsByOperation\":{},\"liveReads\":0,\"durationMillis\":0,",
              "\"requestId\":\"request-1\"",
              "\"Namespace\":\"InitialKeys\"",
              "\"Timestamp\":" + NOW.toEpochMilli())
          .doesNotContain("s3cr3t", "AKIA", "\n");
    }

    /** Its samples are the scheduled runs, and the alarm about silence counts them. */
    @Test
    void only_a_scheduled_run_says_whether_it_had_a_report() {
      Invocation change =
          Invocation.of(new FakeIam(List.of(clean("bo"))), holdingNothing())
              .run(change(id("bo"), "bo"));
      assertThat(metrics(change))
          .containsExactly(
              "UsersEvaluated", "NonCompliantUsers", "UndecidedUsers", "ApiCallCounter");
      Invocation scheduled =
          Invocation.of(new FakeIam(List.of(clean("bo"))), holdingNothing()).run(schedule());
      assertThat(metrics(scheduled))
          .containsExactly(
              "UsersEvaluated",
              "NonCompliantUsers",
              "UndecidedUsers",
              "RunsWithoutReport",
              "ApiCallCounter");
    }

    private static List<String> metrics(Invocation invocation) {
      JsonNode line = Fixtures.tree(invocation.log().getFirst());
      JsonNode named = line.at("/_aws/CloudWatchMetrics/0/Metrics");
      assertThat(named.valueStream())
          .allMatch(metric -> metric.path("Unit").asText().equals("Count"))
          .allMatch(metric -> line.path(metric.path("Name").asText()).isInt());
      assertThat(line.has("RunsWithoutReport"))
          .isEqualTo(named.toString().contains("RunsWithoutReport"));
      return named.valueStream().map(metric -> metric.path("Name").asText()).toList();
    }

    @Test
    void a_run_that_fails_is_logged_too() {
      FakeIam iam = new FakeIam(List.of(guilty("bo")));
      iam.instead("ListAccessKeys bo", denied("ListAccessKeys"));
      Invocation invocation = Invocation.of(iam, holdingNothing());
      assertThatThrownBy(() -> invocation.run(schedule()))
          .isExactlyInstanceOf(IncompleteRunException.class);
      assertThat(invocation.log())
          .satisfiesExactly(
              counts -> assertThat(counts).contains("\"UndecidedUsers\":1", "\"failures\":1"),
              failure ->
                  assertThat(failure)
                      .isEqualTo(
                          "{\"level\":\"ERROR\",\"message\":\"iam:ListAccessKeys for user bo (%s):"
                              + " not authorized to perform:"
                              + " iam:ListAccessKeys\",\"RuleName\":\"%s\",\"account\":\"123456789012\","
                              + "\"requestId\":\"request-1\"}",
                          id("bo"), Events.RULE_NAME));
    }

    @Test
    void each_user_that_cannot_be_read_has_a_line() {
      List<Account.User> users =
          IntStream.range(0, 40).mapToObj(i -> guilty("user-%02d".formatted(i))).toList();
      FakeIam iam = new FakeIam(users);
      users.forEach(user -> iam.instead("ListAccessKeys " + user.name(), denied("ListAccessKeys")));
      Invocation invocation = Invocation.of(iam, holdingNothing());
      assertThatThrownBy(() -> invocation.run(schedule()))
          .isExactlyInstanceOf(IncompleteRunException.class);
      assertThat(invocation.log()).hasSize(41);
      assertThat(invocation.log().subList(1, 41))
          .allMatch(line -> line.contains("iam:ListAccessKeys for user user-"))
          .doesNotHaveDuplicates();
    }
  }
}
