package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of each verdict, and what is shortened. */
class AnnotationsTest {

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final DecisionParameters DEFAULTS = RuleParameters.parse(Map.of()).decision();
  private static final DecisionParameters USED_KEYS_TOO =
      RuleParameters.parse(Map.of("unusedKeysOnly", "false")).decision();

  @ParameterizedTest
  @CsvSource({
    "0, in the same second as the user",
    "1, 1 s after the user",
    "-59, 59 s before the user",
    "60, 1 min 0 s after the user",
    "3599, 59 min 59 s after the user",
    "3600, 1 h 0 min after the user",
    "-86400, 24 h 0 min before the user"
  })
  void gapHasUnits(long seconds, String gap) {
    assertThat(annotation("alice", DEFAULTS, finding(KEY, seconds)))
        .isEqualTo("User alice: delete access key %s: created %s, never used.".formatted(KEY, gap));
  }

  @Test
  void severalKeysAreNamedWithTheirGaps() {
    assertThat(annotation("alice", DEFAULTS, finding("AKIA1", 12), finding("AKIA2", 0)))
        .isEqualTo(
            "User alice: delete access keys AKIA1 (created 12 s after the user), AKIA2 (created in"
                + " the same second as the user): never used.");
  }

  @Test
  void keysThatMayBeInUseAreReplacedFirst() {
    assertThat(annotation("alice", USED_KEYS_TOO, finding(KEY, 12)))
        .isEqualTo(
            "User alice: replace, then delete access key %s: created 12 s after the user."
                .formatted(KEY));
    assertThat(annotation("alice", USED_KEYS_TOO, finding("AKIA1", 12), finding("AKIA2", 13)))
        .isEqualTo(
            "User alice: replace, then delete access keys AKIA1 (created 12 s after the user),"
                + " AKIA2 (created 13 s after the user): created with the user.");
  }

  @Test
  void asManyKeysAreNamedAsFit() {
    for (int keys = 2; keys <= 40; keys++) {
      String annotation =
          annotation(
              "alice",
              DEFAULTS,
              IntStream.range(0, keys)
                  .mapToObj(i -> finding(KEY, -86_399))
                  .toArray(Finding[]::new));
      int named = annotation.split("AKIA", -1).length - 1;
      assertThat(annotation).hasSizeLessThanOrEqualTo(256).endsWith(": never used.");
      assertThat(named).isPositive();
      if (named < keys) {
        assertThat(annotation).contains(" and %s more".formatted(keys - named));
        assertThat(
                annotation.length()
                    + ", %s (created 23 h 59 min before the user)".formatted(KEY).length())
            .as("one more would not fit")
            .isGreaterThan(256);
      }
    }
  }

  /** The length of the name decides: one character more, and the last gap does not fit. */
  @Test
  void annotationOfExactly256CharactersIsComplete() {
    Finding[] keys = {finding(KEY, 3599), finding(KEY, 3599), finding(KEY, 3599)};
    int length = annotation("a", DEFAULTS, keys).length();
    String longest = "a".repeat(1 + 256 - length);
    assertThat(annotation(longest, DEFAULTS, keys)).hasSize(256).doesNotContain("more");
    assertThat(annotation(longest + "a", DEFAULTS, keys)).contains(" and 1 more: never used.");
  }

  @Test
  void oneKeyIsAlwaysNamedInFull() {
    String longestKey = "K".repeat(128);
    assertThat(annotation("n".repeat(64), DEFAULTS, finding(longestKey, 86_399)))
        .isEqualTo(
            "User %s: delete access key %s: never used.".formatted("n".repeat(64), longestKey));
    assertThat(annotation("n".repeat(128), DEFAULTS, finding(longestKey, 1), finding("AKIA2", 2)))
        .isEqualTo(
            "User %s...: delete access keys %s and 1 more: never used."
                .formatted("n".repeat(40), longestKey));
  }

  /** Beyond the limits of IAM: an exception would cost the other users of the batch theirs. */
  @Test
  void annotationIsCutOffWhereNoKeyIdFits() {
    String beyondLimits = "K".repeat(300);
    assertThat(annotation("alice", DEFAULTS, finding(beyondLimits, 1)))
        .hasSize(256)
        .startsWith("User alice...: delete access key KKK")
        .endsWith("K...");
  }

  @Test
  void digitsAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(annotation("alice", DEFAULTS, finding(KEY, 27)))
          .contains("created 27 s after the user");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DELETED, The user is deleted.",
    "LEFT_SCOPE, The user is no longer in the scope of the rule.",
    "NOT_RECORDED, AWS Config does not record the user.",
    "NOT_AN_IAM_USER, The resource is not an IAM user."
  })
  void everyReasonOfNotApplicableHasText(NotApplicable.Reason reason, String text) {
    assertThat(annotation(new NotApplicable(reason), Map.of())).isEqualTo(text);
  }

  @Test
  void exemptionNamesItsParameter() {
    assertThat(annotation(new Compliant(Compliant.Reason.EXEMPT), Map.of()))
        .isEqualTo("Exempt by the rule parameter exemptUsers.");
  }

  /** Each parameter that narrows what counts is part of what a COMPLIANT user does not have. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          creationWindowMinutes | 5     | No unused access key created within 5 min of the user, or no console password.
          creationWindowMinutes | 60    | No unused access key created within 60 min of the user, or no console password.
          activeKeysOnly        | true  | No active unused access key created within 5 min of the user, or no console password.
          unusedKeysOnly        | false | No access key created within 5 min of the user, or no console password.
          consolePasswordOnly   | false | No unused access key created within 5 min of the user.
          gracePeriodHours      | 24    | No unused access key created within 5 min of the user and at least 24 h ago, or no console password.
          """)
  void compliantUserHasNoKeyThatCounts(String parameter, String value, String text) {
    assertThat(annotation(new Compliant(Compliant.Reason.NO_INITIAL_KEY), Map.of(parameter, value)))
        .isEqualTo(text);
  }

  private static String annotation(Settled verdict, Map<String, String> parameters) {
    return Annotations.of(
        new Evaluated(Subject.of(Resource.user("AIDA1")), verdict),
        RuleParameters.parse(parameters).decision());
  }

  private static Finding finding(String id, long secondsAfterUser) {
    return new Finding(id, Duration.ofSeconds(secondsAfterUser));
  }

  private static String annotation(
      String name, DecisionParameters parameters, Finding... findings) {
    UserIdentity identity = new UserIdentity("AIDA1000000000000000", name, "/", Instant.EPOCH);
    Subject subject = Subject.of(IamUser.listed(identity));
    return Annotations.of(new Evaluated(subject, new NonCompliant(List.of(findings))), parameters);
  }
}
