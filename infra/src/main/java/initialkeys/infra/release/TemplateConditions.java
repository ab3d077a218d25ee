package initialkeys.infra.release;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.template.DecisionTree;
import initialkeys.infra.release.template.References;
import initialkeys.infra.release.template.Rendering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The conditions of a template. A condition is added when its name is used. */
final class TemplateConditions {

  private final List<Input> inputs;
  private final Map<String, Object> section = new LinkedHashMap<>();

  TemplateConditions(List<Input> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  /** That an input is set, or true. */
  String switchedOn(Input input) {
    section.put(input.condition(), Expressions.isOn(input));
    return input.condition();
  }

  /** That an entry is there; empty where it always is. */
  String named(DecisionTree<Boolean> presence, Switches switches) {
    return switch (presence) {
      case DecisionTree.Leaf<Boolean> _ -> "";
      case DecisionTree.Branch<Boolean>(
              String choice,
              DecisionTree.Leaf<Boolean>(Boolean on),
              DecisionTree.Leaf<Boolean>(Boolean _))
          when on ->
          switchedOn(switches.byKey().get(choice));
      case DecisionTree.Branch<Boolean> branch -> {
        String name = name(branch, switches);
        section.put(
            name, Expressions.of(branch, key -> Expressions.isOn(switches.byKey().get(key))));
        yield name;
      }
    };
  }

  /** In the form of the expression: Expressions.of has the same cases. */
  private static String name(DecisionTree<Boolean> tree, Switches switches) {
    return Expressions.of(
        tree,
        key -> switches.byKey().get(key).condition(),
        "Not%s"::formatted,
        "%sAnd%s"::formatted,
        "%sOr%s"::formatted);
  }

  /** Any other one. */
  void add(String name, Object expression) {
    section.put(name, expression);
  }

  /**
   * The conditions that the sections use, directly or in other conditions.
   *
   * @param own the conditions of the CDK app's template; null for none
   */
  Map<String, Object> usedIn(Object sections, Map<?, ?> own) {
    for (Input input : inputs) {
      if (input.isTrueOrFalse()) continue;
      for (String choice : input.choices()) {
        section.put(input.condition(choice), Expressions.is(input, choice));
      }
    }
    if (own != null) own.forEach((name, expression) -> section.put((String) name, expression));
    Map<String, Object> all = new LinkedHashMap<>();
    section.forEach((name, expression) -> all.put(name, Rendering.of(expression)));
    Set<String> names = References.conditionsIn(sections);
    int before;
    do {
      before = names.size();
      all.forEach(
          (name, expression) -> {
            if (names.contains(name)) names.addAll(References.conditionsIn(expression));
          });
    } while (names.size() > before);
    all.keySet().retainAll(names);
    return all;
  }
}
