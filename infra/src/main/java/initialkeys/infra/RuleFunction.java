package initialkeys.infra;

import initialkeys.lambda.RuleHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** The Lambda function, where it logs, and where an event goes that it could not work off. */
final class RuleFunction extends Construct {

  /** Half a CPU: a cold start, and the answers of thousands of users, are work for the CPU. */
  private static final int MEMORY_MIB = 1024;

  /** The most there is: IAM's pace is not ours to choose (F23), and a run cut short is repeated. */
  static final Duration TIMEOUT = Duration.minutes(15);

  /** Each retry sends, and pays for, every evaluation again (F17). */
  private static final int RETRIES = 1;

  /** The shortest schedule. What waits longer is kept in the failure queue. */
  private static final Duration OLDEST_EVENT = Duration.hours(1);

  /** What lies in the failure queue. */
  static final String WHAT_FAILED = "Events that failed twice, or waited longer than an hour";

  private final LogGroup logs;
  private final Queue failures;
  private final Role role;
  private final Function function;

  /** In one account. */
  RuleFunction(Construct scope, String id, Path jar, Settings.Logs settings) {
    this(scope, id, jar, settings, Optional.empty());
  }

  /** In one account, and in others by their member role. */
  RuleFunction(
      Construct scope,
      String id,
      Path jar,
      Settings.Logs settings,
      Optional<MemberAccounts> members) {
    super(scope, id);
    logs = logGroup(settings);
    failures =
        Queue.Builder.create(this, "Failures")
            .encryption(QueueEncryption.SQS_MANAGED)
            .enforceSsl(true)
            .retentionPeriod(Duration.days(14))
            .build();
    role = FunctionRole.create(this, "Role", logs, failures, members);
    function =
        Function.Builder.create(this, "Function")
            .description("Evaluates IAM users for AWS Config")
            .runtime(Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .handler(RuleHandler.class.getName())
            .code(Code.fromAsset(jar.toString()))
            .memorySize(MEMORY_MIB)
            .timeout(TIMEOUT)
            .environment(environment(members))
            // What CDK would add to the role goes further than FunctionRole.
            .role(role.withoutPolicyUpdates())
            .loggingFormat(LoggingFormat.JSON)
            .logGroup(logs)
            .tracing(Tracing.ACTIVE)
            .onFailure(new SqsDestination(failures))
            .retryAttempts(RETRIES)
            .maxEventAge(OLDEST_EVENT)
            .build();
    if (function.getNode().getDefaultChild() instanceof CfnFunction resource) {
      // The role's ARN among the properties says it already; cfn-lint wants it said once (W3005).
      resource.addDeletionOverride("DependsOn");
    }
  }

  private static Map<String, String> environment(Optional<MemberAccounts> members) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    members.map(MemberAccounts::environment).ifPresent(environment::putAll);
    return environment;
  }

  /** Its name is CloudFormation's: one that was kept would stand in the way of a new deployment. */
  private LogGroup logGroup(Settings.Logs settings) {
    LogGroup group =
        LogGroup.Builder.create(this, "Logs")
            .removalPolicy(settings.keep() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY)
            .build();
    if (group.getNode().getDefaultChild() instanceof CfnLogGroup resource) {
      resource.setRetentionInDays(settings.retentionDays());
    }
    return group;
  }

  Function function() {
    return function;
  }

  Role role() {
    return role;
  }

  LogGroup logs() {
    return logs;
  }

  Queue failures() {
    return failures;
  }
}
