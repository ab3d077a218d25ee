package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;

class AwsClientsTest {

  @Test
  void callHasAMinuteAndSevenAttempts() {
    ClientOverrideConfiguration configuration =
        AwsClients.configured(IamClient.builder(), WireClients.CREDENTIALS, new ApiCallCounter())
            .overrideConfiguration();

    assertThat(configuration.apiCallTimeout()).contains(Duration.ofSeconds(60));
    assertThat(configuration.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(7);
  }

  /** Read off the connection that the SDK has prepared: to see it time out would take as long. */
  @Test
  void connectionHasFiveSecondsAndTheNextByteTwenty() throws ReflectiveOperationException {
    ExecutableHttpRequest prepared =
        AwsClients.http(Map.of())
            .prepareRequest(
                HttpExecuteRequest.builder()
                    .request(
                        SdkHttpFullRequest.builder()
                            .method(SdkHttpMethod.POST)
                            .uri(URI.create("http://iam.invalid/"))
                            .build())
                    .build());
    Field field = prepared.getClass().getDeclaredField("connection");
    field.setAccessible(true);
    HttpURLConnection connection = (HttpURLConnection) field.get(prepared);

    assertThat(connection.getConnectTimeout()).isEqualTo(5_000);
    assertThat(connection.getReadTimeout()).isEqualTo(20_000);
  }

  /** The endpoints that the SDK's own client would call. */
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, https://securityhub.eu-west-1.amazonaws.com",
    "cn-north-1, https://securityhub.cn-north-1.amazonaws.com.cn",
    "us-gov-west-1, https://securityhub.us-gov-west-1.amazonaws.com"
  })
  void securityHubIsCalledInTheRegionAndPartition(String region, URI address) {
    assertThat(AwsClients.securityHubIn(Region.of(region)))
        .isEqualTo(new SignedHttpClient.Endpoint("securityhub", region, address));
  }

  @Test
  void userAgentNamesTheHttpClient() {
    assertThat(AwsClients.http(Map.of()).clientName()).isEqualTo("UrlConnection");
  }
}
