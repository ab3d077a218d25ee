package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.accessDenied;
import static initialkeys.invocation.InMemoryRuns.accessDeniedException;
import static initialkeys.invocation.InMemoryRuns.change;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls to IAM that fail: which results are missing, and the message of the invocation. */
class IamFailuresTest {

  private final FakeConfig config = configWithResultsOf(idOf("deleted"), idOf("bo"));

  private Throwable failure(FakeIam iam) {
    return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
  }

  @Test
  void unexpectedExceptionNamesItsPlaceAndAffectsOneUser() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo"), withUnusedKey("cy")));
    iam.instead(
        "GetAccessKeyLastUsed AKIABO",
        () -> {
          throw new IllegalStateException("unexpected");
        });
    assertThat(failure(iam))
        .hasMessageContaining(
            "user bo (%s): java.lang.IllegalStateException: unexpected at initialkeys.",
            idOf("bo"));
    assertThat(results(config)).contains(idOf("cy") + " NON_COMPLIANT");
  }

  @Test
  void listedUserThatIsNotFoundIsAnError() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw FakeIam.noSuchEntity("The user with name bo cannot be found.");
        });
    assertThat(failure(iam)).hasMessageContaining("eventual consistency");
    assertThat(results(config)).containsExactly(idOf("deleted") + " NOT_APPLICABLE");
  }

  @Test
  void errorOfTheJvmIsLoggedAndNothingIsSent() {
    FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
    iam.instead(
        "ListAccessKeys bo",
        () -> {
          throw new NoClassDefFoundError("a missing class");
        });
    Invocation invocation = Invocation.of(iam, config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .isExactlyInstanceOf(NoClassDefFoundError.class);
    assertThat(invocation.log())
        .singleElement()
        .asString()
        .contains("\"level\":\"ERROR\"", "NoClassDefFoundError: a missing class");
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void failureOfTheSecondListUsersClearsNoResult() {
    FakeIam iam = new FakeIam(List.of(withoutKeys("ann")));
    iam.before(
        "ListUsers",
        () -> {
          if (Collections.frequency(iam.calls(), "ListUsers") == 2)
            throw accessDeniedException("ListUsers");
        });
    assertThat(failure(iam)).hasMessageContaining("iam:ListUsers");
    assertThat(results(config)).containsExactly(idOf("ann") + " COMPLIANT");
  }

  @Test
  void changeWithoutRosterDoesNotTreatTheUserAsDeleted() {
    FakeIam iam =
        new FakeIam(List.of(withoutKeys("ann"))).instead("ListUsers", accessDenied("ListUsers"));
    assertThatThrownBy(() -> Invocation.of(iam, config).run(change(idOf("bo"), "bo")))
        .hasMessageContaining("iam:ListUsers");
    assertThat(config.requests()).isEmpty();
  }
}
