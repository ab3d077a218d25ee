package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProofCaseTest {

  private static final Instant CREATED = Instant.parse("2026-01-15T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final UserIdentity BO =
      new UserIdentity("AIDABO000000000000000", "bo", "/", CREATED);

  private static IamUser created(ProofCase proofCase) {
    return proofCase.created(BO, "AKIA1", Duration.ofSeconds(2));
  }

  private static AccessKey key(Status status) {
    return new AccessKey("AKIA1", status, Optional.of(CREATED.plusSeconds(2)), TriState.NO);
  }

  @ParameterizedTest
  @EnumSource(ProofCase.class)
  void everyUserHasPasswordAtFirst(ProofCase proofCase) {
    assertThat(created(proofCase).password()).isEqualTo(TriState.YES);
    assertThat(created(proofCase).presence()).isEqualTo(Presence.CONFIRMED);
  }

  @ParameterizedTest
  @CsvSource({"NO_KEY, ", "DELETED, ", "UNUSED_KEY, ACTIVE", "INACTIVE_KEY, INACTIVE"})
  void keyIsCreatedWithUserOrNot(ProofCase proofCase, Status status) {
    assertThat(created(proofCase).keys())
        .contains(status == null ? List.of() : List.of(key(status)));
  }

  @ParameterizedTest
  @EnumSource(
      value = ProofCase.class,
      names = {"NO_KEY", "UNUSED_KEY", "INACTIVE_KEY", "COMMA", "EXEMPT"})
  void userWithoutChangeStaysAsItIs(ProofCase proofCase) {
    assertThat(proofCase.changed(created(proofCase), WINDOW)).isEqualTo(created(proofCase));
  }

  @Test
  void laterKeyReplacesFirstOneAfterWindow() {
    IamUser changed = ProofCase.LATER_KEY.changed(created(ProofCase.LATER_KEY), WINDOW);
    assertThat(changed.keys().orElseThrow())
        .singleElement()
        .satisfies(
            key -> {
              assertThat(key.id()).isNotEqualTo("AKIA1");
              assertThat(key.created().orElseThrow()).isAfter(CREATED.plus(WINDOW));
              assertThat(key.used()).isEqualTo(TriState.NO);
            });
  }

  @Test
  void eachOtherChangeIsOneFact() {
    IamUser user = created(ProofCase.UNUSED_KEY);
    assertThat(ProofCase.USED_KEY.changed(user, WINDOW))
        .isEqualTo(user.withKeyUsed(key(Status.ACTIVE), TriState.YES));
    assertThat(ProofCase.NO_PASSWORD.changed(user, WINDOW))
        .isEqualTo(user.withPassword(TriState.NO));
    assertThat(ProofCase.DELETED.changed(user, WINDOW))
        .isEqualTo(user.withPresence(Presence.DELETED));
  }

  /** IAM accepts no other name, and names that differ only in case are one. */
  @Test
  void namesOfOneRunAreDistinctNamesOfIam() {
    List<String> names =
        List.of(ProofCase.values()).stream().map(it -> ProofUsers.nameOf("0a1b2c3d", it)).toList();
    assertThat(names)
        .hasSize(9)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("initial-keys-proof-0a1b2c3d-[a-z,-]{1,37}"));
    assertThat(names).filteredOn(name -> name.contains(",")).hasSize(1);
  }
}
