package initialkeys.infra.release;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.SampleSearch;
import initialkeys.infra.release.parameter.TemplateParameters;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A template of the CDK app. It becomes one that needs no bootstrap: the function's code comes from
 * a bucket of the user's.
 */
record SynthesizedTemplate(Object json) {

  /** What CDK adds for its bootstrap. */
  private static final Set<String> OF_BOOTSTRAP = Set.of("Parameters", "Rules");

  /** The template with references in place of samples, and without what CDK's bootstrap needs. */
  Object without(SampleSearch samples, List<Input> inputs) {
    Map<String, Object> template = new LinkedHashMap<>();
    ((Map<?, ?>) json)
        .forEach(
            (key, value) -> {
              String section = (String) key;
              if (OF_BOOTSTRAP.contains(section)) requireBootstrapOnly((Map<?, ?>) value);
              else if (section.equals("Description")) {
                template.put(section, withDefaults((String) value, inputs));
              } else template.put(section, samples.in(value));
            });
    Map<String, Object> resources = new LinkedHashMap<>();
    ((Map<?, ?>) template.get("Resources"))
        .forEach((id, resource) -> resources.put((String) id, withCode((Map<?, ?>) resource)));
    template.put("Resources", resources);
    return template;
  }

  private static void requireBootstrapOnly(Map<?, ?> section) {
    for (Object key : section.keySet()) {
      if (!Set.of("BootstrapVersion", "CheckBootstrapVersion").contains(key)) {
        throw new IllegalStateException("A parameter or rule that is not CDK's: " + key);
      }
    }
  }

  /** The description of a template takes no reference. */
  private static String withDefaults(String description, List<Input> inputs) {
    String text = description;
    for (Input input : inputs) {
      if (input.choices().isEmpty()) {
        text = text.replace(input.texts().sample(), input.defaultValue());
      }
    }
    return text;
  }

  private static Map<String, Object> withCode(Map<?, ?> resource) {
    Map<String, Object> copy = new LinkedHashMap<>();
    resource.forEach((key, value) -> copy.put((String) key, value));
    // A resource may have properties in another variant, and a condition is in each of them.
    copy.putIfAbsent("Properties", Map.of());
    if (!"AWS::Lambda::Function".equals(copy.get("Type"))) return copy;
    Map<String, Object> properties = new LinkedHashMap<>();
    ((Map<?, ?>) copy.get("Properties")).forEach((key, it) -> properties.put((String) key, it));
    Map<String, Object> code = new LinkedHashMap<>();
    code.put("S3Bucket", new Reference(TemplateParameters.BUCKET));
    code.put("S3Key", new Reference(TemplateParameters.KEY));
    properties.put("Code", code);
    copy.put("Properties", properties);
    return copy;
  }
}
