package initialkeys.config;

import initialkeys.decision.CisControl;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The annotation of an evaluation: why, with the evidence, and what to do, in at most 256 ASCII
 * characters (F13). It depends on the verdict, the user's name and the rule parameters alone, so
 * that an unchanged result has an unchanged annotation.
 */
public final class Annotations {

  private static final int MAX_LENGTH = 256;

  /**
   * The number of characters of a name that are shown where the whole name does not fit beside a
   * key id.
   */
  private static final int SHORT_NAME = 40;

  /** For later runs, which know only the results in AWS Config. */
  private static final String UNARCHIVED = " A finding in Security Hub may not be archived yet.";

  /** The evidence where only unused keys count. */
  private static final String NEVER_USED = "never used";

  private Annotations() {}

  /** The annotation of a verdict. */
  public static String of(Evaluated outcome, DecisionParameters parameters) {
    return switch (outcome.verdict()) {
      case Compliant(Compliant.Reason reason) ->
          switch (reason) {
            case EXEMPT -> "Exempt by the rule parameter exemptUsers.";
            case NO_INITIAL_KEY -> noInitialKey(parameters);
          };
      case NonCompliant(List<Finding> findings) ->
          nonCompliant(
              outcome.subject().user().orElseThrow().identity().name(), findings, parameters);
      case NotApplicable(NotApplicable.Reason reason) ->
          switch (reason) {
            case DELETED -> "The user is deleted.";
            case LEFT_SCOPE -> "The user is no longer in the scope of the rule.";
            case NOT_RECORDED -> "AWS Config does not record the user.";
            case NOT_AN_IAM_USER -> "The resource is not an IAM user.";
          };
    };
  }

  /** The annotation of a user that is COMPLIANT again, while Security Hub has its finding. */
  public static String unarchived(String annotation) {
    return annotation + UNARCHIVED;
  }

  /** Whether an annotation says that the user may have a finding. */
  static boolean isUnarchived(String annotation) {
    return annotation.endsWith(UNARCHIVED);
  }

  private static String noInitialKey(DecisionParameters parameters) {
    return "No %s%saccess key created within %s min of the user%s%s."
        .formatted(
            parameters.activeKeysOnly() ? "active " : "",
            parameters.unusedKeysOnly() ? "unused " : "",
            parameters.creationWindow().toMinutes(),
            parameters.gracePeriod().isZero()
                ? ""
                : " and at least %s h ago".formatted(parameters.gracePeriod().toHours()),
            parameters.consolePasswordOnly() ? ", or no console password" : "");
  }

  /**
   * Names every key, or as many as fit, and counts the others; one is always named. Whatever is
   * beyond the limits of IAM is cut off, because an exception would cost other users their results.
   */
  private static String nonCompliant(
      String name, List<Finding> findings, DecisionParameters parameters) {
    Stream<String> withEvidence =
        IntStream.iterate(findings.size(), shown -> shown > 0, shown -> shown - 1)
            .mapToObj(shown -> text(name, findings, shown, true, parameters));
    String shortName = name.substring(0, Math.min(name.length(), SHORT_NAME)) + "...";
    String shortest = text(shortName, findings, 1, false, parameters);
    return Stream.concat(
            withEvidence, Stream.of(text(name, findings, 1, false, parameters), shortest))
        .filter(text -> text.length() <= MAX_LENGTH)
        .findFirst()
        .orElseGet(() -> shortest.substring(0, MAX_LENGTH - 3) + "...");
  }

  private static String text(
      String name,
      List<Finding> findings,
      int shown,
      boolean withEvidence,
      DecisionParameters parameters) {
    String action = CisControl.remediationOf(parameters.unusedKeysOnly());
    if (withEvidence && findings.size() == 1) {
      return "User %s: %s access key %s: %s%s."
          .formatted(
              name,
              action,
              findings.getFirst().keyId(),
              created(findings.getFirst()),
              parameters.unusedKeysOnly() ? ", " + NEVER_USED : "");
    }
    String keys =
        findings.stream()
            .limit(shown)
            .map(it -> withEvidence ? "%s (%s)".formatted(it.keyId(), created(it)) : it.keyId())
            .collect(Collectors.joining(", "));
    int others = findings.size() - shown;
    return "User %s: %s access %s %s%s: %s."
        .formatted(
            name,
            action,
            findings.size() == 1 ? "key" : "keys",
            keys,
            others == 0 ? "" : " and %s more".formatted(others),
            parameters.unusedKeysOnly() ? NEVER_USED : "created with the user");
  }

  private static String created(Finding finding) {
    Duration afterUser = finding.afterUser();
    if (afterUser.toSeconds() == 0) return "created in the same second as the user";
    return "created %s %s the user"
        .formatted(gap(afterUser.abs()), afterUser.isNegative() ? "before" : "after");
  }

  /** A time of less than a day, for example "3 min 12 s". */
  public static String gap(Duration gap) {
    if (gap.toMinutes() == 0) return "%s s".formatted(gap.toSeconds());
    if (gap.toHours() == 0) return "%s min %s s".formatted(gap.toMinutes(), gap.toSecondsPart());
    return "%s h %s min".formatted(gap.toHours(), gap.toMinutesPart());
  }
}
