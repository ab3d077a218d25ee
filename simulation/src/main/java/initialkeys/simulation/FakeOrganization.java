package initialkeys.simulation;

import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
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
 * Several accounts behind one wire: whose IAM and AWS Config answer is said by the access key that
 * signed, as in AWS. STS gives keys to the members that have the role; it trusts one key alone.
 */
public final class FakeOrganization implements FakeAwsServer.Aws {

  /** One AssumeRole, as it was asked for. */
  public record Assumed(String signedBy, String roleArn, String sessionName) {}

  private static final Pattern ACCOUNT = Pattern.compile("arn:[a-z-]+:iam::([0-9]{12}):role/.*");

  private final String ownKeyId;
  private final String ownAccount;
  private final Map<String, FakeAws> accounts;
  private final Map<String, String> accountOfKey = new ConcurrentHashMap<>();
  private final List<Assumed> assumed = new CopyOnWriteArrayList<>();
  private volatile Duration validity = Duration.ofHours(1);
  private volatile List<String> withoutRole = List.of();

  public FakeOrganization(String ownKeyId, String ownAccount, Map<String, FakeAws> accounts) {
    this.ownKeyId = ownKeyId;
    this.ownAccount = ownAccount;
    this.accounts = Map.copyOf(accounts);
    accountOfKey.put(ownKeyId, ownAccount);
  }

  /** How long the keys that STS gives from now on are good for. */
  public void giveKeysFor(Duration length) {
    validity = length;
  }

  /** These members do not let anybody in. */
  public void lackRole(String... accountIds) {
    withoutRole = List.of(accountIds);
  }

  /** What was assumed since the last time. */
  public List<Assumed> drain() {
    List<Assumed> all = List.copyOf(assumed);
    assumed.clear();
    return all;
  }

  /** Whose key it is. */
  public String accountOf(String accessKeyId) {
    return accountOfKey.getOrDefault(accessKeyId, "nobody");
  }

  @Override
  public Answer answer(Sent request) {
    if (request.operation().equals("AssumeRole")) return assumeRole(request);
    FakeAws account = accounts.get(accountOf(request.accessKeyId()));
    return account == null
        ? FakeAws.iamError(403, "InvalidClientTokenId", "whose key is that?")
        : account.answer(request);
  }

  private Answer assumeRole(Sent request) {
    String roleArn = parameter(request, "RoleArn");
    assumed.add(new Assumed(request.accessKeyId(), roleArn, parameter(request, "RoleSessionName")));
    Matcher role = ACCOUNT.matcher(roleArn);
    if (!role.matches()
        || withoutRole.contains(role.group(1))
        || !request.accessKeyId().equals(ownKeyId)) {
      return FakeAws.iamError(
          403, "AccessDenied", "not authorized to perform: sts:AssumeRole on " + roleArn);
    }
    String keyId = String.format(Locale.ROOT, "ASIA%s%04d", role.group(1), accountOfKey.size());
    accountOfKey.put(keyId, role.group(1));
    return Answer.of(
        200,
        "text/xml",
        ("<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>"
             + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
             + "<Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
            .formatted(keyId, Instant.now().plus(validity)));
  }

  private static String parameter(Sent request, String name) {
    Matcher value = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(request.body());
    return value.find() ? URLDecoder.decode(value.group(1), StandardCharsets.UTF_8) : "";
  }

  @Override
  public String toString() {
    return "accounts %s, of which %s is the function's".formatted(accounts.keySet(), ownAccount);
  }
}
