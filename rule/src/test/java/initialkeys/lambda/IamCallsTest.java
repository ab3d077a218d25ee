package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.JUST_NOW;
import static initialkeys.lambda.InMemoryRuns.LATER;
import static initialkeys.lambda.InMemoryRuns.LONG_AGO;
import static initialkeys.lambda.InMemoryRuns.NOW;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.key;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Account;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.CredentialReportCsv;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** Which calls one invocation makes to IAM. */
class IamCallsTest {

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
    assertThat(said(config)).containsExactly(id("ann") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
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
}
