package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.iam.endpoints.IamEndpointProvider;

class CallerRegionTest {

  private static final AwsRegionProvider NONE =
      () -> {
        throw SdkClientException.create("Unable to load region");
      };

  private static CallerRegion of(Map<String, String> environment, AwsRegionProvider sdk) {
    return of(environment, "[profile audit]\nregion=eu-central-1", sdk);
  }

  private static CallerRegion of(
      Map<String, String> environment, String configuration, AwsRegionProvider sdk) {
    return new CallerRegion(
        environment,
        CallerProfile.of(Optional.empty(), environment),
        TestConfiguration.of(configuration),
        sdk);
  }

  @Test
  void isUsEast1WhenNoneIsConfigured() {
    assertThat(of(Map.of(), NONE).region()).isEqualTo(Region.US_EAST_1);
    assertThat(of(Map.of("AWS_DEFAULT_REGION", " "), () -> null).region())
        .isEqualTo(Region.US_EAST_1);
  }

  @Test
  void isThatOfProfileBeforeThatOfInstance() {
    Map<String, String> audit = Map.of("AWS_PROFILE", "audit");
    assertThat(of(audit, () -> Region.EU_WEST_1).region()).isEqualTo(Region.EU_CENTRAL_1);
    assertThat(of(audit, "[profile audit]\nregion=", () -> Region.EU_WEST_1).region())
        .isEqualTo(Region.EU_WEST_1);
  }

  @Test
  void isRejectedInProfileWhenItCannotBeName() {
    assertThatThrownBy(() -> of(Map.of(), "[default]\nregion = EU West", NONE).region())
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "region in AWS profile 'default' is 'EU West'; it must be the name of a Region, such as"
                + " eu-west-1.");
  }

  /** It may be a secret key that was entered at the wrong question. */
  @Test
  void longNameIsNotShown() {
    String key = "k".repeat(40);
    assertThatThrownBy(() -> of(Map.of(), "[default]\nregion = " + key, NONE).region())
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "region in AWS profile 'default' is 40 characters long; it must be the name of a"
                + " Region, such as eu-west-1.");
  }

  @Test
  void isThatOfTheProfileInAnyPartition() {
    assertThat(of(Map.of(), () -> Region.CN_NORTH_1).region()).isEqualTo(Region.CN_NORTH_1);
  }

  @Test
  void isThatOfTheEnvironmentAsForTheAwsCli() {
    Map<String, String> both =
        Map.of("AWS_REGION", "us-gov-west-1", "AWS_DEFAULT_REGION", "cn-north-1");
    assertThat(of(both, () -> Region.EU_WEST_1).region()).isEqualTo(Region.US_GOV_WEST_1);
    assertThat(of(Map.of("AWS_DEFAULT_REGION", "cn-northwest-1"), () -> Region.EU_WEST_1).region())
        .isEqualTo(Region.CN_NORTHWEST_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu west 1", "", "EU-WEST-1", "eu", "a.example.com/"})
  void isRejectedWhenItCannotBeName(String name) {
    assertThatThrownBy(() -> CallerRegion.parse("--region", name))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "--region is '%s'; it must be the name of a Region, such as eu-west-1."
                .formatted(name));
  }

  @Test
  void leadsToTheIamOfItsPartition() {
    Map<Region, String> hosts =
        Map.of(
            Region.EU_WEST_1, "iam.amazonaws.com",
            Region.US_GOV_EAST_1, "iam.us-gov.amazonaws.com",
            Region.CN_NORTHWEST_1, "iam.cn-north-1.amazonaws.com.cn");
    hosts.forEach(
        (region, host) ->
            assertThat(
                    IamEndpointProvider.defaultProvider()
                        .resolveEndpoint(endpoint -> endpoint.region(region))
                        .join()
                        .endpointUrl()
                        .host())
                .isEqualTo(host));
  }
}
