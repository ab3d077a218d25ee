package initialkeys.infra.release;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.template.DecisionTree;
import initialkeys.infra.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The inputs of a template that are on or off, and the settings with some of them on. Every other
 * input has its sample.
 */
final class Switches {

  private final ReleaseTemplate template;
  private final Variants variants;
  private final List<Input> inputs;
  private List<String> keys;

  /** All inputs that are off by default, and those that are true or false. */
  Switches(ReleaseTemplate template, Variants variants, List<Input> inputs) {
    this.template = template;
    this.variants = variants;
    this.inputs = List.copyOf(inputs);
    keys =
        inputs.stream()
            .filter(it -> it.isOptional() || it.isTrueOrFalse())
            .map(Input::key)
            .filter(key -> !template.least().containsKey(key))
            .filter(key -> !key.equals(Setting.INVOKING_ACCOUNTS.key()))
            .toList();
  }

  List<String> keys() {
    return keys;
  }

  /** From now on the input has its default. */
  void remove(Input input) {
    keys = keys.stream().filter(it -> !it.equals(input.key())).toList();
  }

  /** Only those on which the template depends. */
  void keepRelevant() {
    Set<String> all = allOn();
    keys = keys.stream().filter(key -> matters(key, Set.of()) || matters(key, all)).toList();
  }

  private boolean matters(String key, Set<String> others) {
    Set<String> with = new LinkedHashSet<>(others);
    with.add(key);
    Set<String> without = new LinkedHashSet<>(others);
    without.remove(key);
    return isAccepted(with)
        && isAccepted(without)
        && !variants
            .template(template.stack(), settings(with))
            .equals(variants.template(template.stack(), settings(without)));
  }

  boolean isAccepted(Set<String> on) {
    return variants.rejection(settings(on)).isEmpty();
  }

  /** As many as can be on at the same time. */
  Set<String> allOn() {
    Set<String> on = new LinkedHashSet<>();
    int before;
    do {
      before = on.size();
      for (String key : keys) {
        if (!on.add(key) || isAccepted(on)) continue;
        on.remove(key);
      }
    } while (on.size() > before);
    return on;
  }

  /**
   * The combinations from which every value can be found that depends on at most {@link
   * DecisionTree#MOST_DEPENDENCIES} of them: up to two on, and all but one on.
   */
  List<Set<String>> combinations() {
    Set<Set<String>> combinations = new LinkedHashSet<>();
    combinations.add(Set.of());
    for (String one : keys) {
      for (String other : keys) combinations.add(new LinkedHashSet<>(List.of(one, other)));
    }
    Set<String> all = allOn();
    combinations.add(all);
    for (String off : all) {
      Set<String> rest = new LinkedHashSet<>(all);
      rest.remove(off);
      combinations.add(rest);
    }
    return combinations.stream().filter(this::isAccepted).toList();
  }

  /** The settings with some on and all others off. */
  Map<String, String> settings(Set<String> on) {
    Map<String, String> settings = new TreeMap<>(template.least());
    for (Input input : inputs) {
      if (keys.contains(input.key())) {
        if (input.isTrueOrFalse()) {
          settings.put(input.key(), String.valueOf(on.contains(input.key())));
        } else if (on.contains(input.key())) {
          settings.put(input.key(), input.texts().sample());
        }
      } else if (input.choices().isEmpty() && !input.isOptional()) {
        settings.put(input.key(), input.texts().sample());
      }
    }
    boolean listsAccounts =
        settings.containsKey(Setting.ORGANIZATIONAL_UNITS.key())
            && !on.contains(Setting.ANY_ACCOUNT_MAY_INVOKE.key());
    if (listsAccounts) {
      settings.put(
          Setting.INVOKING_ACCOUNTS.key(), Input.of(Setting.INVOKING_ACCOUNTS).texts().sample());
    }
    return settings;
  }

  /** The same with a choice of one input. */
  Map<String, String> settings(Set<String> on, Input input, String choice) {
    if (keys.contains(input.key())) {
      Set<String> others = new LinkedHashSet<>(on);
      others.remove(input.key());
      if (choice.equals("true")) others.add(input.key());
      return settings(others);
    }
    Map<String, String> settings = settings(on);
    settings.put(input.key(), choice);
    return settings;
  }

  /** The inputs by key. */
  Map<String, Input> byKey() {
    Map<String, Input> byKey = new LinkedHashMap<>();
    inputs.forEach(it -> byKey.put(it.key(), it));
    return byKey;
  }

  /** Sets of all sizes; for what needs no synthesis. */
  List<Set<String>> everyCombination() {
    List<Set<String>> every = new ArrayList<>();
    every.add(Set.of());
    for (String key : keys) {
      for (Set<String> without : List.copyOf(every)) {
        Set<String> with = new LinkedHashSet<>(without);
        with.add(key);
        every.add(with);
      }
    }
    return every;
  }
}
