package initialkeys;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.config.RuleEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The entry of the Lambda function. AWS Config invokes it asynchronously and looks at nothing but
 * whether it throws (F12), so every failure leaves as an exception, and nothing is answered.
 */
public final class RuleHandler implements RequestStreamHandler {

  private final IamClient iam;
  private final ConfigClient config;

  /** As Lambda makes it: the clients serve every invocation of this process. */
  public RuleHandler() {
    this(AwsClients.iam(), AwsClients.config());
  }

  RuleHandler(IamClient iam, ConfigClient config) {
    this.iam = iam;
    this.config = config;
  }

  /**
   * Evaluates what the event asks for.
   *
   * @throws initialkeys.verdict.InvalidInputException when the event or a rule parameter is not
   *     what it must be; nothing is sent
   * @throws IncompleteRunException when something could not be read or reported; all else is
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    RuleEvent event = RuleEvent.read(input);
    RuleRun run = new RuleRun(event, iam, config);
    run.execute();
    context.getLogger().log(summary(event, run));
    if (!run.failures().isEmpty()) throw new IncompleteRunException(run.failures());
  }

  private static String summary(RuleEvent event, RuleRun run) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rule", event.ruleName());
    line.put("account", event.accountId());
    line.put("trigger", event.trigger().getClass().getSimpleName());
    line.put("sent", run.sent());
    line.put("failed", run.failures().size());
    return JSON.std.asString(line) + System.lineSeparator();
  }
}
