package initialkeys.iam;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.iam.model.IamResponse;

/** IAM answered without an error, and without what such an answer must hold. */
final class MalformedResponseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param words what IAM gave
   */
  MalformedResponseException(IamResponse answer, String words) {
    super("IAM gave %s%s".formatted(words, requestId(answer)));
  }

  private static String requestId(IamResponse answer) {
    return Optional.ofNullable(answer.responseMetadata())
        .map(AwsResponseMetadata::requestId)
        .map(" (Request ID: %s)"::formatted)
        .orElse("");
  }
}
