package initialkeys.processcheck;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a process check, which is about the account as a whole (F41).
 *
 * @param nonCompliant the number of users that are NON_COMPLIANT
 * @param exempt the number of users that are exempt, and so COMPLIANT
 * @param users the number of all users that were evaluated
 */
record Answer(int nonCompliant, int exempt, int users) {

  private static final int MAX_LENGTH = 256;

  private static final DecisionParameters AS_THE_CONTROL =
      RuleParameters.parse(Map.of()).decision();

  /** The answer from the verdict of each user; a deleted one does not count. */
  static Answer of(Collection<Settled> verdicts) {
    int nonCompliant = 0;
    int exempt = 0;
    int users = 0;
    for (Settled verdict : verdicts) {
      switch (verdict) {
        case NonCompliant _ -> {
          nonCompliant++;
          users++;
        }
        case Compliant(Compliant.Reason reason) -> {
          switch (reason) {
            case EXEMPT -> exempt++;
            case NO_INITIAL_KEY -> {}
          }
          users++;
        }
        case NotApplicable _ -> {}
      }
    }
    return new Answer(nonCompliant, exempt, users);
  }

  /** An account without users has nothing that the control forbids. */
  boolean isCompliant() {
    return nonCompliant == 0;
  }

  /**
   * The numbers, which parameters make the result better than the control would, and the rule that
   * has the details. Of a name that is too long, the end is cut off (F41).
   */
  String annotation(DecisionParameters parameters, String ruleName) {
    List<String> looser = looserThanTheControl(parameters);
    String text =
        String.format(
            Locale.ROOT,
            "%,d of %,d IAM users %s NON_COMPLIANT; %,d exempt.%s Rule: %s.",
            nonCompliant,
            users,
            nonCompliant == 1 ? "is" : "are",
            exempt,
            looser.isEmpty()
                ? ""
                : " Looser than the control: %s.".formatted(String.join(", ", looser)),
            ruleName);
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
  }

  /** The defaults are what the control says to delete (F1). */
  private static List<String> looserThanTheControl(DecisionParameters parameters) {
    List<String> looser = new ArrayList<>();
    if (parameters.creationWindow().compareTo(AS_THE_CONTROL.creationWindow()) < 0) {
      looser.add("creationWindowMinutes=" + parameters.creationWindow().toMinutes());
    }
    if (parameters.activeKeysOnly()) looser.add("activeKeysOnly");
    if (!parameters.gracePeriod().isZero()) {
      looser.add("gracePeriodHours=" + parameters.gracePeriod().toHours());
    }
    if (!parameters.exemptUsers().isEmpty()) looser.add("exemptUsers");
    return looser;
  }
}
