package initialkeys.infra.aggregator;

import initialkeys.infra.settings.RuleNames;
import java.util.List;

/**
 * A query in the language of AWS Config's advanced queries. The language has no DISTINCT and no
 * joins, and it tests each condition against each of a user's rules separately: a user that this
 * rule has evaluated and that <em>another</em> rule finds noncompliant also matches "noncompliant".
 * The documented commands filter such users out. A result that is ordered by a count has one page
 * only (F34).
 *
 * @param id the logical id in the template
 * @param name the name in AWS Config
 * @param description what the query returns
 * @param expression at most 4,096 characters
 */
public record StoredQuery(String id, String name, String description, String expression) {

  /** Every query, for the rule under either of its names. */
  public static List<StoredQuery> allOf(RuleNames names) {
    String evaluated = evaluated(names);
    String nonCompliant =
        evaluated + " AND configuration.configRuleList.complianceType = 'NON_COMPLIANT'";
    return List.of(
        new StoredQuery(
            "NonCompliantUsers",
            "initial-keys-non-compliant-users",
            "Users with a noncompliant result, by account; each with the results of all its rules",
            "SELECT accountId, awsRegion, configuration.targetResourceId,"
                + " configuration.configRuleList WHERE %s ORDER BY accountId"
                    .formatted(nonCompliant)),
        new StoredQuery(
            "AccountsByNonCompliantUsers",
            "initial-keys-accounts-by-non-compliant-users",
            "Accounts by the number of users with a noncompliant result, highest number first",
            "SELECT accountId, COUNT(*) WHERE %s GROUP BY accountId ORDER BY COUNT(*) DESC"
                .formatted(nonCompliant)),
        new StoredQuery(
            "ReportingAccounts",
            "initial-keys-reporting-accounts",
            "Accounts for which the aggregator has results of the rule, and the number of users",
            "SELECT accountId, COUNT(*) WHERE %s GROUP BY accountId".formatted(evaluated)));
  }

  /** Users for which the rule has a result. */
  private static String evaluated(RuleNames names) {
    return "resourceType = 'AWS::Config::ResourceCompliance'"
        + " AND configuration.targetResourceType = 'AWS::IAM::User'"
        + " AND (configuration.configRuleList.configRuleName = '%s'".formatted(names.plain())
        + " OR configuration.configRuleList.configRuleName LIKE '%s%%')"
            .formatted(names.memberPrefix());
  }
}
