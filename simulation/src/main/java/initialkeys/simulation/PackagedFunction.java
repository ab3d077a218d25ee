package initialkeys.simulation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code rule.jar} in a process of its own, run by AWS's runtime interface client as Lambda does,
 * against a Runtime API that this test serves (AWS Lambda Developer Guide, "Using the Lambda
 * runtime API").
 */
public final class PackagedFunction implements AutoCloseable {

  /** How an invocation ended: with a response, or with an error's type and message as JSON. */
  public record Ending(boolean isResponse, String body) {}

  private static final String NEXT = "/2018-06-01/runtime/invocation/next";
  private static final int PATIENCE_SECONDS = 120;
  private static final Pattern LAMBDA_RUNTIME =
      Pattern.compile("aws-lambda-java-(core|runtime-interface-client|serialization)-.*");

  /** The function's timeout, as deployed. */
  private static final long TIMEOUT_MILLIS = 900_000;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final HttpServer runtimeApi;
  private final Process process;
  private final Path output;

  public PackagedFunction(Path jar, String handler, Map<String, String> environment, Path output)
      throws IOException {
    this.output = output;
    runtimeApi = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    runtimeApi.createContext("/", this::handle);
    runtimeApi.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    runtimeApi.start();
    process = start(jar, handler, environment);
  }

  private Process start(Path jar, String handler, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:ErrorFile=" + output.resolveSibling("crash.log").toAbsolutePath(),
            "-classpath",
            runtimeClientAnd(jar),
            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
            handler);
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder
        .environment()
        .put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + runtimeApi.getAddress().getPort());
    builder.environment().put("_HANDLER", handler);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
  }

  /** The function's own jar, and of this test's class path nothing but what Lambda brings along. */
  private static String runtimeClientAnd(Path jar) {
    Stream<String> runtime =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(
                entry -> LAMBDA_RUNTIME.matcher(Path.of(entry).getFileName().toString()).matches());
    return Stream.concat(Stream.of(jar.toString()), runtime)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Sends an event and waits for the invocation's end. */
  public Ending invoke(String event) throws InterruptedException {
    events.add(event);
    for (int second = 0; second < PATIENCE_SECONDS && process.isAlive(); second++) {
      Ending ending = endings.poll(1, TimeUnit.SECONDS);
      if (ending != null) return ending;
    }
    throw new IllegalStateException("No end of the invocation: " + output());
  }

  /** All that the function has printed. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public List<String> logLines() {
    return output().lines().filter(line -> line.startsWith("{\"")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (path.equals(NEXT)) {
        giveNext(exchange);
      } else {
        endings.add(new Ending(path.endsWith("/response"), body));
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  private void giveNext(HttpExchange exchange) throws IOException {
    try {
      byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
      // The runtime interface client's native half crashes without a content type.
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "request-1");
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Invoked-Function-Arn",
              "arn:aws:lambda:us-east-1:123456789012:function:rule");
      exchange
          .getResponseHeaders()
          .set(
              "Lambda-Runtime-Deadline-Ms",
              String.valueOf(System.currentTimeMillis() + TIMEOUT_MILLIS));
      exchange.sendResponseHeaders(200, event.length);
      exchange.getResponseBody().write(event);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join(); // Its end must not slow the next one.
    runtimeApi.stop(0);
  }
}
