package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.endpoints.ConfigEndpointProvider;
import software.amazon.awssdk.services.iam.endpoints.IamEndpointProvider;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/** Where the function's calls go in a Region of each partition. */
class EndpointsTest {

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, iam.amazonaws.com, amazonaws.com",
    "cn-north-1, iam.cn-north-1.amazonaws.com.cn, amazonaws.com.cn",
    "us-gov-west-1, iam.us-gov.amazonaws.com, amazonaws.com",
    "us-iso-east-1, iam.us-iso-east-1.c2s.ic.gov, c2s.ic.gov",
    "us-isob-east-1, iam.us-isob-east-1.sc2s.sgov.gov, sc2s.sgov.gov",
    "eu-isoe-west-1, iam.eu-isoe-west-1.cloud.adc-e.uk, cloud.adc-e.uk",
    "us-isof-south-1, iam.us-isof-south-1.csp.hci.ic.gov, csp.hci.ic.gov",
    "eusc-de-east-1, iam.eusc-de-east-1.amazonaws.eu, amazonaws.eu"
  })
  void everyPartitionHasItsEndpoints(String name, String iam, String domain) {
    Region region = Region.of(name);
    assertThat(
            IamEndpointProvider.defaultProvider()
                .resolveEndpoint(it -> it.region(region))
                .join()
                .endpointUrl()
                .toUri())
        .isEqualTo(URI.create("https://" + iam));
    assertThat(
            ConfigEndpointProvider.defaultProvider()
                .resolveEndpoint(it -> it.region(region))
                .join()
                .endpointUrl()
                .toUri())
        .isEqualTo(URI.create("https://config.%s.%s".formatted(name, domain)));
    assertThat(
            StsEndpointProvider.defaultProvider()
                .resolveEndpoint(it -> it.region(region).useGlobalEndpoint(false))
                .join()
                .endpointUrl()
                .toUri())
        .isEqualTo(URI.create("https://sts.%s.%s".formatted(name, domain)));
    assertThat(AwsClients.securityHubIn(region).address())
        .isEqualTo(URI.create("https://securityhub.%s.%s".formatted(name, domain)));
  }
}
