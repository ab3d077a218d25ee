package initialkeys.cli.prove;

import initialkeys.cli.prove.user.ProofCase;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameter;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which lines can be proven with the parameters of the deployed rule. A line is proven only by a
 * result that the same user would not have without what the line says: otherwise an earlier result
 * would be taken for it.
 *
 * @param parameters the parameters of the rule
 * @param notProvable the cases for which no user is created, with the reason
 */
public record ProofPlan(DecisionParameters parameters, Map<ProofCase, String> notProvable) {

  /** The longest creation window after which a proof creates a key. */
  static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  private static final Instant CREATED = Instant.EPOCH.plus(Duration.ofDays(20_000));
  private static final Instant NOW = CREATED.plus(Duration.ofMinutes(30));
  private static final Duration KEY_AFTER_USER = Duration.ofSeconds(2);

  /** The plan for a rule with these parameters. */
  public static ProofPlan of(Map<String, String> given) {
    DecisionParameters parameters = RuleParameters.parse(given).decision();
    Map<ProofCase, String> notProvable = new EnumMap<>(ProofCase.class);
    for (ProofCase proofCase : ProofCase.values()) {
      if (!isProvable(proofCase, parameters)) notProvable.put(proofCase, reason(proofCase, given));
    }
    return new ProofPlan(parameters, notProvable);
  }

  /** The cases for which a user is created. */
  public List<ProofCase> provable() {
    return Arrays.stream(ProofCase.values()).filter(it -> !notProvable.containsKey(it)).toList();
  }

  private static boolean isProvable(ProofCase proofCase, DecisionParameters parameters) {
    UserIdentity identity =
        new UserIdentity(
            "AIDAPROOFPROOFPROOF00",
            ProofUsers.nameOf("00000000", proofCase),
            ProofUsers.PATH,
            CREATED);
    IamUser without = ProofCase.withoutKey(identity);
    IamUser created = proofCase.created(identity, "AKIAPROOF", KEY_AFTER_USER);
    IamUser changed = proofCase.changed(created, parameters.creationWindow());
    boolean isExempt = isExempt(Expectation.verdict(created, parameters, NOW));
    return switch (proofCase) {
      case EXEMPT -> isExempt;
      case DELETED -> true;
      case NO_KEY -> !isExempt;
      case LATER_KEY ->
          parameters.creationWindow().compareTo(LONGEST_WINDOW) <= 0
              && areDistinct(created, changed, parameters);
      case USED_KEY, NO_PASSWORD -> areDistinct(created, changed, parameters);
      case UNUSED_KEY, INACTIVE_KEY, COMMA -> areDistinct(without, created, parameters);
    };
  }

  private static boolean isExempt(Settled verdict) {
    return verdict instanceof Compliant(Compliant.Reason reason)
        && reason == Compliant.Reason.EXEMPT;
  }

  private static boolean areDistinct(IamUser before, IamUser after, DecisionParameters parameters) {
    return Expectation.of(before, parameters, NOW).type()
        != Expectation.of(after, parameters, NOW).type();
  }

  /** Names the parameter that is in the way, by trying each with its default. */
  private static String reason(ProofCase proofCase, Map<String, String> given) {
    if (proofCase == ProofCase.EXEMPT) {
      return "The rule exempts no such user: with %s in exemptUsers it would."
          .formatted(ProofUsers.nameOf("*", proofCase));
    }
    return Arrays.stream(RuleParameter.values())
        .filter(parameter -> given.containsKey(parameter.key()))
        .filter(parameter -> isProvable(proofCase, without(parameter, given)))
        .findFirst()
        .map(
            parameter ->
                "Not with %s=%s: with %s it could be."
                    .formatted(
                        parameter.key(),
                        given.get(parameter.key()),
                        parameter.defaultValue().isEmpty()
                            ? "none"
                            : "the default " + parameter.defaultValue()))
        .orElseGet(() -> "Not with these rule parameters: %s.".formatted(text(given)));
  }

  private static DecisionParameters without(RuleParameter parameter, Map<String, String> given) {
    Map<String, String> others = new HashMap<>(given);
    others.remove(parameter.key());
    return RuleParameters.parse(others).decision();
  }

  private static String text(Map<String, String> given) {
    return given.entrySet().stream()
        .map(Map.Entry::toString)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
