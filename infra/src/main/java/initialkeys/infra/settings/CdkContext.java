package initialkeys.infra.settings;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;

/** The CDK context of the app: the user's values and CDK's own. */
public final class CdkContext {

  private CdkContext() {}

  /** All values by name. */
  public static Map<String, Object> of(App app) {
    if (!(app.getNode().getAllContext() instanceof Map<?, ?> all)) {
      throw new IllegalStateException("CDK returned its context in an unknown form");
    }
    Map<String, Object> context = new TreeMap<>();
    all.forEach((name, value) -> context.put(String.valueOf(name), value));
    return context;
  }
}
