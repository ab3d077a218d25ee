package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkSystemSetting;

class WebIdentityTest {

  private static final String REGION = SdkSystemSetting.AWS_REGION.property();
  private static final String ENDPOINT = "aws.endpointUrl";

  @TempDir private Path folder;
  private FakeAwsServer server;
  private Map<String, String> properties;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(request -> FakeAws.iamError(403, "AccessDenied", "no"));
    System.setProperty(ENDPOINT, server.address().toString());
    System.setProperty(REGION, "us-east-1");
    properties =
        Map.of(
            "web_identity_token_file",
            Files.writeString(folder.resolve("token"), "of-profile").toString(),
            "role_arn",
            "arn:aws:iam::111111111111:role/OfProfile",
            "role_session_name",
            "of-profile");
  }

  @AfterEach
  void close() {
    server.close();
    System.clearProperty(ENDPOINT);
    System.clearProperty(REGION);
  }

  @Test
  void eachSettingOfEnvironmentGoesBeforeProfile() throws IOException {
    assertRequest(
        Map.of(),
        "RoleArn=arn:aws:iam::111111111111:role/OfProfile",
        "RoleSessionName=of-profile",
        "WebIdentityToken=of-profile");
    assertRequest(
        Map.of("AWS_ROLE_ARN", "arn:aws:iam::222222222222:role/Audit"),
        "RoleArn=arn:aws:iam::222222222222:role/Audit",
        "RoleSessionName=of-profile",
        "WebIdentityToken=of-profile");
    Path token = Files.writeString(folder.resolve("other"), "of-environment");
    assertRequest(
        Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(), "AWS_ROLE_SESSION_NAME", "session"),
        "RoleArn=arn:aws:iam::111111111111:role/OfProfile",
        "RoleSessionName=session",
        "WebIdentityToken=of-environment");
  }

  private void assertRequest(Map<String, String> environment, String... parameters) {
    WebIdentity identity = new WebIdentity(environment, properties, "audit");
    assertThat(identity.isConfigured()).isTrue();
    String source =
        environment.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE")
            ? "AWS_WEB_IDENTITY_TOKEN_FILE"
            : "web_identity_token_file in AWS profile 'audit'";
    assertThatThrownBy(
            new CallerCredentials(identity.provider(), identity::message)::resolveCredentials)
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith(
            "The role for the token of %s cannot be assumed: no".formatted(source));
    assertThat(server.takeRequests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(URLDecoder.decode(request.body(), StandardCharsets.UTF_8).split("&"))
                    .contains(parameters));
  }

  @Test
  void emptyVariableGoesBeforeProfile() {
    assertThat(
            new WebIdentity(Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", ""), properties, "audit")
                .isConfigured())
        .isFalse();
    assertThatThrownBy(
            () -> new WebIdentity(Map.of("AWS_ROLE_ARN", ""), properties, "audit").provider())
        .hasMessage(
            "web_identity_token_file in AWS profile 'audit' is set, and the role is not. Set"
                + " AWS_ROLE_ARN, or role_arn in the profile.");
  }

  @Test
  void failureThatIsNotOfAwsIsShownWithoutClass() {
    assertThat(
            new WebIdentity(Map.of(), properties, "audit")
                .message(new IllegalStateException("no token")))
        .isEqualTo(
            "The role for the token of web_identity_token_file in AWS profile 'audit' cannot be"
                + " assumed (no token). Correct the settings.");
  }

  @Test
  void unreadableTokenFileIsNamed() {
    assertThatThrownBy(
            () ->
                new WebIdentity(
                        Map.of(),
                        Map.of("web_identity_token_file", "/\0", "role_arn", "r"),
                        "audit")
                    .provider())
        .isExactlyInstanceOf(AwsAccessException.class)
        .hasMessage(
            "The token file '/' cannot be read. Correct web_identity_token_file in AWS profile"
                + " 'audit'.");
  }
}
