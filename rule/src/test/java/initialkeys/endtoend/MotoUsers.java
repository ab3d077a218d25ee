package initialkeys.endtoend;

import initialkeys.simulation.http.MotoAws;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;

/** Creates users in moto; every key is created with its user. */
final class MotoUsers implements AutoCloseable {

  private final URI moto;
  private final IamClient iam;
  private final Map<String, String> ids = new HashMap<>();

  MotoUsers(URI moto) {
    this.moto = moto;
    this.iam = iam("AKIAADMINISTRATOR000");
  }

  private IamClient iam(String accessKeyId) {
    return IamClient.builder()
        .endpointOverride(moto)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(accessKeyId))
        .build();
  }

  static StaticCredentialsProvider credentials(String accessKeyId) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret"));
  }

  List<AccessKey> create(String name, boolean password, int keys) {
    String id = iam.createUser(user -> user.userName(name)).user().userId();
    ids.put(name, MotoAws.awsUserId(id));
    if (password) iam.createLoginProfile(login -> login.userName(name).password("C0rrect-horse"));
    return Stream.generate(() -> iam.createAccessKey(key -> key.userName(name)).accessKey())
        .limit(keys)
        .toList();
  }

  /** Makes a call signed with the key. */
  void use(AccessKey key) {
    try (IamClient user = iam(key.accessKeyId())) {
      user.listUsers();
    }
  }

  /** An administrator's client. */
  IamClient iam() {
    return iam;
  }

  /** The id of a user, as AWS writes it. */
  String id(String name) {
    return ids.get(name);
  }

  Stream<String> ids() {
    return ids.values().stream();
  }

  @Override
  public void close() {
    iam.close();
  }
}
