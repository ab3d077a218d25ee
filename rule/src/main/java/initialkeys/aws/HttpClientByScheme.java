package initialkeys.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Sends each request with the client of its URL's scheme, because each scheme has its own proxy.
 */
final class HttpClientByScheme implements SdkHttpClient {

  private final Function<String, SdkHttpClient> create;
  private final Map<String, SdkHttpClient> clients = new ConcurrentHashMap<>();

  /** Creates the client for https, which every endpoint of AWS uses, at once. */
  HttpClientByScheme(Function<String, SdkHttpClient> create) {
    this.create = create;
    client("https");
  }

  private SdkHttpClient client(String scheme) {
    return clients.computeIfAbsent(scheme, create);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return client(request.httpRequest().protocol()).prepareRequest(request);
  }

  @Override
  public String clientName() {
    return client("https").clientName();
  }

  /** Nothing: all service clients share this one, and each closes it. */
  @Override
  public void close() {}
}
