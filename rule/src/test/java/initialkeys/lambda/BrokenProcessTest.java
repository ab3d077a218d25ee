package initialkeys.lambda;

import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.run.ResultDestinations;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.process.InvocationContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An Error ends the process, wherever it is thrown: a broken process must evaluate nobody. */
class BrokenProcessTest {

  private static final Instant NOTIFIED = Instant.parse("2026-01-15T12:00:00Z");
  private static final String EVENT = Events.schedule("123456789012", NOTIFIED, Map.of(), "s3cr3t");

  private final FakeIam iam = new FakeIam(List.of(withUnusedKey("bo")));
  private final FakeConfig config = new FakeConfig(List.of());
  private final List<String> log = new ArrayList<>();
  private final List<Integer> ends = new ArrayList<>();

  private void run(AccountClients.Provider accounts, InputStream event, Consumer<String> lines) {
    new RuleHandler(
            accounts,
            Optional.empty(),
            ResultDestinations.NONE,
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, InstantSource.system(), length -> {}),
            lines,
            ends::add)
        .handleRequest(
            event,
            OutputStream.nullOutputStream(),
            new InvocationContext("request-1", () -> 900_000));
  }

  private AccountClients clients() {
    return new AccountClients(iam, config);
  }

  /** In the thread of a user, in that of the credential report, and in the invocation's own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ListAccessKeys bo",
        "GetLoginProfile bo",
        "GetAccessKeyLastUsed AKIABO",
        "GenerateCredentialReport",
        "ListUsers"
      })
  void errorInAnyThreadIsLoggedAndEndsTheProcess(String call) {
    iam.instead(
        call,
        () -> {
          throw new OutOfMemoryError("of the test");
        });

    assertEndsTheProcess(EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GetUser bo",
        "ListAccessKeys bo",
        "GetLoginProfile bo",
        "GetAccessKeyLastUsed AKIABO"
      })
  void errorOnAChangeIsLoggedAndEndsTheProcess(String call) {
    iam.instead(
        call,
        () -> {
          throw new OutOfMemoryError("of the test");
        });

    assertEndsTheProcess(
        Events.change("123456789012", NOTIFIED, Map.of(), "s3cr3t", idOf("bo"), "bo"));
  }

  private void assertEndsTheProcess(String event) {
    assertThatThrownBy(() -> run((id, function) -> clients(), Events.stream(event), log::add))
        .isExactlyInstanceOf(OutOfMemoryError.class);

    assertThat(ends).containsExactly(1);
    assertThat(log)
        .containsExactly(
            "{\"level\":\"ERROR\",\"message\":\"java.lang.OutOfMemoryError: of the test\","
                + "\"RuleName\":\"%s\",\"account\":\"123456789012\",\"requestId\":\"request-1\"}"
                    .formatted(Events.RULE_NAME));
    assertThat(config.requests()).isEmpty();
  }

  @Test
  void errorWhileClientsAreCreatedEndsTheProcess() {
    assertThatThrownBy(
            () ->
                run(
                    (id, function) -> {
                      throw new IllegalStateException(new NoClassDefFoundError("of the test"));
                    },
                    Events.stream(EVENT),
                    log::add))
        .isExactlyInstanceOf(NoClassDefFoundError.class);
    assertThat(ends).containsExactly(1);
    assertThat(log).singleElement().asString().contains("NoClassDefFoundError: of the test");
  }

  @Test
  void errorThatCannotBeLoggedEndsTheProcess() {
    iam.instead(
        "ListUsers",
        () -> {
          throw new OutOfMemoryError("of the test");
        });
    assertThatThrownBy(
            () ->
                run(
                    (id, function) -> clients(),
                    Events.stream(EVENT),
                    line -> {
                      throw new OutOfMemoryError("of the log");
                    }))
        .hasMessage("of the log");
    assertThat(ends).containsExactly(1);
  }

  @Test
  void exceptionDoesNotEndTheProcess() {
    assertThatThrownBy(
            () ->
                run(
                    (id, function) -> {
                      throw new IllegalStateException("of the test");
                    },
                    Events.stream(EVENT),
                    log::add))
        .hasMessageStartingWith("IllegalStateException: the run was aborted.");
    assertThat(ends).isEmpty();
  }

  /** A process of its own, with little memory and an endless response. */
  @Test
  void functionWithoutMemoryEnds() throws Exception {
    FakeAws aws = new FakeAws(iam, config);
    try (FakeAwsServer server =
        new FakeAwsServer(
            request ->
                request.operation().equals("ListAccessKeys") ? endless() : aws.respond(request))) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx48m",
                  "-Daws.region=eu-west-1",
                  "-Daws.endpointUrl=" + server.address(),
                  "-classpath",
                  System.getProperty("java.class.path"),
                  FunctionProcess.class.getName())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(output).contains("{\"level\":\"ERROR\",\"message\":\"java.lang.OutOfMemoryError");
      assertThat(process.waitFor()).as(output).isEqualTo(1);
    }
    assertThat(config.requests()).isEmpty();
  }

  private static FakeAwsServer.Response endless() {
    byte[] part = "<ListAccessKeysResponse>".repeat(1000).getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try {
        while (true) exchange.getResponseBody().write(part);
      } catch (IOException over) {
        // The function has ended.
      }
    };
  }

  /** The function as Lambda constructs it; 7 says that it has outlived its Error. */
  static final class FunctionProcess {

    private FunctionProcess() {}

    public static void main(String[] arguments) {
      try {
        new RuleHandler(
                Map.of(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAFUNCTION", "s")))
            .handleRequest(
                Events.stream(EVENT),
                OutputStream.nullOutputStream(),
                new InvocationContext("request-1", () -> 900_000));
      } finally {
        System.exit(7);
      }
    }
  }
}
