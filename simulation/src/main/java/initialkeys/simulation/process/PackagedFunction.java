package initialkeys.simulation.process;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A packaged function in a process of its own. AWS's runtime interface client runs it as in Lambda,
 * against a Runtime API that this class serves (AWS Lambda Developer Guide, "Using the Lambda
 * runtime API").
 */
public final class PackagedFunction implements AutoCloseable {

  /** The result of an invocation: a response, or the type and message of an error as JSON. */
  public record Result(boolean isSuccess, String body) {}

  private static final String NEXT = "/2018-06-01/runtime/invocation/next";
  private static final int TIMEOUT_SECONDS = 120;
  private static final Pattern LAMBDA_RUNTIME =
      Pattern.compile("aws-lambda-java-(core|runtime-interface-client|serialization)-.*");

  /** The function's timeout, as deployed. */
  private static final long TIMEOUT_MILLIS = 900_000;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
  private final HttpServer runtimeApi;
  private final Process process;
  private final Path output;
  private final CountDownLatch started = new CountDownLatch(1);

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

  /** The jar of the function, and of this class path only what the Lambda runtime provides. */
  private static String runtimeClientAnd(Path jar) {
    Stream<String> runtime =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(
                entry -> LAMBDA_RUNTIME.matcher(Path.of(entry).getFileName().toString()).matches());
    return Stream.concat(Stream.of(jar.toString()), runtime)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * Waits until the function asks for its first event. Functions that start at the same time can
   * crash: the runtime interface client of each writes its native library to the same file.
   */
  public PackagedFunction awaitStart() throws InterruptedException {
    if (started.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) return this;
    throw new IllegalStateException("The function did not start: " + output());
  }

  /** Sends an event and waits for the result. */
  public Result invoke(String event) throws InterruptedException {
    events.add(event);
    for (int second = 0; second < TIMEOUT_SECONDS && process.isAlive(); second++) {
      Result result = results.poll(1, TimeUnit.SECONDS);
      if (result != null) return result;
    }
    throw new IllegalStateException("The invocation returned no result: " + output());
  }

  /** Everything the function has printed. */
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
        sendNextEvent(exchange);
      } else {
        results.add(new Result(path.endsWith("/response"), body));
        exchange.sendResponseHeaders(202, -1);
      }
    }
  }

  private void sendNextEvent(HttpExchange exchange) throws IOException {
    try {
      started.countDown();
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
    process
        .destroyForcibly()
        .onExit()
        .join(); // A process that is still ending would slow down the next one.
    runtimeApi.stop(0);
  }
}
