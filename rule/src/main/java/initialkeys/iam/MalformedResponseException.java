package initialkeys.iam;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.iam.model.IamResponse;

/** IAM responded with success, but the response lacks what it must contain. */
final class MalformedResponseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param content describes what IAM returned, to follow "IAM returned"
   */
  MalformedResponseException(IamResponse response, String content) {
    super("IAM returned %s%s".formatted(content, requestId(response)));
  }

  private static String requestId(IamResponse response) {
    return Optional.ofNullable(response.responseMetadata())
        .map(AwsResponseMetadata::requestId)
        .map(" (Request ID: %s)"::formatted)
        .orElse("");
  }
}
