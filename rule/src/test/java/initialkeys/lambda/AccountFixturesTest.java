package initialkeys.lambda;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Account;
import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;

class AccountFixturesTest {

  static List<Path> accountFiles() {
    return Fixtures.accountFiles();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void a_scheduled_run_says_of_every_user_what_the_file_expects(Path file) {
    Account account = Fixtures.account(file);
    Map<String, Expected> expected = new HashMap<>();
    account.users().forEach(user -> expected.put(user.id(), user.expected()));
    account.cleared().forEach(id -> expected.put(id, gone()));

    FakeConfig config = new FakeConfig(account);
    Invocation.of(new FakeIam(account), config).run(Events.schedule(account));

    assertThat(byId(config.evaluations())).isEqualTo(expected);
    assertThat(config.requests()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void pages_of_one_change_nothing(Path file) {
    Account account = Fixtures.account(file);
    FakeConfig onePage = new FakeConfig(account);
    FakeConfig manyPages = new FakeConfig(account);

    Invocation.of(new FakeIam(account), onePage).run(Events.schedule(account));
    Invocation.of(new FakeIam(account).withPagesOf(1), manyPages).run(Events.schedule(account));

    assertThat(manyPages.requests()).isEqualTo(onePage.requests());
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void the_same_event_twice_gives_the_same_evaluations(Path file) {
    Account account = Fixtures.account(file);
    FakeConfig config = new FakeConfig(account);
    Invocation invocation = Invocation.of(new FakeIam(account), config);

    invocation.run(Events.schedule(account));
    List<PutEvaluationsRequest> first = config.requests();
    invocation.run(Events.schedule(account));

    List<PutEvaluationsRequest> both = config.requests();
    assertThat(both.subList(first.size(), both.size())).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void a_change_says_of_its_user_the_same_and_nothing_of_others(Path file) {
    Account account = Fixtures.account(file);
    for (Account.User user : account.users()) {
      FakeConfig config = new FakeConfig(account);
      Invocation.of(new FakeIam(account), config).run(Events.change(account, user));
      assertThat(byId(config.evaluations())).isEqualTo(Map.of(user.id(), user.expected()));
    }
  }

  @Test
  void the_files_hold_at_least_the_cases_that_the_rule_stands_on() {
    assertThat(accountFiles()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(accountFiles().stream().map(Fixtures::account).flatMap(a -> a.users().stream()))
        .extracting(user -> user.expected().compliance())
        .contains("COMPLIANT", "NON_COMPLIANT");
  }

  @Test
  void every_file_of_the_fixtures_is_read_by_a_test() {
    assertThat(Stream.concat(accountFiles().stream(), Fixtures.eventFiles().stream()))
        .containsExactlyInAnyOrderElementsOf(Fixtures.allDataFiles());
  }

  private static Expected gone() {
    return new Expected("NOT_APPLICABLE", "The user is deleted.");
  }

  private static Map<String, Expected> byId(List<Evaluation> evaluations) {
    return evaluations.stream()
        .collect(
            toMap(
                Evaluation::complianceResourceId,
                said -> new Expected(said.complianceTypeAsString(), said.annotation())));
  }
}
