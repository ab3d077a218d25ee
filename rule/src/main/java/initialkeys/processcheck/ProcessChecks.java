package initialkeys.processcheck;

import initialkeys.aws.NextTokens;
import initialkeys.decision.CisControl;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;

/** The process checks of the control in one account and Region. */
final class ProcessChecks {

  /** What AWS Config puts between that name and nine characters in a conformance pack (F40). */
  private static final String IN_A_PACK = CisControl.NAME + "-conformance-pack-";

  private static final String SOURCE = "AWS_CONFIG_PROCESS_CHECK";

  private ProcessChecks() {}

  /**
   * Reads the names from every page: AWS Config can select rules neither by source nor by a part of
   * the name (F41).
   *
   * @param isLate whether no further page must be requested, not even the first
   * @throws RuntimeException when AWS Config rejects the call, its pages do not end, or it is late
   */
  static List<String> names(ConfigClient config, BooleanSupplier isLate) {
    if (isLate.getAsBoolean()) {
      throw new IllegalStateException("the invocation was about to time out");
    }
    List<String> names = new ArrayList<>();
    NextTokens tokens = new NextTokens(isLate);
    for (var page : config.describeConfigRulesPaginator()) {
      page.configRules().stream()
          .filter(ProcessChecks::isOfTheControl)
          .map(ConfigRule::configRuleName)
          .forEach(names::add);
      tokens.require(page.nextToken());
    }
    return names;
  }

  /** This rule itself may have the same name; its source is a function. */
  private static boolean isOfTheControl(ConfigRule rule) {
    String name = rule.configRuleName();
    return rule.source() != null
        && SOURCE.equals(rule.source().sourceIdentifier())
        && (name.equals(CisControl.NAME) || name.startsWith(IN_A_PACK));
  }
}
