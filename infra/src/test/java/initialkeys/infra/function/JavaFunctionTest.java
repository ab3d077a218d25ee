package initialkeys.infra.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import initialkeys.lambda.RuleHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.lambda.Function;

/** What every function of the app has. */
final class JavaFunctionTest {

  @TempDir private Path folder;
  private final Stack stack = new Stack();
  private Function function;

  @BeforeEach
  void create() throws IOException {
    Path jar = Files.write(folder.resolve("rule.jar"), new byte[0]);
    function =
        JavaFunction.builder(stack, "Function", jar, RuleHandler.class, Map.of("A", "1")).build();
  }

  @Test
  void functionRunsTheHandlerOnArm() {
    assertThat(resource())
        .extractingByKey("Properties", MAP)
        .containsEntry("Handler", "initialkeys.lambda.RuleHandler")
        .containsEntry("Runtime", "java25")
        .containsEntry("Architectures", List.of("arm64"))
        .containsEntry("MemorySize", 1024)
        .containsEntry("LoggingConfig", Map.of("LogFormat", "JSON"));
  }

  @Test
  void flagsOfTheJvmAreAddedToTheEnvironment() {
    assertThat(resource())
        .extractingByKey("Properties", MAP)
        .extractingByKey("Environment", MAP)
        .containsEntry(
            "Variables",
            Map.of("A", "1", "JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
  }

  /** Otherwise it would not have to be removed. */
  @Test
  void cdkMakesTheFunctionDependOnItsRole() {
    assertThat(resource()).containsKey("DependsOn");
  }

  @Test
  void dependencyOnTheRoleIsRemoved() {
    JavaFunction.removeRedundantDependency(function);
    assertThat(resource()).doesNotContainKey("DependsOn");
  }

  private Map<String, Object> resource() {
    return Template.fromStack(stack).findResources("AWS::Lambda::Function").values().stream()
        .findFirst()
        .orElseThrow();
  }
}
