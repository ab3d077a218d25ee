package initialkeys.config;

import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Absence;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The words that go with a verdict: why, with evidence, and what to do, in at most 256 characters
 * (F13). They depend on the verdict and the parameters alone, so that what has not changed reads
 * the same the next time.
 */
final class Annotations {

  private static final int LONGEST = 256;

  private Annotations() {}

  static String of(Settled verdict, RuleParameters parameters) {
    return switch (verdict) {
      case Compliant(Compliant.Reason reason) ->
          switch (reason) {
            case EXEMPT -> "Exempt by the rule parameter exemptUsers.";
            case NO_INITIAL_KEY -> noInitialKey(parameters);
          };
      case NonCompliant(List<Finding> findings) -> delete(findings, parameters);
      case NotApplicable(Absence absence) ->
          switch (absence) {
            case DELETED -> "The user is deleted.";
            case LEFT_SCOPE -> "The user has left the rule's scope.";
            case NOT_RECORDED -> "AWS Config does not record the user.";
            case NO_IAM_USER -> "The resource is not an IAM user.";
          };
    };
  }

  private static String noInitialKey(RuleParameters parameters) {
    return "No %s%saccess key made within %s min of the user%s%s."
        .formatted(
            parameters.activeKeysOnly() ? "active " : "",
            parameters.unusedKeysOnly() ? "unused " : "",
            parameters.creationWindow().toMinutes(),
            parameters.gracePeriod().isZero()
                ? ""
                : " and at least %s h ago".formatted(parameters.gracePeriod().toHours()),
            parameters.consolePasswordOnly() ? ", or no console password" : "");
  }

  /** Names every key, or as many as fit, and counts the others. */
  private static String delete(List<Finding> findings, RuleParameters parameters) {
    return IntStream.iterate(findings.size(), shown -> shown - 1)
        .mapToObj(shown -> delete(findings, shown, parameters))
        .filter(text -> text.length() <= LONGEST)
        .findFirst()
        .orElseThrow();
  }

  private static String delete(List<Finding> findings, int shown, RuleParameters parameters) {
    String keys =
        findings.stream().limit(shown).map(Annotations::evidence).collect(Collectors.joining(", "));
    int left = findings.size() - shown;
    return "%s access %s %s%s: %s."
        .formatted(
            parameters.unusedKeysOnly() ? "Delete" : "Replace, then delete",
            findings.size() == 1 ? "key" : "keys",
            keys,
            left == 0 ? "" : " and %s more".formatted(left),
            parameters.unusedKeysOnly() ? "never used" : "made during user setup");
  }

  private static String evidence(Finding finding) {
    return "%s (made %s)".formatted(masked(finding.keyId()), when(finding.afterUser()));
  }

  /** Enough to tell a user's keys apart. */
  private static String masked(String keyId) {
    if (keyId.length() <= 8) return keyId;
    return "%s...%s".formatted(keyId.substring(0, 4), keyId.substring(keyId.length() - 4));
  }

  private static String when(Duration afterUser) {
    if (afterUser.toSeconds() == 0) return "in the same second as the user";
    String gap = gap(afterUser.abs());
    return afterUser.isNegative() ? gap + " before the user" : gap + " after the user";
  }

  private static String gap(Duration gap) {
    if (gap.toMinutes() == 0) return "%s s".formatted(gap.toSeconds());
    if (gap.toHours() == 0) return "%s min %s s".formatted(gap.toMinutes(), gap.toSecondsPart());
    return "%s h %s min".formatted(gap.toHours(), gap.toMinutesPart());
  }
}
