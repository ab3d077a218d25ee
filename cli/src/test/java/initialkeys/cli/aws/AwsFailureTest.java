package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.iam.model.IamException;

class AwsFailureTest {

  @ParameterizedTest
  @ValueSource(strings = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
  void saysHowToRenewExpiredCredentials(String code) {
    assertThat(message(code))
        .isEqualTo(
            "The AWS credentials have expired. Sign in again with `aws sso login` or"
                + " `aws login`, or set new credentials.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "AuthFailure",
        "SignatureDoesNotMatch"
      })
  void saysWhatToCheckWhenCredentialsAreRejected(String code) {
    assertThat(message(code))
        .isEqualTo(
            "AWS rejected the credentials (%s). Check the access key, and set AWS_REGION to a Region of its partition."
                .formatted(code));
  }

  @Test
  void saysWhichPolicyAllowsADeniedAction() {
    assertThat(message("AccessDenied"))
        .isEqualTo(
            "User: arn:aws:iam::123456789012:user/bo is not authorized to perform: iam:ListUsers"
                + " (Service: null, Status Code: 0, Request ID: null). The policy in"
                + " docs/command-line.md allows every call.");
  }

  @Test
  void givesAnErrorWithoutDetailsAsItIs() {
    assertThat(new AwsFailure(IamException.builder().message("one\ntwo").build()).message())
        .isEqualTo("one two");
  }

  @Test
  void namesAHostThatCannotBeFound() {
    SdkClientException failed =
        SdkClientException.create(
            "Received an UnknownHostException when attempting to interact with a service.",
            SdkClientException.create(
                "Unable to execute HTTP request",
                new UnknownHostException("sts.eu-west-9.amazonaws.com")));
    assertThat(new AwsFailure(failed).message())
        .isEqualTo(
            "No connection to AWS (java.net.UnknownHostException: sts.eu-west-9.amazonaws.com)."
                + " Check the network, AWS_REGION, HTTPS_PROXY and AWS_CA_BUNDLE.");
  }

  @Test
  void saysWhatProxyMustAllow() {
    SdkClientException failed =
        SdkClientException.create(
            "Unable to execute HTTP request",
            new IOException("Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 403 no\""));
    assertThat(new AwsFailure(failed).message())
        .isEqualTo(
            "The proxy rejected the connection to AWS (Unable to tunnel through proxy. Proxy"
                + " returns \"HTTP/1.1 403 no\"). Check HTTPS_PROXY and NO_PROXY; the proxy must"
                + " allow the hosts of AWS without a password.");
    assertThat(new AwsFailure(SdkClientException.create("no", new IOException())).message())
        .isEqualTo("java.io.IOException");
  }

  @Test
  void namesTheRootCauseOfAnythingElse() {
    assertThat(
            new AwsFailure(
                    SdkClientException.create(
                        "Failed to refresh", new IllegalStateException("exit value (1)")))
                .message())
        .isEqualTo("java.lang.IllegalStateException: exit value (1)");
  }

  @Test
  void tokenInMessageOfHeaderIsNotShown() {
    AwsFailure failure =
        new AwsFailure(
            SdkClientException.create(
                "Failed to load",
                new IllegalArgumentException(
                    "Illegal character(s) in message header value: hidden\n")));
    String reason = "A key or token has a line break or another control character; remove it";
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).isEqualTo(reason + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hidden", "{\"SecretAccessKey\":hidden}", "{\"a\" hidden", ""})
  void textThatIsNoJsonIsNotShown(String text) {
    assertThatThrownBy(() -> JsonNode.parser().parse(text).isObject())
        .satisfies(
            failed ->
                assertThat(new AwsFailure(failed).reason())
                    .isEqualTo("What was read is not valid JSON"));
  }

  private static String message(String code) {
    return new AwsFailure(
            IamException.builder()
                .awsErrorDetails(
                    AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(
                            "User: arn:aws:iam::123456789012:user/bo is not authorized to perform:"
                                + " iam:ListUsers")
                        .build())
                .build())
        .message();
  }
}
