package initialkeys.decision;

import static initialkeys.decision.TestUsers.IDENTITY;
import static initialkeys.decision.TestUsers.NOW;
import static initialkeys.decision.TestUsers.USER_CREATED;
import static initialkeys.decision.TestUsers.key;
import static initialkeys.decision.TestUsers.parameters;
import static initialkeys.decision.TestUsers.user;
import static initialkeys.decision.TriState.NO;
import static initialkeys.decision.TriState.UNKNOWN;
import static initialkeys.decision.TriState.YES;
import static initialkeys.decision.Verdict.Compliant.Reason.EXEMPT;
import static initialkeys.decision.Verdict.Compliant.Reason.NO_INITIAL_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question.HasBeenUsed;
import initialkeys.decision.Question.HasPassword;
import initialkeys.decision.Question.IsStillTheUser;
import initialkeys.decision.Question.WhichKeys;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Undecided;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialKeyRuleTest {

  private static final Verdict NO_KEY_COUNTS = new Compliant(NO_INITIAL_KEY);

  /** The decision table, with the default parameters. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          the user                                                    | key created after user | used | password | result
          has no access key                                           |                        |      | YES      | COMPLIANT
          has only keys created after the creation window             | 301                    | NO   | YES      | COMPLIANT
          has only keys created before the creation window            | -301                   | NO   | YES      | COMPLIANT
          has a key created within the window, and it has been used   | 27                     | YES  | YES      | COMPLIANT
          has an unused key created within the window, no password    | 27                     | NO   | NO       | COMPLIANT
          has an unused key created within the window, and a password | 27                     | NO   | YES      | NON_COMPLIANT
          has such a key created exactly at the limit                 | 300                    | NO   | YES      | NON_COMPLIANT
          has such a key created exactly at the limit before the user | -300                   | NO   | YES      | NON_COMPLIANT
          has such a key created in the same second                   | 0                      | NO   | YES      | NON_COMPLIANT
          """)
  void decisionTable(
      String about, Long createdAfterUser, TriState used, TriState password, String result) {
    IamUser user =
        createdAfterUser == null
            ? user(password)
            : user(password, key("AKIA1", createdAfterUser, used));
    Verdict verdict = InitialKeyRule.evaluate(user, parameters(), NOW);
    assertThat(verdict).as(about).isEqualTo(expected(result, createdAfterUser));
  }

  private static Verdict expected(String result, Long createdAfterUser) {
    return switch (result) {
      case "COMPLIANT" -> NO_KEY_COUNTS;
      case "NON_COMPLIANT" ->
          new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(createdAfterUser))));
      default -> throw new IllegalArgumentException(result);
    };
  }

  @Test
  void deletedUserIsNotApplicableEvenIfExempt() {
    IamUser deleted = user(YES, key("AKIA1", 0, NO)).withPresence(Presence.DELETED);
    assertThat(InitialKeyRule.evaluate(deleted, parameters("exemptUsers", "bo"), NOW))
        .isEqualTo(new NotApplicable(NotApplicable.Reason.DELETED));
  }

  @Test
  void exemptUserIsCompliantWithoutQuestion() {
    assertThat(evaluate(IamUser.listed(IDENTITY), parameters("exemptUsers", "bo")))
        .isEqualTo(new Compliant(EXEMPT));
  }

  @Test
  void questionsComeOneAtATime() {
    AccessKey first = key("AKIA1", 1, UNKNOWN);
    AccessKey later = key("AKIA2", 9999, UNKNOWN);
    AccessKey third = key("AKIA3", 3, UNKNOWN);

    IamUser known = IamUser.listed(IDENTITY);
    assertThat(evaluate(known)).isEqualTo(new Undecided(new WhichKeys()));
    known = known.withKeys(List.of(first, later, third));
    assertThat(evaluate(known)).isEqualTo(new Undecided(new HasPassword()));
    known = known.withPassword(YES);
    assertThat(evaluate(known)).isEqualTo(new Undecided(new HasBeenUsed(first)));
    known = known.withKeyUsed(first, NO);
    assertThat(evaluate(known)).isEqualTo(new Undecided(new HasBeenUsed(third)));
    assertThat(evaluate(known.withKeyUsed(third, YES))).isEqualTo(nonCompliant("AKIA1", 1));
    assertThat(evaluate(known.withKeyUsed(third, NO)))
        .isEqualTo(
            new NonCompliant(
                List.of(
                    new Finding("AKIA1", Duration.ofSeconds(1)),
                    new Finding("AKIA3", Duration.ofSeconds(3)))));
  }

  @Test
  void missingPasswordSettlesBeforeKeysAreKnown() {
    assertThat(evaluate(IamUser.listed(IDENTITY).withPassword(NO))).isEqualTo(NO_KEY_COUNTS);
  }

  @Test
  void unknownKeyCreationIsAskedForUnlessRuledOut() {
    AccessKey unknown = new AccessKey("access_key_1", Status.ACTIVE, Optional.empty(), NO);
    assertThat(evaluate(user(YES, unknown))).isEqualTo(new Undecided(new WhichKeys()));
    assertThat(evaluate(user(YES, unknown.withUsed(YES)))).isEqualTo(NO_KEY_COUNTS);
  }

  @Test
  void nameIsConfirmedOnlyWhileTheWindowIsOpen() {
    Instant tenMinutesAfterTheWindow = USER_CREATED.plus(Duration.ofMinutes(15));
    IamUser user = user(YES, key("AKIA1", 0, NO));

    assertThat(InitialKeyRule.evaluate(user, parameters(), tenMinutesAfterTheWindow))
        .isEqualTo(new Undecided(new IsStillTheUser()));
    assertThat(InitialKeyRule.evaluate(user, parameters(), tenMinutesAfterTheWindow.plusNanos(1)))
        .isEqualTo(nonCompliant("AKIA1", 0));
    assertThat(
            InitialKeyRule.evaluate(
                user.withPresence(Presence.CONFIRMED), parameters(), tenMinutesAfterTheWindow))
        .isEqualTo(nonCompliant("AKIA1", 0));
    assertThat(
            InitialKeyRule.evaluate(
                user(YES, key("AKIA1", 0, YES)), parameters(), tenMinutesAfterTheWindow))
        .as("a compliant user needs no confirmation")
        .isEqualTo(NO_KEY_COUNTS);
  }

  @Test
  void keyExactlyAsOldAsTheGracePeriodCounts() {
    DecisionParameters day = parameters("gracePeriodHours", "24");
    Instant keyCreated = USER_CREATED.plusSeconds(60);
    IamUser user = user(YES, key("AKIA1", keyCreated, NO)).withPresence(Presence.CONFIRMED);

    Instant dayLater = keyCreated.plus(Duration.ofHours(24));
    assertThat(InitialKeyRule.evaluate(user, day, dayLater)).isEqualTo(nonCompliant("AKIA1", 60));
    assertThat(InitialKeyRule.evaluate(user, day, dayLater.minusNanos(1))).isEqualTo(NO_KEY_COUNTS);
  }

  @Test
  void withoutGracePeriodEvenLaterKeyCounts() {
    IamUser user = user(YES, key("AKIA1", 60, NO)).withPresence(Presence.CONFIRMED);
    assertThat(InitialKeyRule.evaluate(user, parameters(), USER_CREATED))
        .isEqualTo(nonCompliant("AKIA1", 60));
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE, true", "INACTIVE, false", "EXPIRED, false", "UNKNOWN, true"})
  void unknownKeyStatusClearsNobody(Status status, boolean counts) {
    AccessKey key = new AccessKey("AKIA1", status, Optional.of(USER_CREATED), NO);
    assertThat(evaluate(user(YES, key), parameters("activeKeysOnly", "true")))
        .isEqualTo(counts ? nonCompliant("AKIA1", 0) : NO_KEY_COUNTS);
    assertThat(evaluate(user(YES, key))).isEqualTo(nonCompliant("AKIA1", 0));
  }

  private static Verdict evaluate(IamUser user) {
    return evaluate(user, parameters());
  }

  private static Verdict evaluate(IamUser user, DecisionParameters parameters) {
    return InitialKeyRule.evaluate(user, parameters, NOW);
  }

  private static Verdict nonCompliant(String keyId, long secondsAfterUser) {
    return new NonCompliant(List.of(new Finding(keyId, Duration.ofSeconds(secondsAfterUser))));
  }
}
