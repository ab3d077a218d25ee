package initialkeys.aws;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * The proxies that environment variables name: HTTPS_PROXY for https, HTTP_PROXY for http, and
 * NO_PROXY with the hosts that need none, in upper or lower case. The SDK's client looks at the
 * variable of one scheme alone, by default http, and takes an entry of NO_PROXY for a whole host
 * name, where other tools take it for a domain.
 *
 * <p>A user and a password reach the proxy for http alone: Java does not send them when it opens a
 * tunnel, and the call fails with the proxy's status 407.
 */
public final class ProxyEnvironment {

  private final Map<String, String> environment;

  /**
   * @param environment the environment variables
   */
  public ProxyEnvironment(Map<String, String> environment) {
    this.environment = environment;
  }

  /** As in Java's own default, the machine itself needs no proxy. */
  private static Stream<String> loopback() {
    return Stream.of("localhost", "127\\..*", "\\[::1\\]");
  }

  /**
   * The proxy for URLs of a scheme. Without a variable, the JVM's system properties decide.
   *
   * @throws IllegalStateException when the variable is not a proxy's URL
   */
  ProxyConfiguration forScheme(String scheme) {
    ProxyConfiguration.Builder proxy =
        ProxyConfiguration.builder().scheme(scheme).useEnvironmentVariablesValues(false);
    url(scheme).ifPresent(url -> configure(proxy, url));
    return proxy.build();
  }

  /**
   * The proxy for https as system properties of Java, for the clients that the SDK creates itself:
   * they call AWS by https. They would use http.proxyHost for every URL, and HTTP_PROXY as well
   * where there is no http.nonProxyHosts, which is Java's list for both schemes.
   *
   * @throws IllegalStateException when a variable is not a proxy's URL
   */
  public Map<String, String> systemProperties() {
    Map<String, String> properties = new TreeMap<>();
    url("http").ifPresent(url -> properties.put("http.nonProxyHosts", nonProxyHosts()));
    url("https")
        .ifPresent(
            url -> {
              properties.put("https.proxyHost", url.getHost());
              properties.put("https.proxyPort", String.valueOf(port(url)));
              properties.put("http.nonProxyHosts", nonProxyHosts());
            });
    return properties;
  }

  private String nonProxyHosts() {
    return Stream.concat(
            Stream.of("localhost", "127.*", "[::1]"),
            noProxy()
                .map(entry -> entry.equals("*") ? entry : "%1$s|*.%1$s".formatted(domain(entry))))
        .collect(Collectors.joining("|"));
  }

  private Optional<URI> url(String scheme) {
    String name = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
    return value(name).map(url -> parse(name, url));
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }

  private void configure(ProxyConfiguration.Builder proxy, URI url) {
    proxy
        .useSystemPropertyValues(false)
        .endpoint(URI.create("%s://%s:%s".formatted(url.getScheme(), url.getHost(), port(url))))
        .nonProxyHosts(directHosts());
    if (url.getUserInfo() != null) {
      String[] user = url.getUserInfo().split(":", 2);
      proxy.username(user[0]).password(user.length > 1 ? user[1] : "");
    }
  }

  /** The value may hold a password, so no message shows it. */
  private static URI parse(String name, String value) {
    try {
      URI url = URI.create(value.contains("://") ? value : "http://" + value);
      if (url.getHost() != null) return url;
    } catch (IllegalArgumentException malformed) {
      // As below.
    }
    throw new IllegalStateException(
        "%s is not the URL of a proxy, such as http://proxy.example.com:3128".formatted(name));
  }

  /** Patterns of host names, in lower case. */
  private Set<String> directHosts() {
    return Stream.concat(loopback(), noProxy().map(ProxyEnvironment::pattern))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> noProxy() {
    return value("NO_PROXY").stream()
        .flatMap(it -> Arrays.stream(it.split(",", -1)))
        .map(String::strip);
  }

  /** A domain stands for itself and all below it, with or without a leading dot or asterisk. */
  private static String pattern(String entry) {
    if (entry.equals("*")) return ".*";
    return "(.*\\.)?" + Pattern.quote(domain(entry));
  }

  private static String domain(String entry) {
    return entry.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
  }

  private Optional<String> value(String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .map(environment::get)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }
}
