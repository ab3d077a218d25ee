package initialkeys.infra.release.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a value depends on, found from its observed values.
 *
 * @param <T> the values
 */
public sealed interface DecisionTree<T> {

  /** The same value in all variants. */
  record Leaf<T>(T value) implements DecisionTree<T> {}

  /**
   * One value with a switch on, another one with it off.
   *
   * @param choice the switch
   */
  record Branch<T>(String choice, DecisionTree<T> on, DecisionTree<T> off)
      implements DecisionTree<T> {}

  /** No value may depend on more: {@code Variants} observes no more combinations. */
  int MAX_DEPENDENCIES = 4;

  /**
   * The smallest tree that gives the observed values.
   *
   * @param values by the switches that are on
   * @param choices all switches
   */
  static <T> DecisionTree<T> of(Map<Set<String>, T> values, List<String> choices) {
    T first = values.values().iterator().next();
    if (values.values().stream().allMatch(first::equals)) return new Leaf<>(first);
    String choice = dependencies(values, choices).getFirst();
    return new Branch<>(
        choice,
        of(restricted(values, choice, true), choices),
        of(restricted(values, choice, false), choices));
  }

  private static <T> Map<Set<String>, T> restricted(
      Map<Set<String>, T> values, String choice, boolean on) {
    Map<Set<String>, T> restricted = new LinkedHashMap<>(values);
    restricted.keySet().removeIf(variant -> variant.contains(choice) != on);
    return restricted;
  }

  private static <T> List<String> dependencies(Map<Set<String>, T> values, List<String> choices) {
    for (int size = 1; size <= MAX_DEPENDENCIES; size++) {
      for (List<String> subset : subsets(choices, size)) {
        if (isFunctionOf(values, subset)) return subset;
      }
    }
    throw new IllegalStateException(
        "A value depends on more than %s of %s".formatted(MAX_DEPENDENCIES, choices));
  }

  private static <T> boolean isFunctionOf(Map<Set<String>, T> values, List<String> choices) {
    Map<List<String>, T> seen = new HashMap<>();
    return values.entrySet().stream()
        .allMatch(
            entry -> {
              List<String> on = choices.stream().filter(entry.getKey()::contains).toList();
              T earlier = seen.putIfAbsent(on, entry.getValue());
              return earlier == null || earlier.equals(entry.getValue());
            });
  }

  private static List<List<String>> subsets(List<String> choices, int size) {
    if (size == 0) return List.of(List.of());
    List<List<String>> subsets = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      for (List<String> rest : subsets(choices.subList(i + 1, choices.size()), size - 1)) {
        List<String> subset = new ArrayList<>(List.of(choices.get(i)));
        subset.addAll(rest);
        subsets.add(subset);
      }
    }
    return subsets;
  }
}
