package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;

class CallerRuleTest {

  private static CallerRule rule(ConfigClient config) {
    return CallerRule.find(
        TestCallers.of("123456789012", new FakeIam(List.of()), config, key -> {}),
        "the-rule",
        "--rule");
  }

  private static FakeConfig with(String inputParameters) {
    return new FakeConfig(List.of()).withRule("the-rule", inputParameters);
  }

  @Test
  void parametersAreThoseOfTheRule() {
    assertThat(rule(with("{\"creationWindowMinutes\":\"15\"}")).parameters())
        .isEqualTo(Map.of("creationWindowMinutes", "15"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "{}"})
  void ruleMayHaveNoParameters(String inputParameters) {
    assertThat(rule(with(inputParameters)).parameters()).isEmpty();
  }

  @Test
  void valueThatTheRuleRejectsIsRejected() {
    assertThatThrownBy(() -> rule(with("{\"unusedKeysOnly\":\"yes\"}")).parameters())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("unusedKeysOnly is 'yes'");
  }

  @Test
  void ruleIsFoundByNameOfOrganizationRule() {
    FakeConfig config =
        new FakeConfig(List.of())
            .withRule("OrgConfigRule-the-rule-0a1b2c3d", "{\"exemptUsers\":\"bo\"}");
    assertThat(rule(config).name()).isEqualTo("OrgConfigRule-the-rule-0a1b2c3d");
    assertThat(rule(config).parameters()).isEqualTo(Map.of("exemptUsers", "bo"));
  }

  @Test
  void twoRulesOfTheNameAreAmbiguous() {
    FakeConfig config =
        new FakeConfig(List.of())
            .withRule("OrgConfigRule-the-rule-0a1b2c3d", "{}")
            .withRule("OrgConfigRule-the-rule-0a1b2c3e", "{}");
    assertThatThrownBy(() -> rule(config))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--rule is 'the-rule'; it must be the whole name of one rule:"
                + " OrgConfigRule-the-rule-0a1b2c3d or OrgConfigRule-the-rule-0a1b2c3e.");
  }

  @Test
  void ruleWithoutFunctionIsRejected() {
    FakeConfig config = new FakeConfig(List.of()).withRules(FakeConfig.processCheck("the-rule"));
    assertThatThrownBy(() -> rule(config))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--rule is 'the-rule'; it must be the name of a rule that invokes a Lambda function;"
                + " this one's source is AWS AWS_CONFIG_PROCESS_CHECK.");
  }

  /** AWS Config that returns no rule, and does not reject the name either. */
  private record WithoutRules() implements ConfigClient {
    @Override
    public DescribeConfigRulesResponse describeConfigRules(DescribeConfigRulesRequest request) {
      return DescribeConfigRulesResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void missingRuleIsNamedWithItsOption() {
    for (ConfigClient config : List.of(new FakeConfig(List.of()), new WithoutRules())) {
      assertThatThrownBy(() -> rule(config).parameters())
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "--rule is 'the-rule'; it must be the name of a rule in eu-west-1; set the rule's"
                  + " Region with --region.");
    }
  }
}
