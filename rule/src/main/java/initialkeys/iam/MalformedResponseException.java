package initialkeys.iam;

import initialkeys.aws.RequestId;
import software.amazon.awssdk.services.iam.model.IamResponse;

/** IAM responded with success, but the response lacks what it must contain. */
final class MalformedResponseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param content describes what IAM returned, to follow "IAM returned"
   */
  MalformedResponseException(IamResponse response, String content) {
    super(
        "IAM returned %s%s"
            .formatted(content, RequestId.of(response).map(" (%s)"::formatted).orElse("")));
  }
}
