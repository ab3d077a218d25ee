package initialkeys.infra.remediation;

import initialkeys.infra.function.RuleDefinition;
import initialkeys.infra.settings.RemediationSettings;
import initialkeys.infra.settings.RuleSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.config.CfnRemediationConfiguration;
import software.amazon.awscdk.services.config.CfnRemediationConfiguration.ExecutionControlsProperty;
import software.amazon.awscdk.services.config.CfnRemediationConfiguration.SsmControlsProperty;
import software.constructs.Construct;

/**
 * The remediation of the rule in one account. The rule must exist first, and this stack must be
 * deleted before the rule: AWS Config deletes no rule that has a remediation (F53).
 */
public final class RemediationStack extends Stack {

  /**
   * AWS Config creates a remediation exception for a user once so many attempts fall within so many
   * seconds (F51). With one attempt in a day, one throttled call would end the remediation of a
   * user silently.
   */
  private static final int ATTEMPTS = 5;

  private static final int ATTEMPTS_SECONDS = 60;

  /** The users that are remediated at a time, and the failures that stop the rest. */
  private static final int PERCENT = 10;

  /**
   * Creates the stack.
   *
   * @param remediation how the remediation runs
   */
  public RemediationStack(
      Construct scope,
      String id,
      String ruleName,
      RuleSettings rule,
      RemediationSettings remediation,
      Path jar) {
    super(
        scope,
        id,
        StackProps.builder().description("Remediation of the AWS Config rule " + ruleName).build());
    RemediationFunction function =
        new RemediationFunction(
            this, "Remediation", jar, ruleName, remediation, rule.function(), Optional.empty());
    RemediationDocument document =
        new RemediationDocument(this, "Automation", function.function(), false);
    configuration(ruleName, remediation, document);
    new RemediationAlarms(this, "Alarms", function, ruleName, rule.recipients());
    RemediationOutputs.add(this, function, document);
    if (remediation.isAutomatic() && !rule.decision().activeKeysOnly()) {
      Annotations.of(this)
          .addWarningV2(
              "initialkeys:inactiveKeysCount",
              "With activeKeysOnly=false a user stays NON_COMPLIANT until its Inactive key is"
                  + " deleted, and AWS Config may start an automatic remediation again that has"
                  + " nothing to do. Set activeKeysOnly=true, or delete the keys.");
    }
  }

  /**
   * The parameters are maps: CDK's typed ones render in lower case, which AWS Config rejects (F52).
   * RESOURCE_ID is the user's unique id (F7).
   */
  private void configuration(
      String ruleName, RemediationSettings remediation, RemediationDocument document) {
    CfnRemediationConfiguration.Builder.create(this, "RemediationConfiguration")
        .configRuleName(ruleName)
        .resourceType(RuleDefinition.RESOURCE_TYPES.getFirst())
        .targetType("SSM_DOCUMENT")
        .targetId(document.name())
        .automatic(remediation.isAutomatic())
        .maximumAutomaticAttempts(ATTEMPTS)
        .retryAttemptSeconds(ATTEMPTS_SECONDS)
        .executionControls(
            ExecutionControlsProperty.builder()
                .ssmControls(
                    SsmControlsProperty.builder()
                        .concurrentExecutionRatePercentage(PERCENT)
                        .errorPercentage(PERCENT)
                        .build())
                .build())
        .parameters(
            new TreeMap<>(
                Map.of(
                    RemediationDocument.ROLE_PARAMETER,
                    Map.of("StaticValue", Map.of("Values", List.of(document.role().getRoleArn()))),
                    RemediationDocument.USER_PARAMETER,
                    Map.of("ResourceValue", Map.of("Value", "RESOURCE_ID")))))
        .build();
  }
}
