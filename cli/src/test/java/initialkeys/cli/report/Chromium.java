package initialkeys.cli.report;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A page in headless Chromium, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final StringBuilder message = new StringBuilder();
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> responses = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  Chromium(Path folder) throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(folder, "profile");
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    socket = http.newWebSocketBuilder().buildAsync(page(profile), this).join();
    call("Page.enable", Map.of());
    call("Network.enable", Map.of());
    call("Log.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  private static Path program() {
    return NAMES.stream()
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(entry -> Path.of(entry, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Install Chromium: none of " + NAMES));
  }

  /** Chromium writes the port of its debugger to a file, once it listens. */
  private URI page(Path profile) throws IOException, InterruptedException {
    Path port = profile.resolve("DevToolsActivePort");
    while (!Files.exists(port) || Files.readAllLines(port).isEmpty()) {
      if (process.waitFor(100, MILLISECONDS)) {
        throw new IllegalStateException("Chromium ended with " + process.exitValue());
      }
    }
    String list = "http://127.0.0.1:%s/json/list".formatted(Files.readAllLines(port).getFirst());
    HttpRequest request = HttpRequest.newBuilder(URI.create(list)).build();
    for (JsonNode target : Fixtures.tree(http.send(request, BodyHandlers.ofString()).body())) {
      if (target.path("type").textValue().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").textValue());
      }
    }
    throw new IllegalStateException("Chromium has no page");
  }

  /** Calls a method of the protocol. */
  JsonNode call(String method, Map<String, ?> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> response = new CompletableFuture<>();
    responses.put(id, response);
    socket
        .sendText(Events.json(Map.of("id", id, "method", method, "params", parameters)), true)
        .join();
    JsonNode result = response.orTimeout(60, SECONDS).join();
    if (result.has("error")) throw new IllegalStateException(method + ": " + result);
    return result.path("result");
  }

  /** Opens a file in a window of a width, and waits until it is loaded. */
  void open(Path file, int width) {
    resize(width);
    events.clear();
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    while (!evaluate("document.readyState").textValue().equals("complete")) Thread.onSpinWait();
  }

  void resize(int width) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The value of an expression of JavaScript. */
  JsonNode evaluate(String expression) {
    JsonNode result =
        call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
    if (result.has("exceptionDetails")) throw new IllegalStateException(result.toString());
    return result.path("result").path("value");
  }

  /** What happened since the page was opened. */
  List<JsonNode> events(String method) {
    return events.stream()
        .filter(event -> event.path("method").textValue().equals(method))
        .map(event -> event.path("params"))
        .toList();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean isLast) {
    message.append(data);
    if (isLast) {
      JsonNode whole = Fixtures.tree(message.toString());
      message.setLength(0);
      if (whole.has("id")) {
        responses.remove(whole.path("id").intValue()).complete(whole);
      } else {
        events.add(whole);
      }
    }
    webSocket.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what the protocol returns in base 64. */
  static Path write(JsonNode data, Path file) {
    try {
      return Files.write(file, Base64.getDecoder().decode(data.path("data").textValue()));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
