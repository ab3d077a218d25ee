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
import initialkeys.run.FurtherSenders;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.ResultDestinations;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/**
 * The entry point of the Lambda function. AWS Config invokes it asynchronously and looks only at
 * whether it throws (F12), so every failure is thrown as an exception, and there is no response.
 */
public final class RuleHandler implements RequestStreamHandler {

  /**
   * When the events of many member accounts arrive at once, more executions can begin than STS
   * accepts calls (F74): no event should end in the failure queue for that.
   */
  static final int ASSUME_ROLE_CALLS = 5;

  private final AccountClients.Provider accounts;
  private final Optional<MemberRole> memberRole;
  private final ResultDestinations destinations;
  private final ApiCallCounter calls;
  private final Function<Deadline, RunContext> runContext;
  private final Consumer<String> log;
  private final IntConsumer endProcess;

  /** As Lambda constructs it: the clients serve every invocation of this process. */
  public RuleHandler() {
    // Where Lambda puts them; the SDK's default provider looks in more places and starts slower.
    this(System.getenv(), EnvironmentVariableCredentialsProvider.create());
  }

  RuleHandler(Map<String, String> environment, AwsCredentialsProvider credentials) {
    this(
        MemberRole.of(environment),
        ResultDestinations.of(environment),
        credentials,
        new ApiCallCounter());
  }

  private RuleHandler(
      Optional<MemberRole> memberRole,
      ResultDestinations destinations,
      AwsCredentialsProvider credentials,
      ApiCallCounter calls) {
    this(
        new AccountClientProvider(credentials, memberRole, calls, ASSUME_ROLE_CALLS),
        memberRole,
        destinations,
        calls,
        RuleHandler::systemContext,
        // Lambda's logger would wrap the line in JSON of its own, and its metrics would be lost.
        System.out::println,
        Runtime.getRuntime()::halt);
  }

  /** For a process that is not the function's own, which sends results to AWS Config alone. */
  public RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      Function<Deadline, RunContext> runContext,
      Consumer<String> log) {
    this(accounts, memberRole, ResultDestinations.NONE, calls, runContext, log);
  }

  /** For a process that is not the function's own, which goes on after an {@link Error}. */
  public RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ResultDestinations destinations,
      ApiCallCounter calls,
      Function<Deadline, RunContext> runContext,
      Consumer<String> log) {
    this(accounts, memberRole, destinations, calls, runContext, log, status -> {});
  }

  /**
   * Takes everything from outside.
   *
   * @param endProcess ends the process with a status after an {@link Error}, when it may be broken
   */
  RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ResultDestinations destinations,
      ApiCallCounter calls,
      Function<Deadline, RunContext> runContext,
      Consumer<String> log,
      IntConsumer endProcess) {
    this.accounts = accounts;
    this.memberRole = memberRole;
    this.destinations = destinations;
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
   * Evaluates the users that the event is about. Lambda and X-Ray keep the message of what is
   * thrown, so that has no details; the log has them.
   *
   * @throws IncompleteRunException when something could not be read or sent, or the run was aborted
   * @throws Error only where it does not end the process. Lambda starts a new process for the
   *     retry: after an OutOfMemoryError the threads and caches of this one may be broken
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    String requestId = context.getAwsRequestId();
    InvocationLog lines = new InvocationLog(requestId, log);
    int failures;
    try {
      failures = run(input, context, lines);
    } catch (RuntimeException | Error failed) {
      FatalError.throwFrom(failed, lines::logFailure, endProcess);
      lines.logFailure(failed.toString());
      throw IncompleteRunException.ofAborted(failed, requestId);
    }
    if (failures > 0) throw IncompleteRunException.ofFailures(failures, requestId);
  }

  /** Returns how many failures were logged. */
  private int run(InputStream input, Context context, InvocationLog lines) {
    calls.drain(); // Discards the counts of an invocation that was aborted.
    RuleEvent event = RuleEvent.read(input);
    // In member accounts AWS Config generates the rule's name (F31); metrics have the deployed one.
    String ruleName = memberRole.map(MemberRole::ruleName).orElse(event.ruleName());
    lines.identify(event.accountId(), ruleName);
    FunctionArn function = FunctionArn.parse(context.getInvokedFunctionArn());
    AccountClients account = accounts.of(event.accountId(), function);
    FurtherSenders further =
        FurtherSenders.of(destinations, account, function.partition(), ruleName);
    RunContext around = runContext.apply(new Deadline(context::getRemainingTimeInMillis));
    Instant started = around.clock().instant();
    RunSummary summary =
        new RuleRun(event, account.iam(), account.config(), around, further).execute();
    Duration duration = Duration.between(started, around.clock().instant());
    lines.logSummary(event.trigger(), summary, duration, calls.drain());
    summary.failures().forEach(lines::logFailure);
    summary.further().warnings().forEach(lines::logWarning);
    return summary.failures().size();
  }
}
