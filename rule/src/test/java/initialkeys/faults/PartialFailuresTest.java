package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.FailedInvocation;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.service.FakeConfig;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.model.IamException;

/** One call fails, for one user, page or evaluation: all other results are sent. */
class PartialFailuresTest extends FaultInjection {

  @Test
  void incompleteRosterIsEvaluatedAndClearsNoResult() throws IOException {
    iam.withPagesOf(3);
    respondFirst(
        request ->
            request.body().contains("Marker=")
                ? Optional.of(FakeAws.iamError(403, "AccessDenied", "no further"))
                : Optional.empty());

    Optional<Throwable> failure = run(schedule());

    assertThat(results()).isEqualTo(expectedWithout("recent", "deleted"));
    assertThat(failure)
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("iam:ListUsers for the users after the first 3: no further");
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", "no further");
  }

  @Test
  void incompleteStoredResultsClearNoResult() throws IOException {
    FakeConfig manyResults =
        new FakeConfig(
            IntStream.range(0, 150)
                .mapToObj(i -> new Account.Stored(idOf("deleted" + i), "COMPLIANT", "from earlier"))
                .toList());
    server.close();
    FakeAws aws = new FakeAws(iam, manyResults);
    server =
        new FakeAwsServer(
            request ->
                request.body().contains("NextToken")
                    ? FakeAws.configError(400, "AccessDeniedException", "no further")
                    : aws.respond(request));

    Optional<Throwable> failure = run(schedule());

    assertThat(manyResults.evaluations())
        .extracting(Evaluation::complianceTypeAsString)
        .containsExactlyInAnyOrder("COMPLIANT", "COMPLIANT", "NON_COMPLIANT", "NON_COMPLIANT");
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:GetComplianceDetailsByConfigRule for rule ", "no further");
  }

  @ParameterizedTest
  @CsvSource({
    "ListAccessKeys recent, user recent",
    "GetLoginProfile recent, user recent",
    "GetAccessKeyLastUsed AKIARECENT, key AKIARECENT of user recent",
    "GetUser recent, user recent"
  })
  void unreadableUserAffectsOnlyItsOwnResult(String call, String subject) {
    iam.instead(
        call,
        () -> {
          throw IamException.builder().statusCode(403).message("not this one").build();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(results()).isEqualTo(expectedWithout("recent"));
    assertThat(failure.orElseThrow().getMessage())
        .startsWith(
            "iam:%s for %s (%s): not this one"
                .formatted(call.substring(0, call.indexOf(' ')), subject, idOf("recent")));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", idOf("recent"));
  }

  @Test
  void userDeletedDuringTheRunIsNotApplicable() {
    iam.before("ListAccessKeys unused", () -> iam.remove("unused"));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(EXPECTED);
    expected.put(idOf("unused"), "NOT_APPLICABLE");
    assertThat(results()).isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @Test
  void recreatedUserHasAResultOfItsOwn() {
    Account.User recreated =
        named("recent").id(idOf("recreated")).created(NOW).keys(key("new", NOW, null)).build();
    iam.before("ListAccessKeys recent", () -> iam.add(recreated));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(EXPECTED);
    expected.put(idOf("recent"), "NOT_APPLICABLE");
    expected.put(recreated.id(), "NON_COMPLIANT");
    assertThat(results()).as("the recreated user has its own result").isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, no",
    "InvalidResultTokenException, The result token s3cr3t-result-token is invalid",
    "NoSuchConfigRuleException, no such rule"
  })
  void rejectedEvaluationsAreNamedWithoutTheResultToken(String code, String message) {
    server.failAlways("PutEvaluations", FakeAws.configError(400, code, message));

    Optional<Throwable> failure = run(schedule());

    assertThat(results()).isEmpty();
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for ", idOf("keyless"))
        .contains("Request ID: 11111111-2222-3333-4444-555555555555")
        .doesNotContain("s3cr3t");
    assertThat(log).hasSize(3).noneMatch(line -> line.contains("s3cr3t"));
  }

  @Test
  void failedEvaluationsAreSentAgain() {
    Iterator<Integer> failures = List.of(2, 1, 0, 0).iterator();
    config.failingEvaluations(batch -> batch.subList(0, failures.next()));

    assertThat(run(schedule())).isEmpty();

    assertThat(results()).isEqualTo(EXPECTED);
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 2, 1, 1);
    assertThat(log).singleElement().asString().contains("\"evaluationsSent\":5,", "\"failures\":0");
  }

  @Test
  void evaluationsThatFailThreeTimesAreNamed() {
    config.failingEvaluations(
        batch ->
            batch.stream()
                .filter(evaluation -> evaluation.complianceResourceId().equals(idOf("used")))
                .toList());

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).get().isExactlyInstanceOf(FailedInvocation.class);
    assertThat(failure.orElseThrow().getMessage())
        .contains(
            "config:PutEvaluations for %s: not accepted in 3 attempts (Request ID: %s)"
                .formatted(idOf("used"), FakeAws.REQUEST_ID));
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 1, 1, 1);
    assertThat(log.getFirst()).contains("\"evaluationsSent\":4");
  }

  @Test
  void nearTheDeadlineKnownResultsAreSent() {
    Optional<Throwable> failure =
        run(schedule(), () -> iam.calls().contains("ListUsers") ? 100_000 : 900_000);

    assertThat(results()).isEqualTo(expectedWithout("unused", "recent", "deleted"));
    assertThat(failure.orElseThrow().getMessage())
        .contains(
            "2 users not evaluated: the invocation was about to time out",
            "Deleted users were not looked for: the invocation was about to time out");
    assertThat(log).hasSize(3).first().asString().contains("\"UsersNotEvaluated\":2");
  }

  @Test
  void rejectedEvaluationOfAChangeFailsTheInvocation() {
    server.failAlways("PutEvaluations", FakeAws.configError(400, "AccessDeniedException", "no"));

    Optional<Throwable> failure = run(change("unused"));

    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for " + idOf("unused"), FakeAws.REQUEST_ID);
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", idOf("unused"));
  }

  @ParameterizedTest
  @CsvSource({"GetUser", "ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed"})
  void changeOfAnUnreadableUserSendsNothing(String operation) {
    server.failAlways(operation, FakeAws.iamError(403, "AccessDenied", "no"));

    Optional<Throwable> failure = run(change("unused"));

    assertThat(config.requests()).isEmpty();
    assertThat(failure.orElseThrow().getMessage()).contains("iam:%s for ".formatted(operation));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", operation);
  }
}
