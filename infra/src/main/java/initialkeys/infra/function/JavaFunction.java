package initialkeys.infra.function;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/** What the functions of this app have in common. */
public final class JavaFunction {

  /** About half a CPU, for cold starts and for the responses about thousands of users. */
  private static final int MEMORY_MIB = 1024;

  private JavaFunction() {}

  /**
   * A function of the jar.
   *
   * @param environment its own environment variables
   */
  public static Function.Builder builder(
      Construct scope,
      String id,
      Path jar,
      Class<? extends RequestStreamHandler> handler,
      Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    return Function.Builder.create(scope, id)
        .runtime(Runtime.JAVA_25)
        .architecture(Architecture.ARM_64)
        .handler(handler.getName())
        .code(Code.fromAsset(jar.toString()))
        .memorySize(MEMORY_MIB)
        .environment(all)
        .loggingFormat(LoggingFormat.JSON);
  }

  /** The reference to the role's ARN implies it; cfn-lint reports the redundancy (W3005). */
  public static void removeRedundantDependency(Function function) {
    if (function.getNode().getDefaultChild() instanceof CfnFunction resource) {
      resource.addDeletionOverride("DependsOn");
    }
  }
}
