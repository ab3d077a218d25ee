package initialkeys.invocation;

import static java.util.stream.Collectors.joining;

import initialkeys.lambda.RuleHandler;
import initialkeys.run.IncompleteRunException;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.process.InvocationContext;
import java.io.OutputStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * An invocation that failed with an {@link IncompleteRunException}, whose message has no details;
 * this one has the messages of the log's error lines.
 */
public final class FailedInvocation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private FailedInvocation(String message) {
    super(message);
  }

  /** Invokes the handler, which adds its lines to the log. */
  public static void invoke(
      RuleHandler handler, String event, IntSupplier remainingMillis, List<String> log) {
    int before = log.size();
    try {
      handler.handleRequest(
          Events.stream(event),
          OutputStream.nullOutputStream(),
          new InvocationContext("request-1", remainingMillis));
    } catch (IncompleteRunException withoutDetails) {
      throw new FailedInvocation(
          log.subList(before, log.size()).stream()
              .map(Fixtures::tree)
              .filter(line -> line.path("level").asText().equals("ERROR"))
              .map(line -> line.get("message").textValue())
              .collect(joining("; ")));
    }
  }
}
