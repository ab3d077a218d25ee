package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import initialkeys.simulation.service.FakeConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleState;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;

class DeployedRuleTest {

  private static final String PARAMETERS = "{\"activeKeysOnly\":\"true\"}";
  private static final RuleParameters PARSED =
      RuleParameters.parse(Map.of("activeKeysOnly", "true"));

  private final FakeConfig config = new FakeConfig(List.of());

  @Test
  void ruleIsReadByItsName() {
    config.withRule("other", "{}").withRule("rule", PARAMETERS);

    assertThat(DeployedRule.read(config, "rule")).isEqualTo(new DeployedRule("rule", PARSED));
  }

  @Test
  void generatedNameIsFoundOnAnyPage() {
    IntStream.range(0, 60).forEach(i -> config.withRule("rule-" + i, "{}"));
    config.withRule("OrgConfigRule-keys-0a1b2c3d", PARAMETERS);

    assertThat(DeployedRule.ofOrganization(config, "keys"))
        .isEqualTo(new DeployedRule("OrgConfigRule-keys-0a1b2c3d", PARSED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OrgConfigRule-keys-0a1b2c3",
        "OrgConfigRule-keys-0a1b2c3d4",
        "OrgConfigRule-keys-old-0a1b2c3d",
        "OrgConfigRule-akeys-0a1b2c3d",
        "XOrgConfigRule-keys-0a1b2c3d",
        "keys"
      })
  void otherNameIsNotTheOrganizationRules(String name) {
    config.withRule(name, PARAMETERS);

    assertThatThrownBy(() -> DeployedRule.ofOrganization(config, "keys"))
        .isInstanceOf(ConfigCallException.class)
        .hasMessage("config:DescribeConfigRules for rule keys: 0 rules of this name");
  }

  @Test
  void ofTwoGeneratedNamesNeitherIsGuessed() {
    config.withRule("OrgConfigRule-keys-0a1b2c3d", "{}");
    config.withRule("OrgConfigRule-keys-0a1b2c3e", "{}");

    assertThatThrownBy(() -> DeployedRule.ofOrganization(config, "keys"))
        .hasMessageEndingWith("2 rules of this name");
  }

  @Test
  void missingParametersAreNotTakenForDefaults() {
    config.withRule("rule", null);

    assertThatThrownBy(() -> DeployedRule.read(config, "rule"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "The rule's InputParameters is missing; it must be the JSON object that the deployment"
                + " sets.");
  }

  @Test
  void ruleThatIsBeingDeletedIsNotRead() {
    config.withRule(
        ConfigRule.builder()
            .configRuleName("rule")
            .inputParameters("{}")
            .configRuleState(ConfigRuleState.DELETING)
            .build());

    assertThatThrownBy(() -> DeployedRule.read(config, "rule"))
        .isInstanceOf(ConfigCallException.class)
        .hasMessage("config:DescribeConfigRules for rule rule: the rule is being deleted");
  }

  @Test
  void ruleWithoutNameIsNoRule() {
    config.withRule(ConfigRule.builder().inputParameters("{}").build());

    assertThatThrownBy(() -> DeployedRule.ofOrganization(config, "keys"))
        .hasMessageEndingWith("0 rules of this name");
  }

  @Test
  void repeatedTokenEndsTheListing() {
    ConfigClient repeating =
        new ConfigClient() {
          @Override
          public DescribeConfigRulesResponse describeConfigRules(
              DescribeConfigRulesRequest request) {
            return DescribeConfigRulesResponse.builder().nextToken("again").build();
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> DeployedRule.ofOrganization(repeating, "keys"))
        .hasMessageEndingWith("the same next token twice");
  }
}
