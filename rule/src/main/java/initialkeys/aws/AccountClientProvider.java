package initialkeys.aws;

import initialkeys.decision.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * With whose credentials an account's events are worked off: the function's own in its own account,
 * and in any other those of its member role there, for every call, evaluations included (F32).
 */
public final class AccountClientProvider implements AccountClients.Provider {

  /** Each holds two clients; whoever comes back later is let in again. */
  private static final int REMEMBERED = 16;

  private record Session(StsAssumeRoleCredentialsProvider credentials, AccountClients clients) {

    void close() {
      clients.close();
      credentials.close();
    }
  }

  private final AwsCredentialsProvider own;
  private final Optional<MemberRole> memberRole;
  private final ApiCallCounter calls;
  private final SideBySide<IamClient> ownIam;
  private final SideBySide<ConfigClient> ownConfig;
  private final SequencedMap<String, Session> sessions =
      new LinkedHashMap<>(REMEMBERED, 0.75f, true);
  private StsClient sts;

  /**
   * @param own the function's own credentials
   * @param memberRole empty when the function serves its own account alone
   */
  public AccountClientProvider(
      AwsCredentialsProvider own, Optional<MemberRole> memberRole, ApiCallCounter calls) {
    this.own = own;
    this.memberRole = memberRole;
    this.calls = calls;
    // Made at once, in the time that Lambda gives to a start, and until there is an event.
    this.ownIam = SideBySide.begin(() -> AwsClients.iam(own, calls));
    this.ownConfig = SideBySide.begin(() -> AwsClients.config(own, calls));
  }

  @Override
  public synchronized AccountClients of(String accountId, FunctionArn function) {
    if (accountId.equals(function.accountId())) {
      return new AccountClients(ownIam.get(), ownConfig.get());
    }
    MemberRole role =
        memberRole.orElseThrow(
            () ->
                new InvalidInputException(
                    "accountId",
                    accountId,
                    "'%s', the function's own: it is deployed for one account"
                        .formatted(function.accountId())));
    Session session = sessions.computeIfAbsent(accountId, id -> session(id, role, function));
    forgetTheEldest();
    String arn = function.role(role.name(), accountId);
    try {
      session.credentials().resolveCredentials();
      return session.clients();
    } catch (SdkException refused) {
      throw new AssumeRoleException(accountId, arn, refused);
    }
  }

  private Session session(String accountId, MemberRole role, FunctionArn function) {
    if (sts == null) sts = AwsClients.sts(own, calls);
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
        AwsClients.iam(credentials, calls), AwsClients.config(credentials, calls));
  }

  /** However many accounts there are, no more are held (the least recently used goes). */
  private void forgetTheEldest() {
    if (sessions.size() > REMEMBERED) sessions.pollFirstEntry().getValue().close();
  }
}
