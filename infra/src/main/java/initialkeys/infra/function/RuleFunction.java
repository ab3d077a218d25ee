package initialkeys.infra.function;

import initialkeys.infra.settings.FunctionSettings;
import initialkeys.infra.settings.RuleSettings;
import initialkeys.lambda.RuleHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The Lambda function with its role, its log group and the queue for events that failed. */
public final class RuleFunction extends Construct {

  /**
   * Lambda ends an invocation after this time. The maximum, because IAM's rate is unknown (F23).
   */
  public static final Duration TIMEOUT = Duration.minutes(15);

  /** What the failure queue contains. */
  public static final String FAILURE_QUEUE_DESCRIPTION =
      "Events that failed twice, or waited too long";

  /** Each retry may send, and AWS may charge for, every evaluation again (F17). */
  private static final int RETRIES = 1;

  private final LogGroup logs;
  private final Queue failureQueue;
  private final Role role;
  private final Function function;

  /**
   * Creates the function in the scope's stack.
   *
   * @param settings how the rule runs; its frequency decides how long an event may wait
   * @param memberRole how the function reaches member accounts; empty in a single account
   */
  public RuleFunction(
      Construct scope,
      String id,
      Path jar,
      RuleSettings settings,
      Optional<MemberRoleAccess> memberRole) {
    super(scope, id);
    FunctionSettings ofFunction = settings.function();
    Optional<IKey> key = ofFunction.kmsKeyArn().map(arn -> Key.fromKeyArn(this, "Key", arn));
    logs = logGroup(ofFunction.logs(), key);
    failureQueue = queue(key);
    role = FunctionRole.create(this, "Role", logs, failureQueue, settings, memberRole);
    function =
        JavaFunction.builder(
                this, "Function", jar, RuleHandler.class, environment(settings, memberRole))
            .description("Evaluates IAM users for AWS Config")
            .timeout(TIMEOUT)
            // CDK would add permissions that FunctionRole does not list.
            .role(role.withoutPolicyUpdates())
            .logGroup(logs)
            .tracing(Tracing.ACTIVE)
            .onFailure(new SqsDestination(failureQueue))
            .retryAttempts(RETRIES)
            .maxEventAge(Duration.hours(settings.frequency().eventAgeHours()))
            .build();
    JavaFunction.removeRedundantDependency(function);
    FunctionConnections.connect(function, ofFunction);
  }

  private Queue queue(Optional<IKey> key) {
    return Queue.Builder.create(this, "Failures")
        .encryption(key.isPresent() ? QueueEncryption.KMS : QueueEncryption.SQS_MANAGED)
        .encryptionMasterKey(key.orElse(null))
        .enforceSsl(true)
        .retentionPeriod(Duration.days(14))
        .build();
  }

  private static Map<String, String> environment(
      RuleSettings settings, Optional<MemberRoleAccess> memberRole) {
    Map<String, String> environment = new TreeMap<>(settings.destinations().environment());
    environment.putAll(settings.function().network().environment());
    memberRole.map(MemberRoleAccess::environment).ifPresent(environment::putAll);
    return environment;
  }

  /** CloudFormation generates the name: a log group that was kept does not block a redeployment. */
  private LogGroup logGroup(FunctionSettings.Logs settings, Optional<IKey> key) {
    LogGroup group =
        LogGroup.Builder.create(this, "Logs")
            .encryptionKey(key.orElse(null))
            .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
            .build();
    if (group.getNode().getDefaultChild() instanceof CfnLogGroup resource) {
      resource.setRetentionInDays(settings.retentionDays());
    }
    return group;
  }

  /**
   * Lets AWS Config invoke the function. The permission has no SourceArn: the rule's ARN exists
   * only after the rule, and the rule can only be created after the permission (F26).
   *
   * @param sourceAccount the account of the rule; empty for any account
   */
  public CfnPermission allowConfig(Stack stack, String id, Optional<String> sourceAccount) {
    return CfnPermission.Builder.create(stack, id)
        .action("lambda:InvokeFunction")
        .functionName(arn())
        .principal("config.amazonaws.com")
        .sourceAccount(sourceAccount.orElse(null))
        .build();
  }

  /**
   * Lets AWS Config invoke the function on behalf of every account of an organization. A permission
   * cannot say so: for a service it has a source account and a source ARN only. The whole policy
   * takes every condition key (F70). It replaces the permissions of the function. When the setting
   * is removed it stays: deleted after the new permissions are created, it would take them along,
   * and the rule would be silent.
   */
  public CfnResource allowConfigOfOrganization(Stack stack, String id, String organizationId) {
    CfnResource policy =
        CfnResource.Builder.create(stack, id)
            .type("AWS::Lambda::ResourcePolicy")
            .properties(
                new TreeMap<>(
                    Map.of(
                        "ResourceArn",
                        arn(),
                        "PolicyDocument",
                        PolicyDocument.Builder.create()
                            .statements(List.of(ofOrganization(organizationId)))
                            .build())))
            .build();
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return policy;
  }

  private PolicyStatement ofOrganization(String organizationId) {
    return PolicyStatement.Builder.create()
        .sid("AwsConfigOfOrganization")
        .principals(List.of(new ServicePrincipal("config.amazonaws.com")))
        .actions(List.of("lambda:InvokeFunction"))
        .resources(List.of(arn()))
        .conditions(Map.of("StringEquals", Map.of("aws:SourceOrgID", organizationId)))
        .build();
  }

  /** The unqualified ARN: AWS Config is not known to accept a version or an alias (F25). */
  public String arn() {
    return function.getFunctionArn();
  }

  public Function function() {
    return function;
  }

  public Role role() {
    return role;
  }

  public LogGroup logs() {
    return logs;
  }

  public Queue failureQueue() {
    return failureQueue;
  }
}
