package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeSecurityHub;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;

/** Which Region is called, and with which credentials. */
class CallerTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();
  private static final String ENDPOINT = "aws.endpointUrl";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("AWS_ACCESS_KEY_ID", "AKIACALLER0000000000", "AWS_SECRET_ACCESS_KEY", "secret");

  @TempDir private Path folder;
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        new FakeAwsServer(
            new FakeAws(new FakeIam(List.of()), new FakeConfig(List.of()), new FakeSecurityHub()));
    System.setProperty(ENDPOINT, server.address().toString());
  }

  @AfterEach
  void close() {
    server.close();
    List.of(REGION, ENDPOINT).forEach(System::clearProperty);
    List.of(ProfileFileSystemSetting.values())
        .forEach(setting -> System.clearProperty(setting.property()));
  }

  /** The clients that a command creates later take it from the property. */
  @Test
  void regionIsThatOfOption() {
    System.setProperty(REGION, "us-east-1");
    Caller caller = Caller.of(ENVIRONMENT, Optional.empty(), Optional.of("ap-southeast-2"));
    assertThat(caller.region()).isEqualTo(Region.AP_SOUTHEAST_2);
    assertThat(System.getProperty(REGION)).isEqualTo("ap-southeast-2");
  }

  @Test
  void endpointsOfProfileAreThoseOfSdk() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config"),
            """
            [profile "my audit"]
              services: local
            [services local]
            sts =
              endpoint_url = %s
            """
                .formatted(server.address()));
    System.clearProperty(ENDPOINT);
    server.failAlways("GetCallerIdentity", FakeAws.iamError(403, "AccessDenied", "not authorized"));
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put("AWS_CONFIG_FILE", file.toString());
    environment.put("AWS_PROFILE", "my audit");
    assertThatThrownBy(
            Caller.of(environment, Optional.empty(), Optional.of("eu-west-1"))::accountId)
        .hasMessageStartingWith("not authorized");
  }

  @Test
  void withoutOptionRegionIsThatOfMachine() {
    System.setProperty(REGION, "sa-east-1");
    assertThat(Caller.of(ENVIRONMENT, Optional.empty(), Optional.empty()).region())
        .isEqualTo(Region.SA_EAST_1);
  }

  @ParameterizedTest
  @CsvSource({"eu-west-1, aws", "cn-north-1, aws-cn", "us-gov-east-1, aws-us-gov"})
  void partitionIsThatOfRegion(String region, String partition) {
    assertThat(Caller.of(ENVIRONMENT, Optional.empty(), Optional.of(region)).partition())
        .isEqualTo(partition);
  }

  /** For example an HTML page of a network that requires a sign-in. */
  @ParameterizedTest
  @ValueSource(strings = {"<html>sign in</html>", "<html><Account>12345678901</Account></html>"})
  void responseWithoutAccountIdIsRejected(String response) {
    server.failAlways("GetCallerIdentity", Response.of(200, response));
    Caller caller = Caller.of(ENVIRONMENT, Optional.empty(), Optional.of("eu-west-1"));
    assertThatThrownBy(caller::accountId)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "AWS STS returned no account id. Check for a proxy or a sign-in page between this"
                + " computer and AWS.");
  }

  @Test
  void settingThatTheSdkRejectsIsNamed() {
    System.setProperty(SdkSystemSetting.AWS_MAX_ATTEMPTS.property(), "many");
    try {
      assertThatThrownBy(() -> Caller.of(ENVIRONMENT, Optional.empty(), Optional.of("eu-west-1")))
          .isExactlyInstanceOf(AwsAccessException.class)
          .hasMessage(
              "The AWS SDK rejects a setting (For input string: \"many\"). Correct or unset the"
                  + " variable, or the property of the profile, that has this value.");
    } finally {
      System.clearProperty(SdkSystemSetting.AWS_MAX_ATTEMPTS.property());
    }
  }

  /** Its session has a name of its own, and what the role allows beyond reading is taken away. */
  @Test
  void roleThatCannotBeAssumedIsReported() {
    server.failAlways("AssumeRole", FakeAws.iamError(403, "AccessDenied", "not authorized"));
    Caller caller = Caller.of(ENVIRONMENT, Optional.empty(), Optional.of("eu-west-1"));
    assertThatThrownBy(() -> caller.organization().iam("arn:aws:iam::222222222222:role/Audit"))
        .isInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("The role cannot be assumed: not authorized")
        .hasMessageEndingWith(" It must exist in the account and trust your identity.");
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.accessKeyId()).isEqualTo("AKIACALLER0000000000");
              assertThat(URLDecoder.decode(request.body(), StandardCharsets.UTF_8).split("&"))
                  .contains(
                      "RoleArn=arn:aws:iam::222222222222:role/Audit",
                      "RoleSessionName=initial-keys-preview",
                      "Policy=" + ReadActions.sessionPolicy());
            });
  }
}
