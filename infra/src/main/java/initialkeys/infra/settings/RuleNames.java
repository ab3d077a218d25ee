package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import java.util.Map;

/**
 * The names of the rule, by which its results are found.
 *
 * @param plain the rule's name in a single-account deployment
 * @param organization the rule's name in an organization; AWS Config generates the name in member
 *     accounts from it
 */
public record RuleNames(String plain, String organization) {

  /** What the name of an organization's dashboard has after the rule's name. */
  public static final String ORGANIZATION_SUFFIX = "-organization";

  /**
   * Both rules may be deployed to the same account, so nothing that is named after them may be
   * equal.
   */
  static RuleNames parse(Map<String, ?> values) {
    String plain = Setting.RULE_NAME.text(values);
    String organization = Setting.ORGANIZATION_RULE_NAME.text(values);
    if (plain.equals(organization)) {
      throw new InvalidInputException(
          "Setting " + Setting.ORGANIZATION_RULE_NAME.key(),
          organization,
          "different from ruleName, because the metrics and alarms of both rules have the rule's"
              + " name");
    }
    if (plain.equals(organization + ORGANIZATION_SUFFIX)) {
      throw new InvalidInputException(
          "Setting " + Setting.RULE_NAME.key(),
          plain,
          "different from organizationRuleName followed by %s, because both dashboards would have"
                  .formatted(ORGANIZATION_SUFFIX)
              + " the same name");
    }
    return new RuleNames(plain, organization);
  }

  /** How the names begin that AWS Config generates in member accounts (F31). */
  public String memberPrefix() {
    return "OrgConfigRule-" + organization + "-";
  }
}
