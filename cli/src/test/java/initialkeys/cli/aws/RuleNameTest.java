package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.CisControl;
import initialkeys.simulation.service.FakeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.ConfigRule;

class RuleNameTest {

  @ParameterizedTest
  @CsvSource({
    "keys, keys, true",
    "keys, OrgConfigRule-keys-0a1b2c3d, true",
    "keys, OrgConfigRule-keys-0a1b2c3, false",
    "keys, OrgConfigRule-keys-old-0a1b2c3d, false",
    "keys, XOrgConfigRule-keys-0a1b2c3d, false",
    "keys, iam-user-console-and-api-access, false",
    "OrgConfigRule-keys-0a1b2c3d, OrgConfigRule-keys-0a1b2c3d, true",
    "OrgConfigRule-keys-0a1b2c3d, OrgConfigRule-keys-9z8y7x6w, true",
    "OrgConfigRule-keys-0a1b2c3d, keys, true",
    "iam-user-console-and-api-access-at-creation, iam-user-console-and-api-access, true",
    "iam-user-console-and-api-access, iam-user-console-and-api-access-at-creation, false"
  })
  void ofAnyAccountAreDeployedAsOne(String given, String name, boolean isOf) {
    assertThat(new RuleName(given).isOf(name)).isEqualTo(isOf);
  }

  @Test
  void generatedNamesAreThoseOfOrganizationRules() {
    assertThat(new RuleName("OrgConfigRule-keys-0a1b2c3d").isGenerated()).isTrue();
    assertThat(new RuleName("keys").isGenerated()).isFalse();
    assertThat(new RuleName("iam-user-console-and-api-access").isGenerated()).isFalse();
  }

  @Test
  void defaultIsThatOfTheSetting() throws IOException {
    assertThat(Files.readString(Path.of("..", "docs", "deployment.md")))
        .contains("| `organizationRuleName` | `%s` |".formatted(RuleName.OF_ORGANIZATION));
  }

  /** One more rule than AWS Config returns in a page. */
  @Test
  void ruleOfThisNameComesBeforeGeneratedOnes() {
    FakeConfig config = new FakeConfig(List.of());
    for (int i = 0; i < 25; i++) config.withRule("another-" + i, "{}");
    String generated = "OrgConfigRule-iam-user-console-and-api-access-0a1b2c3d";
    config.withRule(generated, "{}");
    assertThat(found(config)).containsExactly(generated);
    config.withRule("iam-user-console-and-api-access", "{}");
    assertThat(found(config)).containsExactly(generated);
    config.withRule(CisControl.NAME, "{}");
    assertThat(found(config)).containsExactly(CisControl.NAME);
  }

  private static List<String> found(FakeConfig config) {
    return new RuleName(CisControl.NAME)
        .find(config).stream().map(ConfigRule::configRuleName).toList();
  }
}
