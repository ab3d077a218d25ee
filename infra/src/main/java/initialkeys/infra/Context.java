package initialkeys.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;

/** What CDK holds as context: ours and its own. */
final class Context {

  private Context() {}

  static Map<String, Object> of(App app) {
    if (!(app.getNode().getAllContext() instanceof Map<?, ?> all)) {
      throw new IllegalStateException("CDK gives its context in a form that is not known here");
    }
    Map<String, Object> context = new TreeMap<>();
    all.forEach((name, value) -> context.put(String.valueOf(name), value));
    return context;
  }
}
