package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Why a call to AWS failed and what to do, in one line. */
public final class AwsFailure {

  private final Throwable cause;

  public AwsFailure(Throwable cause) {
    this.cause = cause;
  }

  public String message() {
    return known()
        .or(() -> reasonWithoutText().map("%s."::formatted))
        .orElseGet(() -> OneLine.of(root().toString()));
  }

  /** The message, when a service has rejected the call or could not be reached. */
  Optional<String> known() {
    return find(AwsServiceException.class)
        .map(AwsFailure::ofService)
        .or(() -> chain().map(AwsFailure::ofConnection).flatMap(Optional::stream).findFirst());
  }

  /** The message of the first cause, without the name of its class. */
  String reason() {
    return reasonWithoutText().orElseGet(() -> OneLine.of(message(root())));
  }

  /** The reason, when the message of the cause quotes what was read: it can have secrets. */
  private Optional<String> reasonWithoutText() {
    Throwable root = root();
    String text = message(root);
    if (text.contains("in message header value")) {
      return Optional.of("A key or token has a line break or another control character; remove it");
    }
    // The JSON parser is a copy inside the SDK; without any text, it returns null.
    return root.getClass().getPackageName().contains(".jackson.") || text.contains("JsonNode")
        ? Optional.of("What was read is not valid JSON")
        : Optional.empty();
  }

  /** The error code of the service, which names nobody. */
  public String code() {
    return find(AwsServiceException.class)
        .map(AwsFailure::code)
        .filter(code -> !code.isEmpty())
        .orElse("no error code");
  }

  private static String code(AwsServiceException rejected) {
    AwsErrorDetails details = rejected.awsErrorDetails();
    return details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
  }

  private static String ofService(AwsServiceException rejected) {
    String code = code(rejected);
    return switch (code) {
      case "ExpiredToken", "ExpiredTokenException", "RequestExpired" ->
          "The AWS credentials have expired. Sign in again with `aws sso login` or `aws login`,"
              + " or set new credentials.";
      case "InvalidClientTokenId",
          "UnrecognizedClientException",
          "AuthFailure",
          "SignatureDoesNotMatch" ->
          "AWS rejected the credentials (%s). Check the access key, and set AWS_REGION to a Region of its partition."
              .formatted(code);
      case "AccessDenied", "AccessDeniedException" ->
          "%s. The policy in docs/command-line.md allows every call."
              .formatted(OneLine.of(rejected.getMessage()));
      default -> OneLine.of(rejected.getMessage());
    };
  }

  private static Optional<String> ofConnection(Throwable failed) {
    return switch (failed) {
      case UnknownHostException _, ConnectException _, SocketTimeoutException _, SSLException _ ->
          Optional.of(
              "No connection to AWS (%s). Check the network, AWS_REGION, HTTPS_PROXY and AWS_CA_BUNDLE."
                  .formatted(OneLine.of(failed.toString())));
      case IOException tunnel when message(tunnel).startsWith("Unable to tunnel") ->
          Optional.of(
              "The proxy rejected the connection to AWS (%s). Check HTTPS_PROXY and NO_PROXY; the proxy must allow the hosts of AWS without a password."
                  .formatted(OneLine.of(message(tunnel))));
      default -> Optional.empty();
    };
  }

  private static String message(Throwable failed) {
    return Objects.requireNonNullElse(failed.getMessage(), "");
  }

  /** The first cause of a type. */
  <T> Optional<T> find(Class<T> type) {
    return chain().filter(type::isInstance).map(type::cast).findFirst();
  }

  private Throwable root() {
    return chain().reduce((_, later) -> later).orElse(cause);
  }

  private Stream<Throwable> chain() {
    return Stream.iterate(cause, Objects::nonNull, Throwable::getCause).limit(20);
  }
}
