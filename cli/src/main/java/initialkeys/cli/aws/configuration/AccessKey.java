package initialkeys.cli.aws.configuration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** An access key of a user, or of a session. */
public final class AccessKey {

  private AccessKey() {}

  /**
   * The credentials that a key is.
   *
   * @param token the token of a session, or nothing
   */
  public static AwsCredentials of(String id, String secret, String token) {
    return token.isEmpty()
        ? AwsBasicCredentials.create(id, secret)
        : AwsSessionCredentials.create(id, secret, token);
  }
}
