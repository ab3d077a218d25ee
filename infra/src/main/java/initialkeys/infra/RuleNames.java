package initialkeys.infra;

import java.util.Map;

/**
 * Under which names the rule's results are found.
 *
 * @param plain the rule's name where it is deployed account by account
 * @param organization its name in the Organization; members see it within a generated one
 */
record RuleNames(String plain, String organization) {

  static RuleNames parse(Map<String, ?> context) {
    return new RuleNames(
        Setting.RULE_NAME.text(context), Setting.ORGANIZATION_RULE_NAME.text(context));
  }

  /** How the names begin that AWS Config generates in the members (F31). */
  String memberPrefix() {
    return "OrgConfigRule-" + organization + "-";
  }
}
