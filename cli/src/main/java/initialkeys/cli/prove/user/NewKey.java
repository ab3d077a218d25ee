package initialkeys.cli.prove.user;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;

/** A key that was just created. Its secret signs one call, and is neither printed nor stored. */
public final class NewKey {

  private final AwsCredentials credentials;
  private final initialkeys.decision.AccessKey facts;

  NewKey(AccessKey key) {
    credentials = AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    facts =
        new initialkeys.decision.AccessKey(
            key.accessKeyId(), Status.ACTIVE, Optional.of(key.createDate()), TriState.NO);
  }

  /** What the decision has to know of it. */
  public initialkeys.decision.AccessKey facts() {
    return facts;
  }

  /** Signs the one call that a user may make although everything is denied to it. */
  public void use(Function<AwsCredentials, StsClient> stsOf) {
    stsOf.apply(credentials).getCallerIdentity();
  }

  @Override
  public String toString() {
    return "key " + facts.id();
  }
}
