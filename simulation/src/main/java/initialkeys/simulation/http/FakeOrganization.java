package initialkeys.simulation.http;

import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several accounts behind one server. As in AWS, the access key that signs a request determines the
 * account that responds. STS issues credentials for member accounts that have the role, and only to
 * the function's own key.
 */
public final class FakeOrganization implements FakeAwsServer.Service {

  /** One AssumeRole request. */
  public record AssumedRole(String signedBy, String roleArn, String sessionName) {}

  private static final Pattern ACCOUNT = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/.*");

  private final String ownKeyId;
  private final String ownAccount;
  private final Map<String, FakeAws> accounts;
  private final Map<String, String> accountOfKey = new ConcurrentHashMap<>();
  private final List<AssumedRole> assumedRoles = new CopyOnWriteArrayList<>();
  private volatile Duration validity = Duration.ofHours(1);
  private volatile List<String> withoutRole = List.of();

  public FakeOrganization(String ownKeyId, String ownAccount, Map<String, FakeAws> accounts) {
    this.ownKeyId = ownKeyId;
    this.ownAccount = ownAccount;
    this.accounts = Map.copyOf(accounts);
    accountOfKey.put(ownKeyId, ownAccount);
  }

  /** Sets how long the credentials that STS issues from now on are valid. */
  public void issueCredentialsFor(Duration length) {
    validity = length;
  }

  /** Sets the member accounts that do not have the role. */
  public void removeRoleFrom(String... accountIds) {
    withoutRole = List.of(accountIds);
  }

  /** Returns the roles assumed since the last call. */
  public List<AssumedRole> takeAssumedRoles() {
    List<AssumedRole> taken = List.copyOf(assumedRoles);
    assumedRoles.clear();
    return taken;
  }

  /** The account of an access key. */
  public String accountOf(String accessKeyId) {
    return accountOfKey.getOrDefault(accessKeyId, "unknown");
  }

  @Override
  public Response respond(RecordedRequest request) {
    if (request.operation().equals("AssumeRole")) return assumeRole(request);
    FakeAws account = accounts.get(accountOf(request.accessKeyId()));
    return account == null
        ? FakeAws.iamError(
            403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        : account.respond(request);
  }

  private Response assumeRole(RecordedRequest request) {
    String roleArn = parameter(request, "RoleArn");
    assumedRoles.add(
        new AssumedRole(request.accessKeyId(), roleArn, parameter(request, "RoleSessionName")));
    Matcher role = ACCOUNT.matcher(roleArn);
    if (!role.matches()
        || withoutRole.contains(role.group(1))
        || !request.accessKeyId().equals(ownKeyId)) {
      return FakeAws.iamError(
          403, "AccessDenied", "not authorized to perform: sts:AssumeRole on " + roleArn);
    }
    String keyId = String.format(Locale.ROOT, "ASIA%s%04d", role.group(1), accountOfKey.size());
    accountOfKey.put(keyId, role.group(1));
    return Response.of(
        200,
        "text/xml",
        ("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>"
             + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
             + "<Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
            .formatted(keyId, Instant.now().plus(validity)));
  }

  private static String parameter(RecordedRequest request, String name) {
    Matcher value = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(request.body());
    return value.find() ? URLDecoder.decode(value.group(1), StandardCharsets.UTF_8) : "";
  }

  @Override
  public String toString() {
    return "accounts %s; the function runs in %s".formatted(accounts.keySet(), ownAccount);
  }
}
