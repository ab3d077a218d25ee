package initialkeys.infra.aggregator;

import initialkeys.infra.settings.RuleNames;
import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnConfigurationAggregator;
import software.amazon.awscdk.services.config.CfnConfigurationAggregator.OrganizationAggregationSourceProperty;
import software.amazon.awscdk.services.config.CfnStoredQuery;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * Collects the AWS Config results of all accounts of an organization, and stores queries over them.
 * It needs no other stack: it reads the results of the rule, however the rule is deployed.
 */
public final class AggregatorStack extends Stack {

  private static final String NAME = "InitialKeys";

  /**
   * Creates the aggregator with its role and its queries.
   *
   * @param regions the Regions to collect from; empty for all Regions, future ones included
   */
  public AggregatorStack(Construct scope, String id, RuleNames names, List<String> regions) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("The AWS Config results of an organization in one place")
            .build());
    CfnConfigurationAggregator.Builder.create(this, "Aggregator")
        .configurationAggregatorName(NAME)
        .organizationAggregationSource(source(regions))
        .build();
    StoredQuery.allOf(names)
        .forEach(
            query ->
                CfnStoredQuery.Builder.create(this, query.id())
                    .queryName(query.name())
                    .queryDescription(query.description())
                    .queryExpression(query.expression())
                    .build());
    CfnOutput.Builder.create(this, "AggregatorName")
        .value(NAME)
        .description("The aggregator in AWS Config")
        .build();
  }

  private OrganizationAggregationSourceProperty source(List<String> regions) {
    // AWS Config requires this policy (F34): four calls that list the organization's accounts.
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("config.amazonaws.com"))
            .managedPolicies(
                List.of(
                    ManagedPolicy.fromAwsManagedPolicyName(
                        "service-role/AWSConfigRoleForOrganizations")))
            .build();
    OrganizationAggregationSourceProperty.Builder source =
        OrganizationAggregationSourceProperty.builder().roleArn(role.getRoleArn());
    return regions.isEmpty()
        ? source.allAwsRegions(true).build()
        : source.awsRegions(regions).build();
  }
}
