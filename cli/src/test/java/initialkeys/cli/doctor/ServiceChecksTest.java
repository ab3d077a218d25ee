package initialkeys.cli.doctor;

import static initialkeys.cli.doctor.FakeDeployedRule.RULE_NAME;
import static initialkeys.cli.doctor.FakeDeployedRule.reported;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.RuleName;
import initialkeys.cli.doctor.Check.Status;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.AggregateComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.Compliance;
import software.amazon.awssdk.services.config.model.ComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigurationAggregator;
import software.amazon.awssdk.services.config.model.DescribeComplianceByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.securityhub.model.InvalidAccessException;
import software.amazon.awssdk.services.securityhub.model.ResourceNotFoundException;

class ServiceChecksTest {

  private static final String CHECK = RULE_NAME + "-conformance-pack-abcdefghi";

  private final FakeDeployment deployment = new FakeDeployment();

  private ServiceChecks checks() {
    return new ServiceChecks(deployment.caller(), new RuleName(RULE_NAME));
  }

  private Check members() {
    return checks().members(new RuleName(RULE_NAME), "123456789012");
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"})
  void processCheckWithResultIsNotOpen(ComplianceType result) {
    deployment.config.processCheck = result;
    assertThat(checks().conformancePacks())
        .isEqualTo(Check.ok("Conformance packs", "no process check of this control is open"));
  }

  @Test
  void processCheckWithoutResultIsOpen() {
    deployment.config.processCheck = ComplianceType.INSUFFICIENT_DATA;
    assertThat(checks().conformancePacks().text())
        .isEqualTo("the process check of this control has no result: " + CHECK);
    deployment.instead(
        "config:DescribeComplianceByConfigRule",
        () ->
            DescribeComplianceByConfigRuleResponse.builder()
                .complianceByConfigRules(ComplianceByConfigRule.builder().build())
                .build());
    assertThat(checks().conformancePacks().status()).isEqualTo(Status.WARNING);
    deployment.instead(
        "config:DescribeComplianceByConfigRule",
        () -> DescribeComplianceByConfigRuleResponse.builder().build());
    assertThat(checks().conformancePacks().status()).isEqualTo(Status.WARNING);
  }

  private static ConfigRule rule(String name, String source) {
    return ConfigRule.builder()
        .configRuleName(name)
        .source(it -> it.sourceIdentifier(source))
        .build();
  }

  @Test
  void openProcessChecksOfThisControlAreNamedInOrder() {
    deployment.config.processCheck = ComplianceType.INSUFFICIENT_DATA;
    deployment.instead(
        "config:DescribeConfigRules",
        () ->
            DescribeConfigRulesResponse.builder()
                .configRules(
                    rule(RULE_NAME + "-z", "AWS_CONFIG_PROCESS_CHECK"),
                    rule(RULE_NAME, "AWS_CONFIG_PROCESS_CHECK"),
                    rule("root-account-regular-use", "AWS_CONFIG_PROCESS_CHECK"),
                    rule(RULE_NAME + "-own", "arn:aws:lambda"),
                    ConfigRule.builder().configRuleName(RULE_NAME + "-no-source").build())
                .build());
    assertThat(checks().conformancePacks().text())
        .endsWith(": %s, %s-z".formatted(RULE_NAME, RULE_NAME));
  }

  @Test
  void securityHubIsOnWhereCallSucceeds() {
    assertThat(checks().securityHub()).isEqualTo(Check.ok("Security Hub", "is on"));
  }

  @Test
  void securityHubThatIsOffIsWarning() {
    for (RuntimeException off :
        List.of(
            InvalidAccessException.builder().build(),
            ResourceNotFoundException.builder().build())) {
      deployment.failing("securityhub:DescribeHub", off);
      assertThat(checks().securityHub().text()).isEqualTo("is off here");
    }
  }

  @Test
  void aggregatorOfAccountsIsNotOfAnOrganization() {
    deployment.config.aggregators =
        List.of(ConfigurationAggregator.builder().configurationAggregatorName("accounts").build());
    deployment.config.aggregated = List.of();
    assertThat(members())
        .isEqualTo(Check.ok("Organization", "no aggregator of an Organization is here"));
  }

  /** Nothing else says which member accounts report. */
  @Test
  void organizationRuleWithoutAggregatorIsNotChecked() {
    deployment.config.aggregators = List.of();
    assertThat(checks().members(new RuleName(FakeDeployedRule.GENERATED_NAME), "123456789012"))
        .isEqualTo(
            Check.notChecked(
                "Organization",
                "no aggregator of the Organization is here, and the rule is an organization rule",
                "Run doctor in the account and Region of the aggregator, or deploy one"
                    + " (docs/organization.md#aggregator)."));
    assertThat(members().status()).isEqualTo(Status.OK);
  }

  @Test
  void everyActiveAccountReports() {
    assertThat(members()).isEqualTo(Check.ok("Organization", "every active account has results"));
  }

  /** A suspended account reports nothing, and need not. */
  @Test
  void activeAccountsThatReportNothingAreNamed() {
    deployment.config.aggregated = List.of();
    assertThat(members())
        .isEqualTo(
            Check.warning(
                "Organization",
                "active accounts without results: 2 (123456789012, 222222222222)",
                "An account without IAM users has none. In the others, check the member role and"
                    + " the rule (docs/organization.md)."));
  }

  @ParameterizedTest
  @CsvSource({
    "iam-user-console-and-api-access-at-creation, true",
    "OrgConfigRule-iam-user-console-and-api-access-abcdefgh, true",
    "OrgConfigRule-iam-user-console-and-api-access-at-creation, false",
    "OrgConfigRule-another-rule-of-access-abcdefgh, false",
    "iam-user-console-and-api-access-at-creation-2, false",
    "another, false"
  })
  void resultsAreThoseOfTheRule(String name, boolean isOfRule) {
    deployment.config.aggregated =
        List.of(reported(FakeDeployment.ACCOUNT_ID, RULE_NAME), reported("222222222222", name));
    assertThat(members().status()).isEqualTo(isOfRule ? Status.OK : Status.WARNING);
  }

  @Test
  void ruleWithoutDataReportsNothing() {
    AggregateComplianceByConfigRule own = reported(FakeDeployment.ACCOUNT_ID, RULE_NAME);
    AggregateComplianceByConfigRule member = reported("222222222222", RULE_NAME);
    for (AggregateComplianceByConfigRule silent :
        List.of(
            member.copy(it -> it.compliance((Compliance) null)),
            member.copy(
                it -> it.compliance(to -> to.complianceType(ComplianceType.INSUFFICIENT_DATA))))) {
      deployment.config.aggregated = List.of(own, silent);
      assertThat(members().text()).isEqualTo("active accounts without results: 1 (222222222222)");
    }
  }
}
