package initialkeys.aws;

import initialkeys.decision.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Provides the AWS clients for an account: with the function's own credentials in its own account,
 * and in any other with those of the member role there, for every call, evaluations included (F32).
 */
public final class AccountClientProvider implements AccountClients.Provider {

  /** Each holds two clients; for an account that comes back later, the role is assumed again. */
  private static final int MAX_CACHED_SESSIONS = 16;

  private record Session(StsAssumeRoleCredentialsProvider credentials, AccountClients clients) {}

  private final AwsCredentialsProvider own;
  private final Optional<MemberRole> memberRole;
  private final ApiCallCounter calls;
  private final CompletableFuture<IamClient> ownIam;
  private final CompletableFuture<ConfigClient> ownConfig;
  private final SequencedMap<String, Session> sessions =
      new LinkedHashMap<>(MAX_CACHED_SESSIONS, 0.75f, true);
  private final int assumeRoleCalls;
  private final Supplier<StsClient> stsClient;
  private StsClient sts;

  /**
   * @param own the function's own credentials
   * @param memberRole empty when the function evaluates its own account alone
   * @param assumeRoleCalls how often AssumeRole is called, each time with its own attempts, while
   *     STS throttles it (F74); each takes up to a minute
   */
  public AccountClientProvider(
      AwsCredentialsProvider own,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      int assumeRoleCalls) {
    this(own, memberRole, calls, assumeRoleCalls, () -> AwsClients.sts(own, calls));
  }

  AccountClientProvider(
      AwsCredentialsProvider own,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      int assumeRoleCalls,
      Supplier<StsClient> stsClient) {
    this.own = own;
    this.memberRole = memberRole;
    this.calls = calls;
    this.assumeRoleCalls = assumeRoleCalls;
    this.stsClient = stsClient;
    // Created while Lambda initializes the function, and until there is an event.
    this.ownIam = BackgroundTask.start(() -> AwsClients.iam(own, calls));
    this.ownConfig = BackgroundTask.start(() -> AwsClients.config(own, calls));
  }

  @Override
  public synchronized AccountClients of(String accountId, FunctionArn function) {
    if (accountId.equals(function.accountId())) {
      return new AccountClients(
          BackgroundTask.join(ownIam),
          BackgroundTask.join(ownConfig),
          () -> AwsClients.securityHub(own, calls));
    }
    MemberRole role =
        memberRole.orElseThrow(
            () ->
                new InvalidInputException(
                    "accountId",
                    accountId,
                    "'%s', the function's own account: it is deployed for that account alone"
                        .formatted(function.accountId())));
    Session session = sessions.computeIfAbsent(accountId, id -> session(id, role, function));
    evictLeastRecentlyUsed();
    String arn = function.role(role.name(), accountId);
    try {
      assumeRole(session.credentials());
      return session.clients();
    } catch (RuntimeException rejected) {
      throw new AssumeRoleException(accountId, arn, rejected);
    }
  }

  private void assumeRole(StsAssumeRoleCredentialsProvider credentials) {
    for (int call = 1; ; call++) {
      try {
        credentials.resolveCredentials();
        return;
      } catch (AwsServiceException rejected) {
        if (!rejected.isThrottlingException() || call == assumeRoleCalls) throw rejected;
      }
    }
  }

  private Session session(String accountId, MemberRole role, FunctionArn function) {
    if (sts == null) sts = stsClient.get();
    String arn = function.role(role.name(), accountId);
    StsAssumeRoleCredentialsProvider credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request -> request.roleArn(arn).roleSessionName(role.ruleName()))
            .build();
    return new Session(credentials, clients(credentials));
  }

  private AccountClients clients(AwsCredentialsProvider credentials) {
    return new AccountClients(
        AwsClients.iam(credentials, calls),
        AwsClients.config(credentials, calls),
        () -> AwsClients.securityHub(credentials, calls));
  }

  private void evictLeastRecentlyUsed() {
    if (sessions.size() > MAX_CACHED_SESSIONS) {
      sessions.pollFirstEntry().getValue().clients().close();
    }
  }
}
