package initialkeys.infra;

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
 * Collects AWS Config's results of all accounts of an Organization, and keeps the questions that
 * are asked of them. It needs no other stack: it reads what the rule reported, however deployed.
 */
final class AggregatorStack extends Stack {

  private static final String NAME = "InitialKeys";

  /**
   * @param regions the Regions to collect from; all of them, later ones too, if empty
   */
  AggregatorStack(Construct scope, String id, RuleNames names, List<String> regions) {
    super(
        scope,
        id,
        StackProps.builder()
            .description("AWS Config's results of an Organization in one place")
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
        .description("In AWS Config")
        .build();
  }

  private OrganizationAggregationSourceProperty source(List<String> regions) {
    // What AWS Config asks for by name (F34): four calls that read which accounts there are.
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
