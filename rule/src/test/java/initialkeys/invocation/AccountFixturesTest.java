package initialkeys.invocation;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.Expected;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
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

/** Each file of test-fixtures/accounts yields the results that it expects. */
class AccountFixturesTest {

  static List<Path> accountFiles() {
    return Fixtures.accountFiles();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void scheduledRunYieldsTheExpectedResults(Path file) {
    Account account = Fixtures.account(file);
    Map<String, Expected> expected = new HashMap<>();
    account.users().forEach(user -> expected.put(user.id(), user.expected()));
    account.cleared().forEach(id -> expected.put(id, deleted()));

    FakeConfig config = new FakeConfig(account);
    Invocation.of(new FakeIam(account), config).run(Events.schedule(account));

    assertThat(byId(config.evaluations())).isEqualTo(expected);
    assertThat(config.requests()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void pageSizeChangesNothing(Path file) {
    Account account = Fixtures.account(file);
    FakeConfig onePage = new FakeConfig(account);
    FakeConfig manyPages = new FakeConfig(account);

    Invocation.of(new FakeIam(account), onePage).run(Events.schedule(account));
    Invocation.of(new FakeIam(account).withPagesOf(1), manyPages).run(Events.schedule(account));

    assertThat(manyPages.requests()).isEqualTo(onePage.requests());
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void sameEventTwiceYieldsTheSameEvaluations(Path file) {
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
  void changeYieldsTheExpectedResultOfItsUserAlone(Path file) {
    Account account = Fixtures.account(file);
    for (Account.User user : account.users()) {
      FakeConfig config = new FakeConfig(account);
      Invocation.of(new FakeIam(account), config).run(Events.change(account, user));
      assertThat(byId(config.evaluations())).isEqualTo(Map.of(user.id(), user.expected()));
    }
  }

  @Test
  void fixturesCoverBothResults() {
    assertThat(accountFiles()).hasSizeGreaterThanOrEqualTo(14);
    assertThat(accountFiles().stream().map(Fixtures::account).flatMap(a -> a.users().stream()))
        .extracting(user -> user.expected().compliance())
        .contains("COMPLIANT", "NON_COMPLIANT");
  }

  @Test
  void everyFixtureFileIsReadByATest() {
    assertThat(Stream.concat(accountFiles().stream(), Fixtures.eventFiles().stream()))
        .containsExactlyInAnyOrderElementsOf(Fixtures.allDataFiles());
  }

  private static Expected deleted() {
    return new Expected("NOT_APPLICABLE", "The user is deleted.");
  }

  private static Map<String, Expected> byId(List<Evaluation> evaluations) {
    return evaluations.stream()
        .collect(
            toMap(
                Evaluation::complianceResourceId,
                it -> new Expected(it.complianceTypeAsString(), it.annotation())));
  }
}
