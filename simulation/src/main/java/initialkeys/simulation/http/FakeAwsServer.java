package initialkeys.simulation.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server in place of AWS. It passes each request to a {@link Service}, records it, and can
 * inject faults: into the next requests of an operation, or into all of them.
 */
public final class FakeAwsServer implements AutoCloseable {

  /** What responds to a request that no fault is injected into. */
  public interface Service {
    Response respond(RecordedRequest request) throws IOException;
  }

  /**
   * A request as the server received it.
   *
   * @param path with the query
   * @param headers by their names in lower case
   * @param operation the operation of the AWS API, or the path when none is named
   */
  public record RecordedRequest(
      String method, String path, Map<String, String> headers, String operation, String body) {

    /** The access key that signed the request; empty when it is not signed. */
    public String accessKeyId() {
      Matcher signature = CREDENTIAL.matcher(headers.getOrDefault("authorization", ""));
      return signature.find() ? signature.group(1) : "";
    }
  }

  /** What the server sends back. */
  public interface Response {
    void sendTo(HttpExchange exchange) throws IOException;

    static Response of(int status, String body) {
      return of(status, "", body);
    }

    static Response of(int status, String contentType, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return exchange -> {
        if (!contentType.isEmpty()) exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      };
    }

    /** Closes the connection without a response. */
    static Response connectionReset() {
      return HttpExchange::close;
    }

    /** Closes the connection after the headers, before the first byte of the body. */
    static Response headersOnly() {
      return exchange -> {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().flush();
      };
    }

    /** Closes the connection in the middle of the body. */
    static Response truncated(String firstHalf) {
      byte[] bytes = firstHalf.getBytes(StandardCharsets.UTF_8);
      return exchange -> {
        exchange.sendResponseHeaders(200, bytes.length * 2L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
      };
    }
  }

  private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\w+)/");

  private final Service service;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Response>> transientFaults = new ConcurrentHashMap<>();
  private final Map<String, Response> persistentFaults = new ConcurrentHashMap<>();

  public FakeAwsServer(Service service) throws IOException {
    this.service = service;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Injects one fault into each of the next requests of an operation. */
  public void failFirst(String operation, Response... faults) {
    transientFaults.put(operation, new ConcurrentLinkedQueue<>(List.of(faults)));
  }

  /** Injects a fault into every request of an operation. */
  public void failAlways(String operation, Response fault) {
    persistentFaults.put(operation, fault);
  }

  /** Sends nothing and keeps the connection open until the server is closed. */
  public Response noResponse() {
    return exchange -> {
      try {
        closed.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Returns the requests received since the last call. */
  public List<RecordedRequest> takeRequests() {
    List<RecordedRequest> taken = List.copyOf(requests);
    requests.clear();
    return taken;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      RecordedRequest request = request(exchange);
      requests.add(request);
      Optional<Response> fault =
          Optional.ofNullable(transientFaults.get(request.operation()))
              .map(Queue::poll)
              .or(() -> Optional.ofNullable(persistentFaults.get(request.operation())));
      (fault.isPresent() ? fault.get() : service.respond(request)).sendTo(exchange);
    }
  }

  private static RecordedRequest request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().toString();
    return new RecordedRequest(
        exchange.getRequestMethod(),
        path,
        Map.copyOf(headers),
        operation(headers, path, body),
        body);
  }

  private static String operation(Map<String, String> headers, String path, String body) {
    String target = headers.get("x-amz-target");
    if (target != null) return target.substring(target.indexOf('.') + 1);
    if (path.equals("/findings/import")) return "BatchImportFindings";
    Matcher action = QUERY_ACTION.matcher(body);
    return action.find() ? action.group(1) : path;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    executor.close();
  }
}
