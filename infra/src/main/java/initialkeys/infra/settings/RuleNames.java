package initialkeys.infra.settings;

import java.util.Map;

/**
 * The names of the rule, by which its results are found.
 *
 * @param plain the rule's name in a single-account deployment
 * @param organization the rule's name in an organization; AWS Config generates the name in member
 *     accounts from it
 */
public record RuleNames(String plain, String organization) {

  static RuleNames parse(Map<String, ?> values) {
    return new RuleNames(
        Setting.RULE_NAME.text(values), Setting.ORGANIZATION_RULE_NAME.text(values));
  }

  /** How the names begin that AWS Config generates in member accounts (F31). */
  public String memberPrefix() {
    return "OrgConfigRule-" + organization + "-";
  }
}
