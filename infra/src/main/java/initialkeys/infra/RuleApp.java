package initialkeys.infra;

import initialkeys.verdict.InvalidInputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;

/** The CDK app's entry: {@code cdk.json} runs it. */
public final class RuleApp {

  private static final String STACK = "InitialKeys";

  /** Else the command line would name the empty stack an error too, and before the real one. */
  private static final Acknowledgment EMPTY =
      Acknowledgment.builder()
          .id("CloudFormation-Validate::F0001")
          .reason("Of a setting that is refused nothing is deployed.")
          .build();

  private RuleApp() {}

  /**
   * Synthesizes into the folder that the CDK command line names.
   *
   * @param arguments one: the function's jar
   */
  public static void main(String[] arguments) {
    App app = App.Builder.create().analyticsReporting(false).build();
    Stack stack = stack(app, Path.of(arguments[0]));
    Optional.ofNullable(System.getenv("CDK_DEFAULT_REGION"))
        .ifPresent(region -> RecordingRegions.warnUnlessOneOf(stack, region));
    app.synth();
  }

  /**
   * A setting that is not what it must be becomes an error of an empty stack: the command line
   * prints it, deploys nothing, and exits with 1. An exception would end in Maven's stack trace.
   */
  static Stack stack(App app, Path jar) {
    try {
      return new AccountStack(app, STACK, Settings.parse(context(app)), jar);
    } catch (InvalidInputException refused) {
      Stack nothing = new Stack(app, STACK);
      Annotations.of(nothing).addError(refused.getMessage());
      Validations.of(nothing).acknowledge(EMPTY);
      return nothing;
    }
  }

  private static Map<String, Object> context(App app) {
    if (!(app.getNode().getAllContext() instanceof Map<?, ?> all)) {
      throw new IllegalStateException("CDK gives its context in a form that is not known here");
    }
    Map<String, Object> context = new TreeMap<>();
    all.forEach((name, value) -> context.put(String.valueOf(name), value));
    return context;
  }
}
