package initialkeys.infra.release.parameter;

import initialkeys.infra.release.parameter.ParameterDescription.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a template, and how CloudFormation's console shows them. */
public final class TemplateParameters {

  /** The bucket and the key of the function's code. */
  public static final String BUCKET = "JarBucket";

  public static final String KEY = "JarKey";

  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, Object> labels = new LinkedHashMap<>();
  private final Map<Group, List<String>> groups = new LinkedHashMap<>();

  /** Adds the parameters of the function's code, which the user uploads. */
  public void addCode(String version) {
    Map<String, Object> bucket = new LinkedHashMap<>();
    bucket.put("Type", "String");
    bucket.put(
        "Description", "The bucket with the function's code, rule.jar, in this stack's Region");
    bucket.put("AllowedPattern", "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$");
    bucket.put("ConstraintDescription", "must be the name of an S3 bucket");
    add(Group.CODE, BUCKET, "Bucket", bucket);
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("Type", "String");
    key.put(
        "Description",
        "The key of rule.jar in the bucket. CloudFormation updates the function only when it"
            + " changes");
    key.put("Default", "initial-keys/%s/rule.jar".formatted(version));
    key.put("AllowedPattern", "^.{1,1024}$");
    key.put("ConstraintDescription", "must be the key of an object, 1 to 1024 characters");
    add(Group.CODE, KEY, "Key", key);
  }

  /** A setting's, with its default and its range. */
  public void add(Input input, boolean isRequired) {
    Map<String, Object> parameter = new LinkedHashMap<>();
    parameter.put("Type", "String");
    parameter.put("Description", input.texts().description());
    if (!isRequired) parameter.put("Default", input.defaultValue());
    if (input.choices().isEmpty()) {
      parameter.put("AllowedPattern", input.templatePattern(isRequired));
    } else {
      parameter.put("AllowedValues", input.choices());
    }
    parameter.put(
        "ConstraintDescription",
        "must be %s%s"
            .formatted(
                input.isOptional() && !isRequired ? "empty or " : "",
                input.isList() ? input.allowed() + ", without spaces" : input.allowed()));
    add(input.texts().group(), input.parameter(), input.texts().label(), parameter);
  }

  private void add(Group group, String name, String label, Map<String, Object> parameter) {
    parameters.put(name, parameter);
    labels.put(name, Map.of("default", label));
    groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(name);
  }

  public boolean contain(String name) {
    return parameters.containsKey(name);
  }

  /** The section of the template. */
  public Map<String, Object> section() {
    return parameters;
  }

  /** The groups and labels, in the order of the groups. */
  public Map<String, Object> metadata() {
    List<Object> ordered = new ArrayList<>();
    for (Group group : Group.values()) {
      if (!groups.containsKey(group)) continue;
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("Label", Map.of("default", group.heading()));
      described.put("Parameters", groups.get(group));
      ordered.add(described);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("ParameterGroups", ordered);
    details.put("ParameterLabels", labels);
    return Map.of("AWS::CloudFormation::Interface", details);
  }
}
