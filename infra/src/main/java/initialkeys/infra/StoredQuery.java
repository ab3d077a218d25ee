package initialkeys.infra;

import java.util.List;

/**
 * A question of AWS Config's advanced queries. They know neither DISTINCT nor a join, and hold the
 * conditions on a user's rules against each of its rules by itself: a user that this rule has
 * evaluated and *another* finds non-compliant fits "non-compliant" too. The README's commands look
 * closer. An answer that is ordered by a count comes in one page only (F34).
 *
 * @param id the resource's in the template
 * @param name as AWS Config shows it
 * @param description what it answers
 * @param expression at most 4,096 characters
 */
record StoredQuery(String id, String name, String description, String expression) {

  static List<StoredQuery> allOf(RuleNames names) {
    String evaluated = evaluated(names);
    String nonCompliant =
        evaluated + " AND configuration.configRuleList.complianceType = 'NON_COMPLIANT'";
    return List.of(
        new StoredQuery(
            "NonCompliantUsers",
            "initial-keys-non-compliant-users",
            "Users with a non-compliant result, by account; each with all of its rules' results",
            "SELECT accountId, awsRegion, configuration.targetResourceId,"
                + " configuration.configRuleList WHERE %s ORDER BY accountId"
                    .formatted(nonCompliant)),
        new StoredQuery(
            "AccountsByNonCompliantUsers",
            "initial-keys-accounts-by-non-compliant-users",
            "Accounts by the number of users with a non-compliant result, the most first",
            "SELECT accountId, COUNT(*) WHERE %s GROUP BY accountId ORDER BY COUNT(*) DESC"
                .formatted(nonCompliant)),
        new StoredQuery(
            "ReportingAccounts",
            "initial-keys-reporting-accounts",
            "Accounts in which the rule has evaluated users, and how many; the others are silent",
            "SELECT accountId, COUNT(*) WHERE %s GROUP BY accountId".formatted(evaluated)));
  }

  /** Users that the rule has a result of, under either of its names. */
  private static String evaluated(RuleNames names) {
    return "resourceType = 'AWS::Config::ResourceCompliance'"
        + " AND configuration.targetResourceType = 'AWS::IAM::User'"
        + " AND (configuration.configRuleList.configRuleName = '%s'".formatted(names.plain())
        + " OR configuration.configRuleList.configRuleName LIKE '%s%%')"
            .formatted(names.memberPrefix());
  }
}
