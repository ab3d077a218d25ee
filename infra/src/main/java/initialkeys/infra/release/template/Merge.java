package initialkeys.infra.release.template;

import static java.util.Comparator.comparingInt;

import initialkeys.infra.release.template.TemplateExpression.Absent;
import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Puts the variants of a value together: what is the same in all of them stays, and what is not
 * becomes a choice by a condition, as deep inside the value as possible.
 */
public final class Merge {

  public static final Absent ABSENT = new Absent();

  /** The attribute of a resource, and the key in its metadata that replaces it. */
  public static final String DEPENDS_ON = "DependsOn";

  private final List<String> choices;
  private final Function<String, String> condition;

  /**
   * @param choices the switches by which the variants differ
   * @param condition the name of the condition that a switch is on
   */
  public Merge(List<String> choices, Function<String, String> condition) {
    this.choices = List.copyOf(choices);
    this.condition = condition;
  }

  /**
   * Merges.
   *
   * @param variants by the switches that are on; {@link #ABSENT} where one has no value
   */
  public Object of(Map<Set<String>, Object> variants) {
    Object first = variants.values().iterator().next();
    if (variants.values().stream().allMatch(first::equals)) return first;
    Map<Set<String>, Object> present = present(variants);
    if (present.size() < variants.size()) return presence(variants, of(present));
    if (allAre(variants, Merge::isObject)) return object(variants);
    if (allAre(variants, JsonText.class::isInstance)) {
      return new JsonText(
          of(mapped(variants, value -> value instanceof JsonText(Object inner) ? inner : value)));
    }
    if (allAre(variants, List.class::isInstance)) return list(variants);
    return either(DecisionTree.of(variants, choices));
  }

  /** Where a value is present, as a choice between true and false. */
  public DecisionTree<Boolean> presence(Map<Set<String>, Object> variants) {
    Map<Set<String>, Boolean> is = new LinkedHashMap<>();
    variants.forEach((variant, value) -> is.put(variant, !value.equals(ABSENT)));
    return DecisionTree.of(is, choices);
  }

  public static Map<Set<String>, Object> present(Map<Set<String>, Object> variants) {
    Map<Set<String>, Object> present = new LinkedHashMap<>(variants);
    present.values().removeIf(ABSENT::equals);
    return present;
  }

  /** The member of each variant; {@link #ABSENT} where it has none. */
  public static Map<Set<String>, Object> member(Map<Set<String>, Object> variants, String key) {
    return mapped(
        variants,
        value -> value instanceof Map<?, ?> map && map.containsKey(key) ? map.get(key) : ABSENT);
  }

  /** The keys of all variants. */
  public static Set<String> keys(Map<Set<String>, Object> variants) {
    Set<String> keys = new LinkedHashSet<>();
    for (Object variant : variants.values()) {
      if (variant instanceof Map<?, ?> map) map.keySet().forEach(key -> keys.add((String) key));
    }
    return keys;
  }

  private Object presence(Map<Set<String>, Object> variants, Object value) {
    return either(presence(variants), value);
  }

  private Object either(DecisionTree<Boolean> presence, Object value) {
    return switch (presence) {
      case DecisionTree.Leaf<Boolean>(Boolean is) -> is ? value : ABSENT;
      case DecisionTree.Branch<Boolean>(String choice, var on, var off) ->
          new Either(condition.apply(choice), either(on, value), either(off, value));
    };
  }

  private Object either(DecisionTree<Object> tree) {
    return switch (tree) {
      case DecisionTree.Leaf<Object>(Object value) -> value;
      case DecisionTree.Branch<Object>(String choice, var on, var off) ->
          new Either(condition.apply(choice), either(on), either(off));
    };
  }

  private Object object(Map<Set<String>, Object> variants) {
    Map<String, Object> merged = new LinkedHashMap<>();
    for (String key : keys(variants)) {
      if (key.equals(DEPENDS_ON)) addDependencies(member(variants, key), merged);
      else merged.put(key, of(member(variants, key)));
    }
    return merged;
  }

  /**
   * DependsOn takes no condition. A reference in the metadata does, and CloudFormation creates what
   * it refers to before, too (F80).
   */
  private void addDependencies(Map<Set<String>, Object> variants, Map<String, Object> merged) {
    Map<Set<String>, Object> lists =
        mapped(
            variants,
            it -> it instanceof List<?> ? it : it.equals(ABSENT) ? List.of() : List.of(it));
    List<Object> always = new ArrayList<>();
    List<Object> underCondition = new ArrayList<>();
    for (Object id : union(lists.values())) {
      Object dependency =
          of(mapped(lists, it -> ((List<?>) it).contains(id) ? Map.of("Ref", id) : ABSENT));
      if (dependency instanceof Either) underCondition.add(dependency);
      else always.add(id);
    }
    if (!always.isEmpty()) merged.put(DEPENDS_ON, always);
    if (!underCondition.isEmpty()) merged.put("Metadata", Map.of(DEPENDS_ON, underCondition));
  }

  /** Element by element, where no variant has others; otherwise each under its condition. */
  private Object list(Map<Set<String>, Object> variants) {
    Collection<Object> lists = variants.values();
    int size = ((List<?>) lists.iterator().next()).size();
    List<Object> merged = new ArrayList<>();
    if (lists.stream().allMatch(list -> ((List<?>) list).size() == size)) {
      for (int i = 0; i < size; i++) {
        int at = i;
        merged.add(of(mapped(variants, list -> ((List<?>) list).get(at))));
      }
      return merged;
    }
    List<Object> union = union(lists);
    boolean startIsCommon = lists.stream().allMatch(list -> startsWith((List<?>) list, union));
    if (!startIsCommon || lists.stream().anyMatch(list -> !isSubsequence((List<?>) list, union))) {
      return either(DecisionTree.of(variants, choices));
    }
    for (Object element : union) {
      merged.add(
          of(mapped(variants, list -> ((List<?>) list).contains(element) ? element : ABSENT)));
    }
    return merged;
  }

  /**
   * Each element once, behind those that precede it in its list; the longest list has the order.
   */
  private static List<Object> union(Collection<Object> lists) {
    List<Object> union = new ArrayList<>();
    List<List<?>> longestFirst = new ArrayList<>();
    for (Object list : lists) longestFirst.add((List<?>) list);
    longestFirst.sort(comparingInt(list -> -list.size()));
    for (List<?> list : longestFirst) {
      int at = 0;
      for (Object element : list) {
        int found = union.indexOf(element);
        if (found < 0) union.add(at++, element);
        else at = found + 1;
      }
    }
    return union;
  }

  /** In text, an element under a condition brings the comma before it. */
  private static boolean startsWith(List<?> list, List<Object> whole) {
    return !list.isEmpty() && list.getFirst().equals(whole.getFirst());
  }

  private static boolean isSubsequence(List<?> list, List<Object> whole) {
    return whole.stream().filter(list::contains).toList().equals(list);
  }

  /** An intrinsic function is taken as a whole. */
  private static boolean isObject(Object value) {
    return value instanceof Map<?, ?> map
        && map.keySet().stream()
            .noneMatch(key -> key.equals("Ref") || key.toString().startsWith("Fn::"));
  }

  private static boolean allAre(Map<Set<String>, Object> variants, Predicate<Object> kind) {
    return variants.values().stream().allMatch(kind);
  }

  private static Map<Set<String>, Object> mapped(
      Map<Set<String>, Object> variants, Function<Object, Object> function) {
    Map<Set<String>, Object> mapped = new LinkedHashMap<>();
    variants.forEach((variant, value) -> mapped.put(variant, function.apply(value)));
    return mapped;
  }
}
