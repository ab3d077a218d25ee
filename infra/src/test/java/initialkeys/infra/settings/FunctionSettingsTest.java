package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the functions run, and which settings need each other. */
final class FunctionSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vpcSubnetIds        | subnet-0a1b2c3d          | Setting vpcSecurityGroupIds is ''; it must be ids of security groups (sg-...), separated by commas, at most 5, because vpcSubnetIds is set.
          vpcSecurityGroupIds | sg-0a1b2c3d              | Setting vpcSubnetIds is ''; it must be ids of subnets (subnet-...), separated by commas, at most 16, because vpcSecurityGroupIds is set.
          noProxy             | example.com              | Setting httpsProxy is ''; it must be the URL of a proxy, such as http://proxy.example.com:3128, without a user, because noProxy is set.
          """)
  void settingWithoutTheOtherIsRejected(String name, String value, String message) {
    assertThatThrownBy(() -> FunctionSettings.parse(Map.of(name, value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void nothingIsConnectedByDefault() {
    FunctionSettings settings = FunctionSettings.parse(Map.of());
    assertThat(settings.network())
        .isEqualTo(
            new FunctionSettings.Network(List.of(), List.of(), Optional.empty(), Optional.empty()));
    assertThat(settings.network().isVpc()).isFalse();
    assertThat(settings.network().environment()).isEmpty();
    assertThat(settings.kmsKeyArn()).isEmpty();
  }
}
