package initialkeys.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import initialkeys.aws.AccountClientProvider;
import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.FunctionArn;
import initialkeys.aws.MemberRole;
import initialkeys.config.RuleEvent;
import initialkeys.run.Deadline;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/**
 * The entry point of the Lambda function. AWS Config invokes it asynchronously and looks only at
 * whether it throws (F12), so every failure leaves as an exception, and there is no response.
 */
public final class RuleHandler implements RequestStreamHandler {

  private final AccountClients.Provider accounts;
  private final Optional<MemberRole> memberRole;
  private final ApiCallCounter calls;
  private final Function<Deadline, RunContext> runContext;
  private final Consumer<String> log;
  private final Runnable endProcess;

  /** As Lambda constructs it: the clients serve every invocation of this process. */
  public RuleHandler() {
    // Where Lambda puts them; the SDK's default provider looks in more places and starts slower.
    this(System.getenv(), EnvironmentVariableCredentialsProvider.create());
  }

  RuleHandler(Map<String, String> environment, AwsCredentialsProvider credentials) {
    this(MemberRole.of(environment), credentials, new ApiCallCounter());
  }

  private RuleHandler(
      Optional<MemberRole> memberRole, AwsCredentialsProvider credentials, ApiCallCounter calls) {
    this(
        new AccountClientProvider(credentials, memberRole, calls),
        memberRole,
        calls,
        RuleHandler::systemContext,
        // Lambda's logger would wrap the line in JSON of its own, and its metrics would be lost.
        System.out::println,
        () -> Runtime.getRuntime().halt(1));
  }

  /** For a process that is not the function's own, which goes on after an {@link Error}. */
  public RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      Function<Deadline, RunContext> runContext,
      Consumer<String> log) {
    this(accounts, memberRole, calls, runContext, log, () -> {});
  }

  /**
   * Takes everything from outside.
   *
   * @param endProcess what to do after an {@link Error}, when the process may be broken
   */
  RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      Function<Deadline, RunContext> runContext,
      Consumer<String> log,
      Runnable endProcess) {
    this.accounts = accounts;
    this.memberRole = memberRole;
    this.calls = calls;
    this.runContext = runContext;
    this.log = log;
    this.endProcess = endProcess;
  }

  /** The machine's clock, and waits that last. */
  static RunContext systemContext(Deadline deadline) {
    return new RunContext(deadline, InstantSource.system(), Thread::sleep);
  }

  /**
   * Evaluates what the event asks for. An {@link Error} ends the process, so that Lambda starts a
   * new one: after an OutOfMemoryError, for one, threads and caches of this one may be broken.
   *
   * @throws IncompleteRunException when something could not be read or sent; all else was sent
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    String requestId = context.getAwsRequestId();
    try {
      int failures = run(input, context);
      if (failures > 0) throw IncompleteRunException.ofFailures(failures, requestId);
    } catch (Error broken) {
      try {
        log.accept(InvocationLog.refused(requestId, broken.toString()));
      } finally {
        endProcess.run();
      }
      throw broken;
    }
  }

  /** Returns how many failures the log has. */
  private int run(InputStream input, Context context) {
    calls.drain(); // What an aborted invocation has counted.
    String requestId = context.getAwsRequestId();
    RuleEvent event =
        logFailure(
            requestId,
            message -> InvocationLog.refused(requestId, message),
            () -> RuleEvent.read(input));
    // In member accounts AWS Config generates the rule's name (F31); metrics have the deployed one.
    String ruleName = memberRole.map(MemberRole::ruleName).orElse(event.ruleName());
    InvocationLog lines = new InvocationLog(event.accountId(), ruleName, requestId);
    AccountClients account =
        logFailure(requestId, lines::failure, () -> clients(event.accountId(), context));
    RunContext around = runContext.apply(new Deadline(context::getRemainingTimeInMillis));
    Instant begun = around.clock().instant();
    RuleRun run = new RuleRun(event, account.iam(), account.config(), around);
    RunSummary result = logFailure(requestId, lines::failure, run::execute);
    Duration took = Duration.between(begun, around.clock().instant());
    log.accept(lines.summary(event.trigger(), result, took, calls.drain()));
    result.failures().forEach(failure -> log.accept(lines.failure(failure)));
    return result.failures().size();
  }

  private AccountClients clients(String accountId, Context context) {
    return accounts.of(accountId, FunctionArn.parse(context.getInvokedFunctionArn()));
  }

  /** Logs the exception that aborts the invocation, and throws one without its details. */
  private <T> T logFailure(String requestId, UnaryOperator<String> line, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException failed) {
      rethrowError(failed);
      log.accept(line.apply(failed.toString()));
      throw IncompleteRunException.ofAborted(failed, requestId);
    }
  }

  /** An Error of another thread arrives here as the cause of an exception. */
  private static void rethrowError(RuntimeException failed) {
    Stream.<Throwable>iterate(failed, Objects::nonNull, Throwable::getCause)
        .filter(Error.class::isInstance)
        .map(Error.class::cast)
        .findFirst()
        .ifPresent(
            error -> {
              throw error;
            });
  }
}
