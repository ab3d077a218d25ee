package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.prove.user.ProofCase;
import initialkeys.config.Annotations;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;

class ExpectationTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  private static final DecisionParameters PARAMETERS = ProofPlan.of(Map.of()).parameters();
  private static final Expectation COMPLIANT =
      new Expectation(ComplianceType.COMPLIANT, TestAccount.COMPLIANT);
  private static final Expectation NOT_APPLICABLE =
      new Expectation(ComplianceType.NOT_APPLICABLE, "The user is deleted.");

  private static final IamUser USER =
      ProofCase.UNUSED_KEY.created(
          new UserIdentity("AIDABO000000000000000", "bo", "/", NOW.minusSeconds(3600)),
          "AKIA1",
          Duration.ofSeconds(2));

  private static Expectation of(IamUser user) {
    return Expectation.of(user, PARAMETERS, NOW);
  }

  private static Optional<ConfigResult> found(ComplianceType type, String annotation) {
    return Optional.of(new ConfigResult(type, annotation, NOW, NOW));
  }

  @Test
  void typeAndAnnotationAreThoseOfDecision() {
    assertThat(of(USER))
        .isEqualTo(
            new Expectation(
                ComplianceType.NON_COMPLIANT,
                "User bo: delete access key AKIA1: created 2 s after the user, never used."));
    assertThat(of(USER.withPassword(TriState.NO))).isEqualTo(COMPLIANT);
    assertThat(of(USER.withPresence(Presence.DELETED))).isEqualTo(NOT_APPLICABLE);
  }

  @Test
  void unknownFactIsAnErrorOfTheProof() {
    assertThatThrownBy(() -> of(USER.withPassword(TriState.UNKNOWN)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("A fact of a proof's user is not known: ");
  }

  @Test
  void resultMustHaveSameTypeAndAnnotation() {
    assertThat(COMPLIANT.isMetBy(found(ComplianceType.COMPLIANT, TestAccount.COMPLIANT))).isTrue();
    assertThat(COMPLIANT.isMetBy(found(ComplianceType.COMPLIANT, "other"))).isFalse();
    assertThat(COMPLIANT.isMetBy(found(ComplianceType.NON_COMPLIANT, TestAccount.COMPLIANT)))
        .isFalse();
  }

  @Test
  void annotationMaySayThatFindingIsNotArchived() {
    String unarchived = Annotations.unarchived(TestAccount.COMPLIANT);
    assertThat(COMPLIANT.isMetBy(found(ComplianceType.COMPLIANT, unarchived))).isTrue();
  }

  @Test
  void onlyDeletedUserMayHaveNoResult() {
    assertThat(COMPLIANT.isMetBy(Optional.empty())).isFalse();
    assertThat(NOT_APPLICABLE.isMetBy(Optional.empty())).isTrue();
    assertThat(NOT_APPLICABLE.isMetBy(found(ComplianceType.COMPLIANT, "The user is deleted.")))
        .isFalse();
  }
}
