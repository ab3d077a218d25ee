package initialkeys.aws;

import java.util.Optional;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.AwsResponseMetadata;

/** The id of a request, by which AWS Support finds it, as a message contains it. */
public final class RequestId {

  private RequestId() {}

  /** For example "Request ID: 7a62c49f-347e-4fc4-9331-6e8e"; empty when there is none. */
  public static Optional<String> of(AwsResponse response) {
    return Optional.ofNullable(response.responseMetadata())
        .map(AwsResponseMetadata::requestId)
        .map("Request ID: %s"::formatted);
  }
}
