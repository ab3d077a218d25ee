package initialkeys.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.lambda.RuleHandler;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.process.PackagedFunction.Result;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** What an invocation of the packaged function returns, and what is kept of its output. */
class PackagedFunctionIT {

  private static final String HANDLER = RuleHandler.class.getName();
  private static final SimulatedAccount ACCOUNT = SimulatedAccount.clean(1);

  @TempDir private Path folder;
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server =
        new FakeAwsServer(new FakeAws(ACCOUNT.iam(ReportStateType.COMPLETE), ACCOUNT.config()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private PackagedFunction function(String handler, String options) throws IOException {
    return new PackagedFunction(
        Path.of("target", "rule.jar"),
        handler,
        Map.of(
            "AWS_ENDPOINT_URL", server.address().toString(),
            "AWS_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "AKIAFUNCTION00000000",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "JAVA_TOOL_OPTIONS", options),
        folder.resolve("function.log"));
  }

  @Test
  void failedInvocationIsAResultAndTheNextOneSucceeds() throws Exception {
    try (PackagedFunction function = function(HANDLER, "-XX:+UseSerialGC").awaitStart()) {
      Result failed = function.invoke("{}");
      assertThat(failed.isSuccess()).isFalse();
      assertThat(failed.body()).contains("\"errorType\":\"initialkeys.");
      assertThat(function.invoke(ACCOUNT.event()).isSuccess()).isTrue();
      assertThat(function.logLines())
          .hasSize(2)
          .allSatisfy(line -> assertThat(Fixtures.tree(line).has("requestId")).isTrue());
      assertThat(function.output()).contains("Picked up JAVA_TOOL_OPTIONS");
    }
  }

  /** As in Lambda, the runtime reports the error. */
  @Test
  void handlerThatDoesNotExistIsAFailedInvocation() throws Exception {
    try (PackagedFunction function = function("initialkeys.lambda.Missing", "")) {
      Result failed = function.invoke("{}");
      assertThat(failed.isSuccess()).isFalse();
      assertThat(failed.body()).contains("initialkeys.lambda.Missing");
    }
  }

  @Test
  void processThatEndsIsAnErrorWithWhatItPrinted() throws Exception {
    try (PackagedFunction function = function(HANDLER, "-XX:+NoSuchOption")) {
      assertThatThrownBy(() -> function.invoke("{}"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The invocation returned no result: ")
          .hasMessageContaining("NoSuchOption");
    }
  }
}
