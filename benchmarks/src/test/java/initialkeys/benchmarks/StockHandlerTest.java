package initialkeys.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.process.InvocationContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** The stock function does the same as the rule's own; otherwise its time would say nothing. */
class StockHandlerTest {

  private static final SimulatedAccount ACCOUNT = SimulatedAccount.mixed(100);

  private final List<String> logged = new ArrayList<>();
  private final FakeIam iam = ACCOUNT.iam(ReportStateType.COMPLETE);
  private final FakeConfig config = ACCOUNT.config();
  private FakeAwsServer server;

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(new FakeAws(iam, config));
    settings().forEach(System::setProperty);
  }

  @AfterEach
  void close() {
    settings().keySet().forEach(System::clearProperty);
    server.close();
  }

  private Map<String, String> settings() {
    return Map.of(
        "aws.endpointUrl", server.address().toString(),
        "aws.region", "eu-west-1",
        "aws.accessKeyId", "AKIAFUNCTION00000000",
        "aws.secretAccessKey", "secret");
  }

  static List<String> events() {
    return List.of(ACCOUNT.event(), ACCOUNT.change());
  }

  @ParameterizedTest
  @MethodSource("events")
  void evaluationsAreThoseOfTheRule(String event) {
    new StockHandler().handleRequest(configEvent(event), context());
    FakeConfig expected = ACCOUNT.config();
    runRule(event, expected);
    assertThat(config.evaluations())
        .containsExactlyInAnyOrderElementsOf(expected.evaluations())
        .extracting(Evaluation::complianceTypeAsString)
        .contains("NON_COMPLIANT");
    assertThat(logged).singleElement().asString().contains(", sent ");
  }

  @Test
  void userThatCannotBeReadFailsTheInvocation() {
    iam.instead(
        "ListAccessKeys user-00000",
        () -> {
          throw IamException.builder().statusCode(403).message("denied").build();
        });
    StockHandler handler = new StockHandler();
    assertThatThrownBy(() -> handler.handleRequest(configEvent(ACCOUNT.event()), context()))
        .isInstanceOf(IncompleteRunException.class);
    assertThat(config.evaluations()).isNotEmpty();
  }

  @Test
  void malformedEventIsRejected() {
    ConfigEvent event = configEvent(ACCOUNT.event());
    event.setInvokingEvent("{");
    StockHandler handler = new StockHandler();
    assertThatThrownBy(() -> handler.handleRequest(event, context()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.takeRequests()).isEmpty();
  }

  private static void runRule(String event, FakeConfig config) {
    new RuleHandler(
            (accountId, function) ->
                new AccountClients(ACCOUNT.iam(ReportStateType.COMPLETE), config),
            Optional.empty(),
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, InstantSource.fixed(Instant.EPOCH), length -> {}),
            line -> {})
        .handleRequest(
            Events.stream(event),
            OutputStream.nullOutputStream(),
            new InvocationContext("test", () -> 900_000));
  }

  private static ConfigEvent configEvent(String json) {
    JsonNode fields = Fixtures.tree(json);
    ConfigEvent event = new ConfigEvent();
    event.setAccountId(fields.get("accountId").textValue());
    event.setConfigRuleName(fields.get("configRuleName").textValue());
    event.setInvokingEvent(fields.get("invokingEvent").textValue());
    event.setRuleParameters(fields.get("ruleParameters").textValue());
    event.setResultToken(fields.get("resultToken").textValue());
    return event;
  }

  /** The context of the rule's tests, with a logger. */
  private Context context() {
    Context without = new InvocationContext("test", () -> 900_000);
    LambdaLogger logger =
        new LambdaLogger() {
          @Override
          public void log(String message) {
            logged.add(message);
          }

          @Override
          public void log(byte[] message) {
            throw new UnsupportedOperationException();
          }
        };
    return (Context)
        Proxy.newProxyInstance(
            Context.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) ->
                method.getName().equals("getLogger") ? logger : method.invoke(without, arguments));
  }
}
