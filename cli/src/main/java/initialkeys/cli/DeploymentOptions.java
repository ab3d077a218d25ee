package initialkeys.cli;

import initialkeys.cli.aws.Caller;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** Which deployment of the rule a command is about. */
final class DeploymentOptions {

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      defaultValue = PreviewCommand.RULE_NAME,
      description =
          "The name of the deployed rule, or that of an organization rule; by default"
              + " ${DEFAULT-VALUE}.")
  private String ruleName = PreviewCommand.RULE_NAME;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile of the AWS CLI to use.")
  private Optional<String> profile;

  @Option(names = "--region", paramLabel = "NAME", description = "The Region of the rule.")
  private Optional<String> region;

  String ruleName() {
    return ruleName;
  }

  Caller caller(BiFunction<Optional<String>, Optional<String>, Caller> callers) {
    return callers.apply(profile, region);
  }
}
