package initialkeys.infra.release.parameter;

import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values in a template that depend on a parameter with few allowed values. Each is replaced by
 * the parameter or by Fn::If at its place in the template. A parameter that also decides whether
 * something exists in the template cannot be added.
 */
public final class ConditionalValues {

  /** The value at a place for each choice of an input. */
  private record Decided(Input input, Map<String, Object> values) {}

  private final Map<List<Object>, Decided> places = new LinkedHashMap<>();

  /**
   * Adds an input if it decides values only.
   *
   * @param templates the template for each choice, everything else being equal; several series
   * @return whether it was added
   */
  public boolean add(Input input, List<Map<String, Object>> templates) {
    Map<List<Object>, Decided> found = new LinkedHashMap<>();
    for (Map<String, Object> byChoice : templates) {
      Object base = byChoice.get(base(input));
      // The app has no such stack with this input: the template does not depend on it.
      if (base == null) continue;
      for (Object other : byChoice.values()) {
        Optional<List<List<Object>>> differences = differences(base, other);
        if (differences.isEmpty()) return false;
        differences
            .get()
            .forEach(place -> found.put(place, new Decided(input, values(byChoice, place))));
      }
    }
    places.putAll(found);
    return true;
  }

  /** The choice with which the templates are synthesized. */
  public static String base(Input input) {
    return input.defaultValue().isEmpty() ? input.choices().getFirst() : input.defaultValue();
  }

  private static Map<String, Object> values(Map<String, Object> templates, List<Object> place) {
    Map<String, Object> values = new TreeMap<>();
    templates.forEach((choice, template) -> values.put(choice, at(template, place)));
    return values;
  }

  /** The template with references and conditions in place of the values. */
  public Object in(Object template) {
    Object result = template;
    for (Map.Entry<List<Object>, Decided> entry : places.entrySet()) {
      result = replaced(result, entry.getKey(), entry.getValue());
    }
    return result;
  }

  private static Object replaced(Object value, List<Object> place, Decided decided) {
    if (place.isEmpty()) {
      Object expected = decided.values.get(base(decided.input));
      if (!expected.equals(value)) {
        throw new IllegalStateException("%s, not %s".formatted(value, expected));
      }
      return replacement(decided);
    }
    List<Object> rest = place.subList(1, place.size());
    return switch (value) {
      case JsonText(Object inner) -> new JsonText(replaced(inner, place, decided));
      case Map<?, ?> map when map.containsKey(place.getFirst()) -> {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.computeIfPresent(place.getFirst(), (_, inner) -> replaced(inner, rest, decided));
        yield copy;
      }
      case List<?> list when place.getFirst() instanceof Integer i && i < list.size() -> {
        List<Object> copy = new ArrayList<>(list);
        copy.set(i, replaced(list.get(i), rest, decided));
        yield copy;
      }
      case null, default -> value;
    };
  }

  /** A reference to the parameter where each value is the choice itself; otherwise Fn::If. */
  private static Object replacement(Decided decided) {
    Input input = decided.input;
    boolean isItself =
        decided.values.entrySet().stream()
            .allMatch(entry -> entry.getKey().equals(String.valueOf(entry.getValue())));
    if (isItself) return new Reference(input.parameter());
    if (!decided.values.keySet().containsAll(input.choices())) {
      throw new IllegalStateException("Too many choices of " + input.key());
    }
    Object value = decided.values.get(base(input));
    for (String choice : input.choices()) {
      if (choice.equals(base(input))) continue;
      value = new Either(input.condition(choice), decided.values.get(choice), value);
    }
    return value;
  }

  private static Object at(Object value, List<Object> place) {
    if (place.isEmpty()) return value;
    List<Object> rest = place.subList(1, place.size());
    return switch (value) {
      case JsonText(Object inner) -> at(inner, place);
      case Map<?, ?> map -> at(map.get(place.getFirst()), rest);
      case List<?> list -> at(list.get((Integer) place.getFirst()), rest);
      case null, default -> throw new IllegalStateException("Nothing at " + place);
    };
  }

  /** The places of text and numbers that differ; empty if more than those differs. */
  private static Optional<List<List<Object>>> differences(Object one, Object other) {
    List<List<Object>> places = new ArrayList<>();
    return collect(one, other, List.of(), places) ? Optional.of(places) : Optional.empty();
  }

  private static boolean collect(
      Object one, Object other, List<Object> place, List<List<Object>> places) {
    if (one.equals(other)) return true;
    if (one instanceof JsonText(Object inner) && other instanceof JsonText(Object otherInner)) {
      return collect(inner, otherInner, place, places);
    }
    if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> otherMap) {
      return map.keySet().equals(otherMap.keySet())
          && map.keySet().stream()
              .allMatch(key -> collect(map.get(key), otherMap.get(key), with(place, key), places));
    }
    if (one instanceof List<?> list && other instanceof List<?> otherList) {
      if (list.size() != otherList.size()) return false;
      for (int i = 0; i < list.size(); i++) {
        if (!collect(list.get(i), otherList.get(i), with(place, i), places)) return false;
      }
      return true;
    }
    places.add(place);
    return isScalar(one) && isScalar(other);
  }

  private static boolean isScalar(Object value) {
    return value instanceof String || value instanceof Number || value instanceof Boolean;
  }

  private static List<Object> with(List<Object> place, Object step) {
    List<Object> longer = new ArrayList<>(place);
    longer.add(step);
    return longer;
  }
}
