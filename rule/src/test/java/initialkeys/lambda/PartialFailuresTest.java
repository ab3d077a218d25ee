package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer;
import initialkeys.simulation.FakeConfig;
import java.io.IOException;
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

/** One call fails, for one user or one page: what is sent all the same. */
class PartialFailuresTest extends FaultInjection {

  @Test
  void half_a_roster_is_reported_and_nobody_is_cleared() throws IOException {
    iam.withPagesOf(3);
    answerFirst(
        request ->
            request.body().contains("Marker=")
                ? Optional.of(FakeAws.iamError(403, "AccessDenied", "no further"))
                : Optional.empty());

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut("young", "gone"));
    assertThat(failure)
        .get()
        .extracting(Throwable::getMessage)
        .asString()
        .contains("iam:ListUsers for the users after the first 3: no further");
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", "no further");
  }

  @Test
  void stored_results_that_break_off_clear_nobody_though_the_first_pages_were_read()
      throws IOException {
    FakeConfig much =
        new FakeConfig(
            IntStream.range(0, 150)
                .mapToObj(i -> new Account.Stored(id("gone" + i), "COMPLIANT", "from earlier"))
                .toList());
    wire.close();
    FakeAws aws = new FakeAws(iam, much);
    wire =
        new FakeAwsServer(
            request ->
                request.body().contains("NextToken")
                    ? FakeAws.configError(400, "AccessDeniedException", "no further")
                    : aws.answer(request));

    Optional<Throwable> failure = run(schedule());

    assertThat(much.evaluations())
        .extracting(Evaluation::complianceTypeAsString)
        .containsExactlyInAnyOrder("COMPLIANT", "COMPLIANT", "NON_COMPLIANT", "NON_COMPLIANT");
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:GetComplianceDetailsByConfigRule for rule ", "no further");
  }

  @ParameterizedTest
  @CsvSource({
    "ListAccessKeys young, user young",
    "GetLoginProfile young, user young",
    "GetAccessKeyLastUsed AKIAYOUNG, key AKIAYOUNG of user young",
    "GetUser young, user young"
  })
  void a_user_that_cannot_be_read_costs_its_own_result_alone(String call, String subject) {
    iam.instead(
        call,
        () -> {
          throw IamException.builder().statusCode(403).message("not this one").build();
        });

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEqualTo(allBut("young"));
    assertThat(failure.orElseThrow().getMessage())
        .startsWith(
            "1 failed, and all that this leaves is reported: iam:%s for %s (%s): not this one"
                .formatted(call.substring(0, call.indexOf(' ')), subject, id("young")));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", id("young"));
  }

  @Test
  void a_user_that_goes_in_the_middle_is_told_as_gone() {
    iam.before("ListAccessKeys guilty", () -> iam.remove("guilty"));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(RIGHT);
    expected.put(id("guilty"), "NOT_APPLICABLE");
    assertThat(sent()).isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @Test
  void a_user_that_is_made_again_in_the_middle_inherits_no_guilt() {
    Account.User again =
        new Account.User(
            "young",
            "AIDAAGAIN00000000000",
            "/",
            NOW,
            true,
            List.of(key("again", NOW, null)),
            new Account.Expected("-", "-"));
    iam.before("ListAccessKeys young", () -> iam.add(again));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(RIGHT);
    expected.put(id("young"), "NOT_APPLICABLE");
    expected.put(again.id(), "NON_COMPLIANT");
    assertThat(sent()).as("the new one has its own").isEqualTo(expected);
    assertThat(log).singleElement().asString().contains("\"failures\":0");
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, no",
    "InvalidResultTokenException, The result token s3cr3t-result-token is invalid",
    "NoSuchConfigRuleException, no such rule"
  })
  void evaluations_that_are_refused_are_named_and_the_token_is_not(String code, String words) {
    wire.failAlways("PutEvaluations", FakeAws.configError(400, code, words));

    Optional<Throwable> failure = run(schedule());

    assertThat(sent()).isEmpty();
    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for " + id("clean"))
        .contains("Request ID: 11111111-2222-3333-4444-555555555555")
        .doesNotContain("s3cr3t");
    assertThat(log).hasSize(3).noneMatch(line -> line.contains("s3cr3t"));
  }

  @Test
  void evaluations_that_fail_once_are_sent_again() {
    boolean[] failed = new boolean[1];
    config.failing(
        batch -> {
          if (failed[0]) return List.of();
          failed[0] = true;
          return batch.subList(0, 2);
        });

    assertThat(run(schedule())).isEmpty();

    assertThat(sent()).isEqualTo(RIGHT);
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 2, 1);
    assertThat(log).singleElement().asString().contains("\"sent\":5,", "\"failures\":0");
  }

  @Test
  void evaluations_that_always_fail_are_named() {
    config.failing(
        batch ->
            batch.stream()
                .filter(evaluation -> evaluation.complianceResourceId().equals(id("used")))
                .toList());

    Optional<Throwable> failure = run(schedule());

    assertThat(failure).get().isExactlyInstanceOf(IncompleteRunException.class);
    assertThat(failure.orElseThrow().getMessage())
        .contains(
            "config:PutEvaluations for %s: not taken in 3 attempts (Request ID: %s)"
                .formatted(id("used"), FakeAws.REQUEST_ID));
    assertThat(config.requests())
        .extracting(request -> request.evaluations().size())
        .containsExactly(4, 1, 1, 1);
    assertThat(log.getFirst()).contains("\"sent\":4");
  }

  @Test
  void near_the_deadline_what_is_known_is_reported() {
    Optional<Throwable> failure =
        run(schedule(), () -> iam.calls().contains("ListUsers") ? 60_000 : 900_000);

    assertThat(sent()).isEqualTo(allBut("guilty", "young", "gone"));
    assertThat(failure.orElseThrow().getMessage())
        .contains("2 users are left: the deadline came near")
        .contains("iam:ListUsers for the users after the first 0: the deadline came near");
    assertThat(log).hasSize(3).first().asString().contains("\"UndecidedUsers\":2");
  }

  @Test
  void a_change_whose_evaluation_is_refused_fails_in_words() {
    wire.failAlways("PutEvaluations", FakeAws.configError(400, "AccessDeniedException", "no"));

    Optional<Throwable> failure = run(change("guilty"));

    assertThat(failure.orElseThrow().getMessage())
        .contains("config:PutEvaluations for " + id("guilty"), FakeAws.REQUEST_ID);
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", id("guilty"));
  }

  @ParameterizedTest
  @CsvSource({"GetUser", "ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed"})
  void a_change_whose_user_cannot_be_read_reports_nothing(String operation) {
    wire.failAlways(operation, FakeAws.iamError(403, "AccessDenied", "no"));

    Optional<Throwable> failure = run(change("guilty"));

    assertThat(config.requests()).isEmpty();
    assertThat(failure.orElseThrow().getMessage()).contains("iam:%s for ".formatted(operation));
    assertThat(log).hasSize(2).last().asString().contains("\"level\":\"ERROR\"", operation);
  }
}
