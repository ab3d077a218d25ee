package initialkeys.processcheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;

/** The process checks of the control in one account and Region. */
final class ProcessChecks {

  /** The control's name in AWS's conformance packs (F3). */
  private static final String NAME = "iam-user-console-and-api-access-at-creation";

  /** What AWS Config puts between that name and nine characters in a conformance pack (F40). */
  private static final String IN_A_PACK = NAME + "-conformance-pack-";

  private static final String SOURCE = "AWS_CONFIG_PROCESS_CHECK";

  private ProcessChecks() {}

  /**
   * Reads the names from every page: AWS Config can select rules neither by source nor by a part of
   * the name (F41).
   *
   * @param isLate whether no further page must be requested
   * @throws RuntimeException when AWS Config rejects the call, or its pages do not end
   */
  static List<String> names(ConfigClient config, BooleanSupplier isLate) {
    List<String> names = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    for (var page : config.describeConfigRulesPaginator()) {
      page.configRules().stream()
          .filter(ProcessChecks::isOfTheControl)
          .map(ConfigRule::configRuleName)
          .forEach(names::add);
      if (page.nextToken() == null) continue;
      if (!tokens.add(page.nextToken())) {
        throw new IllegalStateException("AWS Config returned the same next token twice");
      }
      if (isLate.getAsBoolean()) throw new IllegalStateException("it took too long");
    }
    return names;
  }

  /** This rule itself may have the same name; its source is a function. */
  private static boolean isOfTheControl(ConfigRule rule) {
    String name = rule.configRuleName();
    return rule.source() != null
        && SOURCE.equals(rule.source().sourceIdentifier())
        && (name.equals(NAME) || name.startsWith(IN_A_PACK));
  }
}
