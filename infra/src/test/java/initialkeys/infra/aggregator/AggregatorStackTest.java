package initialkeys.infra.aggregator;

import static initialkeys.infra.Synthesized.AGGREGATOR;
import static initialkeys.infra.Synthesized.APP_BY_DEFAULT;
import static initialkeys.infra.Synthesized.APP_WITH_EVERYTHING_SET;
import static initialkeys.infra.Synthesized.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import org.junit.jupiter.api.Test;

/** The aggregator and its role. */
final class AggregatorStackTest {

  private static final Synthesized BY_DEFAULT = APP_BY_DEFAULT.get(AGGREGATOR);
  private static final Synthesized EVERYTHING = APP_WITH_EVERYTHING_SET.get(AGGREGATOR);

  @Test
  void stackContainsExactlyTheListedResources() {
    assertThat(BY_DEFAULT.resources().map(resource -> resource.path("Type").asText()))
        .containsExactlyInAnyOrder(
            "AWS::Config::ConfigurationAggregator",
            "AWS::IAM::Role",
            "AWS::Config::StoredQuery",
            "AWS::Config::StoredQuery",
            "AWS::Config::StoredQuery");
  }

  @Test
  void aggregatorCollectsFromAllRegionsUnlessSet() {
    assertThat(source(BY_DEFAULT).path("AllAwsRegions").asBoolean()).isTrue();
    assertThat(source(BY_DEFAULT).has("AwsRegions")).isFalse();
    assertThat(source(EVERYTHING).path("AwsRegions"))
        .isEqualTo(json("[\"eu-west-1\",\"us-gov-east-1\"]"));
    assertThat(source(EVERYTHING).has("AllAwsRegions")).isFalse();
  }

  @Test
  void aggregatorHasItsNameAndTheRoleOfTheStack() {
    JsonNode aggregator = BY_DEFAULT.only("AWS::Config::ConfigurationAggregator");
    assertThat(aggregator.path("ConfigurationAggregatorName").asText()).isEqualTo("InitialKeys");
    JsonNode role = source(BY_DEFAULT).at("/RoleArn/Fn::GetAtt");
    assertThat(BY_DEFAULT.typeOf(role.path(0))).isEqualTo("AWS::IAM::Role");
    assertThat(role.path(1).asText()).isEqualTo("Arn");
  }

  private static JsonNode source(Synthesized stack) {
    return stack.only("AWS::Config::ConfigurationAggregator").path("OrganizationAggregationSource");
  }

  @Test
  void onlyConfigMayAssumeTheRoleThatListsAccounts() {
    assertThat(BY_DEFAULT.only("AWS::IAM::Role"))
        .isEqualTo(
            json(
                """
                {"AssumeRolePolicyDocument":{
                   "Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",
                                 "Principal":{"Service":"config.amazonaws.com"}}],
                   "Version":"2012-10-17"},
                 "ManagedPolicyArns":[{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},
                   ":iam::aws:policy/service-role/AWSConfigRoleForOrganizations"]]}]}\
                """));
  }
}
