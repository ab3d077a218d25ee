package initialkeys.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The proportions that the figures of the benchmarks are of. */
class SimulatedAccountTest {

  private static final List<Account.User> MIXED = SimulatedAccount.mixed(900).users();

  private static long withKey(boolean isUsed, boolean isInitial) {
    return MIXED.stream()
        .flatMap(user -> user.keys().stream())
        .filter(key -> (key.lastUsed() != null) == isUsed)
        .filter(key -> isInitial(key) == isInitial)
        .count();
  }

  private static boolean isInitial(Account.Key key) {
    return key.created().isBefore(UserBuilder.CREATED.plus(Duration.ofMinutes(5)));
  }

  /** About; the two patterns do not fit exactly. */
  @Test
  void mixedAccountHasUsersOfEachKind() {
    assertThat(MIXED).extracting(Account.User::id).hasSize(900).doesNotHaveDuplicates();
    assertThat(withKey(false, true)).as("never used, created with the user").isEqualTo(8 * 9);
    assertThat(withKey(false, false)).as("never used, created later").isEqualTo(2 * 9);
    assertThat(withKey(true, false)).as("used, created later").isBetween(19 * 9L, 21 * 9L);
    assertThat(withKey(true, true)).as("used, created with the user").isBetween(9 * 9L, 11 * 9L);
    assertThat(MIXED).filteredOn(user -> !user.password()).hasSize(3 * 9);
  }

  @Test
  void cleanAccountHasNoUnusedKey() {
    assertThat(SimulatedAccount.clean(900).users())
        .hasSize(900)
        .allMatch(user -> user.keys().stream().allMatch(key -> key.lastUsed() != null));
  }
}
