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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;

/**
 * The entry of the Lambda function. AWS Config invokes it asynchronously and looks at nothing but
 * whether it throws (F12), so every failure leaves as an exception, and nothing is answered.
 */
public final class RuleHandler implements RequestStreamHandler {

  private final AccountClients.Provider accounts;
  private final Optional<MemberRole> memberRole;
  private final ApiCallCounter calls;
  private final Function<Deadline, RunContext> surroundings;
  private final Consumer<String> log;

  /** As Lambda makes it: the clients serve every invocation of this process. */
  public RuleHandler() {
    this(MemberRole.of(System.getenv()), new ApiCallCounter());
  }

  private RuleHandler(Optional<MemberRole> memberRole, ApiCallCounter calls) {
    this(
        // Where Lambda puts them; to look everywhere, as the SDK does by itself, is a slower start.
        new AccountClientProvider(
            EnvironmentVariableCredentialsProvider.create(), memberRole, calls),
        memberRole,
        calls,
        deadline -> new RunContext(deadline, InstantSource.system(), Thread::sleep),
        // Lambda's logger would wrap the line in JSON of its own, and its metrics would be lost.
        System.out::println);
  }

  public RuleHandler(
      AccountClients.Provider accounts,
      Optional<MemberRole> memberRole,
      ApiCallCounter calls,
      Function<Deadline, RunContext> surroundings,
      Consumer<String> log) {
    this.accounts = accounts;
    this.memberRole = memberRole;
    this.calls = calls;
    this.surroundings = surroundings;
    this.log = log;
  }

  /**
   * Evaluates what the event asks for.
   *
   * @throws initialkeys.decision.InvalidInputException when the event or a rule parameter is not
   *     what it must be; nothing is sent
   * @throws AssumeRoleException when the event's account does not let the function in
   * @throws IncompleteRunException when something could not be read or reported; all else is
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    calls.drain(); // What an invocation that was cut off has left.
    String requestId = context.getAwsRequestId();
    RuleEvent event =
        orSay(words -> InvocationLog.refused(requestId, words), () -> RuleEvent.read(input));
    // In members the rule's name is AWS Config's invention (F31); the metrics' is the deployment's.
    String ruleName = memberRole.map(MemberRole::ruleName).orElse(event.ruleName());
    InvocationLog lines = new InvocationLog(event.accountId(), ruleName, requestId);
    AccountClients account = orSay(lines::failure, () -> clients(event.accountId(), context));
    RunContext around = surroundings.apply(new Deadline(context::getRemainingTimeInMillis));
    Instant begun = around.clock().instant();
    RuleRun run = new RuleRun(event, account.iam(), account.config(), around);
    RunSummary result = orSay(lines::failure, run::execute);
    Duration took = Duration.between(begun, around.clock().instant());
    log.accept(lines.summary(event.trigger(), result, took, calls.drain()));
    result.failures().forEach(failure -> log.accept(lines.failure(failure)));
    if (!result.failures().isEmpty()) throw new IncompleteRunException(result.failures());
  }

  private AccountClients clients(String accountId, Context context) {
    return accounts.of(accountId, FunctionArn.parse(context.getInvokedFunctionArn()));
  }

  /** What ends an invocation before its time is a line of its log, as what spoils a part is. */
  private <T> T orSay(UnaryOperator<String> line, Supplier<T> step) {
    try {
      return step.get();
    } catch (RuntimeException | Error failed) {
      log.accept(line.apply(failed.toString()));
      throw failed;
    }
  }
}
