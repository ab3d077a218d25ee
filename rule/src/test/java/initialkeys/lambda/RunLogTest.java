package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.NOW;
import static initialkeys.lambda.InMemoryRuns.change;
import static initialkeys.lambda.InMemoryRuns.clean;
import static initialkeys.lambda.InMemoryRuns.denied;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.holdingNothing;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.Account;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lines that an invocation logs. */
class RunLogTest {

  @Test
  void one_line_tells_the_run_in_numbers_and_no_secret() {
    FakeIam iam = new FakeIam(List.of(clean("ann"), guilty("bo")));
    Invocation invocation = Invocation.of(iam, holding(id("gone"))).run(schedule());
    assertThat(invocation.log())
        .singleElement()
        .asString()
        .contains(
            "\"RuleName\":\"iam-user-console-and-api-access-at-creation\",\"UsersEvaluated\":2,"
                + "\"NonCompliantUsers\":1,\"UndecidedUsers\":0,\"RunsWithoutReport\":1,\"AwsCalls\":0",
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
        .containsExactly("UsersEvaluated", "NonCompliantUsers", "UndecidedUsers", "AwsCalls");
    Invocation scheduled =
        Invocation.of(new FakeIam(List.of(clean("bo"))), holdingNothing()).run(schedule());
    assertThat(metrics(scheduled))
        .containsExactly(
            "UsersEvaluated",
            "NonCompliantUsers",
            "UndecidedUsers",
            "RunsWithoutReport",
            "AwsCalls");
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
