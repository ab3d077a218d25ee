package initialkeys.simulation;

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
 * The wire between the function and AWS: it hands every request to what stands for AWS, writes down
 * what is asked, and can answer an operation with faults first, or always.
 */
public final class FakeAwsServer implements AutoCloseable {

  /** What stands for AWS. */
  public interface Aws {
    Answer answer(Sent request) throws IOException;
  }

  /**
   * One request, as it went over the wire.
   *
   * @param path with the query
   * @param headers by their names in lower case
   */
  public record Sent(
      String method, String path, Map<String, String> headers, String operation, String body) {

    /** The access key that signed it; empty when none did. */
    public String accessKeyId() {
      Matcher signature = CREDENTIAL.matcher(headers.getOrDefault("authorization", ""));
      return signature.find() ? signature.group(1) : "";
    }
  }

  /** What comes back. */
  public interface Answer {
    void give(HttpExchange exchange) throws IOException;

    static Answer of(int status, String body) {
      return of(status, "", body);
    }

    static Answer of(int status, String contentType, String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return exchange -> {
        if (!contentType.isEmpty()) exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      };
    }

    /** The connection ends without a word. */
    static Answer reset() {
      return HttpExchange::close;
    }

    /** The connection ends before the answer's first byte, but after its headers. */
    static Answer headersAlone() {
      return exchange -> {
        exchange.sendResponseHeaders(200, 10);
        exchange.getResponseBody().flush();
      };
    }

    /** The connection ends in the middle of the answer. */
    static Answer cutOff(String half) {
      byte[] bytes = half.getBytes(StandardCharsets.UTF_8);
      return exchange -> {
        exchange.sendResponseHeaders(200, bytes.length * 2L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
      };
    }
  }

  private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=(\\w+)/");

  private final Aws aws;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Answer>> first = new ConcurrentHashMap<>();
  private final Map<String, Answer> always = new ConcurrentHashMap<>();

  public FakeAwsServer(Aws aws) throws IOException {
    this.aws = aws;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(executor);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests of this operation are answered with these faults, then with the truth. */
  public void failFirst(String operation, Answer... answers) {
    first.put(operation, new ConcurrentLinkedQueue<>(List.of(answers)));
  }

  /** Every request of this operation is answered so. */
  public void failAlways(String operation, Answer answer) {
    always.put(operation, answer);
  }

  /** An answer that does not come while the wire is open. */
  public Answer silence() {
    return exchange -> {
      try {
        closed.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** What was sent since the last time. */
  public List<Sent> drain() {
    List<Sent> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Sent request = request(exchange);
      sent.add(request);
      Optional<Answer> fault =
          Optional.ofNullable(first.get(request.operation()))
              .map(Queue::poll)
              .or(() -> Optional.ofNullable(always.get(request.operation())));
      (fault.isPresent() ? fault.get() : aws.answer(request)).give(exchange);
    }
  }

  private static Sent request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().toString();
    return new Sent(
        exchange.getRequestMethod(),
        path,
        Map.copyOf(headers),
        operation(headers, path, body),
        body);
  }

  private static String operation(Map<String, String> headers, String path, String body) {
    String target = headers.get("x-amz-target");
    if (target != null) return target.substring(target.indexOf('.') + 1);
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
