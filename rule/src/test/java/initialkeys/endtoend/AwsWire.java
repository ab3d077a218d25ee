package initialkeys.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import initialkeys.fixtures.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wire between the function and AWS: it passes every request on to moto, writes down what is
 * asked, gives moto's user ids the look of AWS's and its credential report the time of its making,
 * answers GetComplianceDetailsByConfigRule, which moto does not know, and can answer an operation
 * with a fault first.
 */
final class AwsWire implements AutoCloseable {

  /** One request, as it went over the wire. */
  record Sent(String operation, String body) {}

  /** An answer that is given in place of AWS's. */
  record Answer(int status, String body) {}

  private static final Pattern QUERY_ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");

  private static final Pattern USER_ID = Pattern.compile("<UserId>(\\w+)</UserId>");

  private static final Pattern REPORT_TIME =
      Pattern.compile("<GeneratedTime>[^<]*</GeneratedTime>");

  private final URI aws;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Answer>> faults = new ConcurrentHashMap<>();
  private volatile List<String> storedIds = List.of();

  AwsWire(URI aws) throws IOException {
    this.aws = aws;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next requests of this operation are answered with these faults, then with the truth. */
  void failFirst(String operation, Answer... answers) {
    faults.put(operation, new ConcurrentLinkedQueue<>(List.of(answers)));
  }

  /** AWS Config holds a COMPLIANT result for each of these users. */
  void hold(List<String> userIds) {
    storedIds = List.copyOf(userIds);
  }

  /** What was sent since the last time. */
  List<Sent> drain() {
    List<Sent> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = operation(exchange, body);
      sent.add(new Sent(operation, new String(body, StandardCharsets.UTF_8)));
      Optional<Answer> fault =
          Optional.ofNullable(faults.get(operation)).map(Queue::poll).or(() -> stored(operation));
      if (fault.isPresent()) {
        answer(exchange, fault.get().status(), fault.get().body().getBytes(StandardCharsets.UTF_8));
      } else {
        HttpResponse<byte[]> truth = passOn(exchange, body);
        truth
            .headers()
            .firstValue("content-type")
            .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        answer(exchange, truth.statusCode(), asOfAws(truth.body()));
      }
    }
  }

  private static String operation(HttpExchange exchange, byte[] body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) return target.substring(target.indexOf('.') + 1);
    Matcher action = QUERY_ACTION.matcher(new String(body, StandardCharsets.UTF_8));
    return action.find() ? action.group(1) : exchange.getRequestURI().getPath();
  }

  private Optional<Answer> stored(String operation) {
    if (!operation.equals("GetComplianceDetailsByConfigRule")) return Optional.empty();
    List<Map<String, Object>> results =
        storedIds.stream()
            .map(
                id ->
                    Map.<String, Object>of(
                        "ComplianceType",
                        "COMPLIANT",
                        "EvaluationResultIdentifier",
                        Map.of(
                            "EvaluationResultQualifier",
                            Map.of("ResourceType", "AWS::IAM::User", "ResourceId", id))))
            .toList();
    try {
      return Optional.of(
          new Answer(200, Fixtures.JSON.writeValueAsString(Map.of("EvaluationResults", results))));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(aws.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String header : List.of("Authorization", "Content-Type", "X-Amz-Target", "X-Amz-Date")) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) request.header(header, value);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** moto's ids lack the prefix that tells an IAM user's. */
  static String idOfAws(String idOfMoto) {
    return "AIDA" + idOfMoto.toUpperCase(Locale.ROOT);
  }

  private static byte[] asOfAws(byte[] body) {
    String withIds =
        USER_ID
            .matcher(new String(body, StandardCharsets.UTF_8))
            .replaceAll(id -> "<UserId>%s</UserId>".formatted(idOfAws(id.group(1))));
    return REPORT_TIME
        .matcher(withIds)
        .replaceAll("<GeneratedTime>%s</GeneratedTime>".formatted(Instant.now()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
