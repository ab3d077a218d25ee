package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.JUST_NOW;
import static initialkeys.invocation.InMemoryRuns.LATER;
import static initialkeys.invocation.InMemoryRuns.LONG_AGO;
import static initialkeys.invocation.InMemoryRuns.NOW;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
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
        Arguments.of("no key", named("bo").build(), Map.of(), "ListAccessKeys bo"),
        Arguments.of(
            "key created later", named("bo").keys(late).build(), Map.of(), "ListAccessKeys bo"),
        Arguments.of(
            "no password",
            named("bo").password(false).keys(initial).build(),
            Map.of(),
            "ListAccessKeys bo, GetLoginProfile bo"),
        Arguments.of(
            "used key",
            named("bo").keys(used, late).build(),
            Map.of(),
            "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1"),
        Arguments.of(
            "unused key",
            named("bo").keys(late, initial).build(),
            Map.of(),
            "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1"),
        Arguments.of(
            "unused key, and a name that another user may have had",
            named("bo").created(JUST_NOW).keys(key("1", JUST_NOW, null)).build(),
            Map.of(),
            "ListAccessKeys bo, GetLoginProfile bo, GetAccessKeyLastUsed AKIA1, GetUser bo"),
        Arguments.of(
            "passwords do not matter",
            named("bo").password(false).keys(initial).build(),
            Map.of("consolePasswordOnly", "false"),
            "ListAccessKeys bo, GetAccessKeyLastUsed AKIA1"),
        Arguments.of(
            "use does not matter",
            named("bo").keys(initial).build(),
            Map.of("unusedKeysOnly", "false"),
            "ListAccessKeys bo, GetLoginProfile bo"),
        Arguments.of(
            "inactive keys do not matter",
            named("bo").keys(new Account.Key("AKIA1", LONG_AGO, "Inactive", null)).build(),
            Map.of("activeKeysOnly", "true"),
            "ListAccessKeys bo"),
        Arguments.of(
            "within the grace period",
            named("bo").created(JUST_NOW).keys(key("1", JUST_NOW, null)).build(),
            Map.of("gracePeriodHours", "1"),
            "ListAccessKeys bo"),
        Arguments.of("exempt", named("bo").keys(initial).build(), Map.of("exemptUsers", "bo"), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("users")
  void noCallIsMadeThatCannotChangeTheVerdict(
      String about, User user, Map<String, String> parameters, String calls) {
    FakeIam iam = new FakeIam(List.of(user));
    Invocation.of(iam, configWithoutResults()).run(schedule(parameters));
    assertThat(String.join(", ", iam.calls()))
        .as(about)
        .isEqualTo(
            "GenerateCredentialReport, GetCredentialReport, ListUsers"
                + (calls.isEmpty() ? "" : ", " + calls));
  }

  @Test
  void usersClearedByTheCredentialReportNeedNoCall() {
    List<User> users = List.of(withoutKeys("ann"), withUnusedKey("bo"));
    FakeIam iam =
        new FakeIam(users)
            .withCredentialReport(
                ReportStateType.STARTED,
                NOW,
                CredentialReportCsv.of(users, List.of(), new Random(0)));
    FakeConfig config = configWithoutResults();
    Invocation.of(iam, config).run(schedule());
    assertThat(iam.calls())
        .containsExactly(
            "GenerateCredentialReport",
            "GetCredentialReport",
            "ListUsers",
            "ListAccessKeys bo",
            "GetAccessKeyLastUsed AKIABO");
    assertThat(results(config))
        .containsExactly(idOf("bo") + " NON_COMPLIANT", idOf("ann") + " COMPLIANT");
  }

  @Test
  void changeReadsItsUserAndNoStoredResult() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withoutKeys("bo")));
    FakeConfig config = configWithResultsOf(idOf("deleted"));
    Invocation.of(iam, config).run(change(idOf("bo"), "bo"));
    assertThat(iam.calls()).containsExactly("GetUser bo", "ListAccessKeys bo");
    assertThat(config.reads()).isZero();
    assertThat(results(config)).containsExactly(idOf("bo") + " COMPLIANT");
  }

  @Test
  void deletedUserNeedsNoCallToIam() {
    FakeIam iam = new FakeIam(List.of());
    FakeConfig config = configWithoutResults();
    Invocation.of(iam, config)
        .run(change(idOf("bo"), "bo").replace("\\\"OK\\\"", "\\\"ResourceDeleted\\\""));
    assertThat(iam.calls()).isEmpty();
    assertThat(results(config)).containsExactly(idOf("bo") + " NOT_APPLICABLE");
  }
}
