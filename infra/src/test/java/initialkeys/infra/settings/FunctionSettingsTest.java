package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.aws.ProxyEnvironment;
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
          noProxy             | example.com              | Setting httpsProxy is ''; it must be http://HOST:PORT without a user, such as http://proxy.example.com:3128; HOST is an IPv4 address, or a name of parts of letters, digits and inner hyphens, separated by dots, the last of which starts with a letter; PORT is 1 to 65535, because noProxy is set.
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

  /** What the function reads of the variables is what the settings say. */
  @ParameterizedTest
  @CsvSource({
    "http://proxy:1, proxy, 1, localhost, localhost|*.localhost",
    "http://proxy.example.com:3128, proxy.example.com, 3128, *.internal, internal|*.internal",
    "http://3-a.b-4.c5:65535, 3-a.b-4.c5, 65535, .internal, internal|*.internal",
    "http://10.0.0.255:80, 10.0.0.255, 80, 10.0.0.255, 10.0.0.255|*.10.0.0.255",
    "http://p:8080, p, 8080, *, *"
  })
  void functionReadsAllowedProxy(
      String url, String host, String port, String noProxy, String direct) {
    assertThat(functionReads(Map.of("httpsProxy", url, "noProxy", noProxy)))
        .isEqualTo(
            Map.of(
                "https.proxyHost", host,
                "https.proxyPort", port,
                "http.nonProxyHosts", "localhost|127.*|[::1]|" + direct));
  }

  /** The function rejects the first three, cannot connect to the next, and ignores the last. */
  @ParameterizedTest
  @CsvSource({
    "httpsProxy, http://10.0.0.256:3128, a",
    "httpsProxy, http://proxy-.corp:80, a",
    "httpsProxy, http://proxy.1:80, a",
    "httpsProxy, http://proxy:0, a",
    "httpsProxy, http://proxy:65536, a",
    "noProxy, http://proxy:80, config.*.amazonaws.com"
  })
  void proxyOfNoUseForFunctionIsRejected(String setting, String url, String noProxy) {
    assertThatThrownBy(() -> functionReads(Map.of("httpsProxy", url, "noProxy", noProxy)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Setting %s is '".formatted(setting));
  }

  private static Map<String, String> functionReads(Map<String, String> values) {
    return new ProxyEnvironment(FunctionSettings.parse(values).network().environment())
        .systemProperties();
  }
}
