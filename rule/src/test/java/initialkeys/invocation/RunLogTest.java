package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.NOW;
import static initialkeys.invocation.InMemoryRuns.accessDenied;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.configWithoutResults;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The log lines of an invocation. */
class RunLogTest {

  @Test
  void summaryLineHasCountsAndNoSecret() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo")));
    Invocation invocation =
        Invocation.of(iam, configWithResultsOf(idOf("deleted"))).run(schedule());
    assertThat(invocation.log())
        .singleElement()
        .asString()
        .contains(
            "\"RuleName\":\"iam-user-console-and-api-access-at-creation\","
                + "\"account\":\"123456789012\",\"UsersEvaluated\":2,"
                + "\"NonCompliantUsers\":1,\"UsersNotEvaluated\":0,\"ApiCalls\":0,"
                + "\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":1",
            "\"trigger\":\"Schedule\"",
            "\"evaluationsSent\":3,\"credentialReport\":{\"status\":\"UNAVAILABLE\","
                + "\"reason\":\"iam:GenerateCredentialReport for the account: not"
                + " authorized to perform: iam:GenerateCredentialReport\"}",
            "\"apiCallsByOperation\":{},\"liveReads\":0,\"durationMillis\":0,",
            "\"requestId\":\"request-1\"",
            "\"Namespace\":\"InitialKeys\"",
            "\"Timestamp\":" + NOW.toEpochMilli())
        .doesNotContain("s3cr3t", "AKIA", "\n");
  }

  @Test
  void onlyScheduledRunsHaveTheMetricsOfASchedule() {
    Invocation change =
        Invocation.of(new FakeIam(List.of(withoutKeys("bo"))), configWithoutResults())
            .run(change(idOf("bo"), "bo"));
    assertThat(metrics(change))
        .containsExactly("UsersEvaluated", "NonCompliantUsers", "UsersNotEvaluated", "ApiCalls");
    Invocation scheduled =
        Invocation.of(new FakeIam(List.of(withoutKeys("bo"))), configWithoutResults())
            .run(schedule());
    assertThat(metrics(scheduled))
        .containsExactly(
            "UsersEvaluated",
            "NonCompliantUsers",
            "UsersNotEvaluated",
            "ApiCalls",
            "ScheduledRuns",
            "RunsWithoutCredentialReport");
  }

  private static List<String> metrics(Invocation invocation) {
    JsonNode line = Fixtures.tree(invocation.log().getFirst());
    JsonNode named = line.at("/_aws/CloudWatchMetrics/0/Metrics");
    assertThat(named.valueStream())
        .allMatch(metric -> metric.path("Unit").asText().equals("Count"))
        .allMatch(metric -> line.path(metric.path("Name").asText()).isInt());
    assertThat(line.has("RunsWithoutCredentialReport"))
        .isEqualTo(named.toString().contains("RunsWithoutCredentialReport"));
    return named.valueStream().map(metric -> metric.path("Name").asText()).toList();
  }

  @Test
  void failedRunLogsCountsAndEachFailure() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.instead("ListAccessKeys bo", accessDenied("ListAccessKeys"));
    Invocation invocation = Invocation.of(iam, configWithoutResults());
    assertThatThrownBy(() -> invocation.run(schedule()))
        .isExactlyInstanceOf(FailedInvocation.class);
    assertThat(invocation.log())
        .satisfiesExactly(
            counts -> assertThat(counts).contains("\"UsersNotEvaluated\":1", "\"failures\":1"),
            failure ->
                assertThat(failure)
                    .isEqualTo(
                        "{\"level\":\"ERROR\",\"message\":\"iam:ListAccessKeys for user bo (%s):"
                            + " not authorized to perform:"
                            + " iam:ListAccessKeys\",\"RuleName\":\"%s\",\"account\":\"123456789012\","
                            + "\"requestId\":\"request-1\"}",
                        idOf("bo"), Events.RULE_NAME));
  }

  @Test
  void eachUnreadableUserHasItsOwnLine() {
    List<Account.User> users =
        IntStream.range(0, 40).mapToObj(i -> withUnusedKey("user-" + (100 + i))).toList();
    FakeIam iam = new FakeIam(users);
    users.forEach(
        user -> iam.instead("ListAccessKeys " + user.name(), accessDenied("ListAccessKeys")));
    Invocation invocation = Invocation.of(iam, configWithoutResults());
    assertThatThrownBy(() -> invocation.run(schedule()))
        .isExactlyInstanceOf(FailedInvocation.class);
    assertThat(invocation.log()).hasSize(41);
    assertThat(invocation.log().subList(1, 41))
        .allMatch(line -> line.contains("iam:ListAccessKeys for user user-"))
        .doesNotHaveDuplicates();
  }
}
