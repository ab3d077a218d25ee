package initialkeys.infra;

import software.amazon.awscdk.App;

/** The CDK app's entry: {@code cdk.json} runs it. */
public final class RuleApp {

  private RuleApp() {}

  /** Synthesizes into the folder that the CDK command line names. */
  public static void main(String[] arguments) {
    new App().synth();
  }
}
