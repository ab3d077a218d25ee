package initialkeys;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import initialkeys.config.RuleEvent;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The entry of the Lambda function. AWS Config invokes it asynchronously and looks at nothing but
 * whether it throws (F12), so every failure leaves as an exception, and nothing is answered.
 */
public final class RuleHandler implements RequestStreamHandler {

  private final IamClient iam;
  private final ConfigClient config;
  private final AwsCalls calls;
  private final InstantSource clock;
  private final Consumer<String> log;

  /** As Lambda makes it: the clients serve every invocation of this process. */
  public RuleHandler() {
    this(new AwsCalls());
  }

  private RuleHandler(AwsCalls calls) {
    // Where Lambda puts them; to look everywhere, as the SDK does by itself, is a slower start.
    this(EnvironmentVariableCredentialsProvider.create(), calls);
  }

  private RuleHandler(AwsCredentialsProvider credentials, AwsCalls calls) {
    // Lambda's logger would wrap the line in JSON of its own, and its metrics would be lost.
    this(
        AwsClients.iam(credentials, calls),
        AwsClients.config(credentials, calls),
        calls,
        InstantSource.system(),
        System.out::println);
  }

  RuleHandler(
      IamClient iam,
      ConfigClient config,
      AwsCalls calls,
      InstantSource clock,
      Consumer<String> log) {
    this.iam = iam;
    this.clock = clock;
    this.config = config;
    this.calls = calls;
    this.log = log;
  }

  /**
   * Evaluates what the event asks for.
   *
   * @throws initialkeys.verdict.InvalidInputException when the event or a rule parameter is not
   *     what it must be; nothing is sent
   * @throws IncompleteRunException when something could not be read or reported; all else is
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    calls.drain(); // What an invocation that was cut off has left.
    RuleEvent event = RuleEvent.read(input);
    Deadline deadline = new Deadline(context::getRemainingTimeInMillis);
    Surroundings surroundings = new Surroundings(deadline, clock, Thread::sleep);
    RunResult result = new RuleRun(event, iam, config, surroundings).execute();
    log.accept(InvocationLog.line(event, result, context.getAwsRequestId(), calls.drain()));
    if (!result.failures().isEmpty()) throw new IncompleteRunException(result.failures());
  }
}
