package initialkeys.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.aws.AccountClientProvider;
import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.FunctionArn;
import initialkeys.aws.FunctionEnvironment;
import initialkeys.aws.MemberRole;
import initialkeys.config.DeployedRule;
import initialkeys.decision.InvalidInputException;
import initialkeys.iam.Sleeper;
import initialkeys.remediation.Remediation;
import initialkeys.remediation.RemediationPolicy;
import initialkeys.remediation.RemediationRequest;
import initialkeys.remediation.RemediationResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.services.config.ConfigClient;

/**
 * The entry point of the remediating Lambda function, which a Systems Manager document invokes with
 * the id of one user. It returns a record of what it did, also when it failed: of a step that fails
 * Systems Manager shows no output, so the document's next step fails instead, unless the record
 * says that the run succeeded (F56).
 */
public final class RemediationHandler implements RequestStreamHandler {

  /** A run has less time than that of the rule, and Systems Manager starts few at a time. */
  static final int ASSUME_ROLE_CALLS = 1;

  private final AccountClients.Provider accounts;
  private final Optional<MemberRole> memberRole;
  private final String ruleName;
  private final RemediationPolicy policy;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Consumer<String> log;
  private final IntConsumer endProcess;

  /** As Lambda constructs it: the clients serve every invocation of this process. */
  public RemediationHandler() {
    this(System.getenv(), EnvironmentVariableCredentialsProvider.create());
  }

  RemediationHandler(Map<String, String> environment, AwsCredentialsProvider credentials) {
    this(
        new AccountClientProvider(
            credentials, MemberRole.of(environment), new ApiCallCounter(), ASSUME_ROLE_CALLS),
        environment,
        InstantSource.system(),
        Thread::sleep,
        System.out::println,
        Runtime.getRuntime()::halt);
  }

  /**
   * Takes everything from outside.
   *
   * @param environment the environment variables that the deployment sets
   * @param endProcess ends the process with a status after an {@link Error}, when it may be broken
   */
  RemediationHandler(
      AccountClients.Provider accounts,
      Map<String, String> environment,
      InstantSource clock,
      Sleeper sleeper,
      Consumer<String> log,
      IntConsumer endProcess) {
    this.accounts = accounts;
    this.memberRole = MemberRole.of(environment);
    this.ruleName =
        Optional.ofNullable(environment.get(FunctionEnvironment.RULE_NAME))
            .orElseThrow(() -> new IllegalStateException("RULE_NAME is not set"));
    this.policy = RemediationPolicy.of(environment);
    this.clock = clock;
    this.sleeper = sleeper;
    this.log = log;
    this.endProcess = endProcess;
  }

  /**
   * Remediates the user that the input names.
   *
   * @throws Error only where it does not end the process
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    RemediationLog lines = new RemediationLog(ruleName, policy, context.getAwsRequestId(), log);
    RemediationResult result;
    try {
      result = remediate(input, context, lines);
    } catch (RuntimeException | Error failed) {
      FatalError.throwFrom(failed, lines::logError, endProcess);
      result = RemediationResult.failed(Optional.empty(), String.valueOf(failed.getMessage()));
    }
    Map<String, Object> record = lines.logResult(result, clock.instant());
    output.write(JSON.std.asString(record).getBytes(StandardCharsets.UTF_8));
  }

  private RemediationResult remediate(InputStream input, Context context, RemediationLog lines) {
    RemediationRequest request = RemediationRequest.read(input);
    lines.identify(request);
    FunctionArn function = FunctionArn.parse(context.getInvokedFunctionArn());
    String accountId = accountId(request, function);
    lines.identify(accountId);
    AccountClients account = accounts.of(accountId, function);
    RemediationResult result =
        new Remediation(
                account.iam(),
                () -> deployedRule(account.config()).parameters().decision(),
                policy,
                clock.instant(),
                context::getRemainingTimeInMillis,
                sleeper,
                lines::logKey)
            .remediate(request.userId());
    return memberRole.isPresent() ? requireUser(result) : result;
  }

  private DeployedRule deployedRule(ConfigClient config) {
    return memberRole.isPresent()
        ? DeployedRule.ofOrganization(config, ruleName)
        : DeployedRule.read(config, ruleName);
  }

  /** A person gave the account and the id: one that is not there is a mistake. */
  private static RemediationResult requireUser(RemediationResult result) {
    return result.user().isPresent()
        ? result
        : RemediationResult.failed(Optional.empty(), result.reason());
  }

  /**
   * In an organization the account must be given, and the function must be able to assume the role
   * there. In a single account there is only the function's own, whatever the input says.
   */
  private String accountId(RemediationRequest request, FunctionArn function) {
    if (memberRole.isEmpty()) return function.accountId();
    return request
        .accountId()
        .orElseThrow(
            () -> new InvalidInputException("accountId", null, "an account id of 12 digits"));
  }
}
