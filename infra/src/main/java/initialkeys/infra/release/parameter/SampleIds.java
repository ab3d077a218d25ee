package initialkeys.infra.release.parameter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Logical ids into which CDK has put a sample: the parameter's name takes its place. */
public final class SampleIds {

  private SampleIds() {}

  /** The template with other ids and references to them. */
  public static Map<String, Object> replaced(Map<String, Object> template, List<Input> inputs) {
    Map<String, Object> result = new LinkedHashMap<>();
    template.forEach((key, value) -> result.put(key, in(value, inputs)));
    return result;
  }

  private static Object in(Object value, List<Input> inputs) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, member) -> copy.put(in((String) key, inputs), in(member, inputs)));
        yield copy;
      }
      case List<?> list -> list.stream().map(it -> in(it, inputs)).toList();
      case String text -> in(text, inputs);
      case null, default -> value;
    };
  }

  private static String in(String text, List<Input> inputs) {
    String replaced = text;
    for (Input input : inputs) {
      String sample = input.texts().sample();
      if (!sample.contains("@")) continue;
      replaced = replaced.replace(sample.replaceAll("[^A-Za-z0-9]", ""), input.parameter());
    }
    return replaced;
  }
}
