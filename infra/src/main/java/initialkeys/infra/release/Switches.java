package initialkeys.infra.release;

import static java.util.Comparator.comparingInt;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.template.DecisionTree;
import initialkeys.infra.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    keys =
        keys.stream()
            .filter(key -> differ(unit(key), most(unit(key), key)) || differ(all, most(all, key)))
            .toList();
  }

  private boolean differ(Set<String> on, Set<String> others) {
    return isAccepted(on)
        && isAccepted(others)
        && !variants
            .template(template.stack(), settings(on))
            .equals(variants.template(template.stack(), settings(others)));
  }

  /** The switch alone, or with another one without which it is rejected. */
  private Set<String> unit(String key) {
    return keys.stream()
        .map(other -> (Set<String>) new LinkedHashSet<>(List.of(key, other)))
        .sorted(comparingInt(Set::size))
        .filter(this::isAccepted)
        .findFirst()
        .orElse(Set.of(key));
  }

  boolean isAccepted(Set<String> on) {
    return variants.rejection(settings(on)).isEmpty();
  }

  /** As many as can be on at the same time. */
  Set<String> allOn() {
    return most(keys, "");
  }

  /** As many of them as can be on at the same time, without one. */
  private Set<String> most(Collection<String> some, String without) {
    Set<String> on = new LinkedHashSet<>();
    int before;
    do {
      before = on.size();
      for (String key : some) {
        for (Set<String> added : List.of(Set.of(key), unit(key))) {
          Set<String> more = new LinkedHashSet<>(on);
          more.addAll(added);
          more.retainAll(some);
          if (!more.contains(without) && isAccepted(more)) on = more;
        }
      }
    } while (on.size() > before);
    return on;
  }

  /**
   * The combinations from which every value can be found that depends on at most {@link
   * DecisionTree#MAX_DEPENDENCIES} of them: up to two on, and all but one on. Two that are rejected
   * alone are on together with those that they need.
   */
  List<Set<String>> combinations() {
    Set<Set<String>> combinations = new LinkedHashSet<>();
    combinations.add(Set.of());
    for (String one : keys) {
      for (String other : keys) {
        combinations.add(new LinkedHashSet<>(List.of(one, other)));
        Set<String> both = new LinkedHashSet<>(unit(one));
        both.addAll(unit(other));
        combinations.add(both);
      }
    }
    Set<String> all = allOn();
    combinations.add(all);
    for (String off : all) combinations.add(most(keys, off));
    return combinations.stream().filter(this::isAccepted).toList();
  }

  /** The settings with some on and all others off. */
  Map<String, String> settings(Set<String> on) {
    return listsAccountsIfNecessary(exactly(on));
  }

  private Map<String, String> exactly(Set<String> on) {
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
    return settings;
  }

  /** Where nothing says who may invoke the function, the accounts are listed. */
  private Map<String, String> listsAccountsIfNecessary(Map<String, String> settings) {
    Input accounts = Input.of(Setting.INVOKING_ACCOUNTS);
    Map<String, String> with = new TreeMap<>(settings);
    with.put(accounts.key(), accounts.texts().sample());
    boolean isNecessary =
        variants.rejection(settings).isPresent() && variants.rejection(with).isEmpty();
    return isNecessary ? with : settings;
  }

  /** The settings for these switches, and with a choice for one input. */
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

  /** The switches, and the accounts that may invoke the function, if the template has both. */
  List<String> keysOfRules(boolean hasAccounts) {
    List<String> all = new ArrayList<>(keys);
    if (hasAccounts) all.add(Setting.INVOKING_ACCOUNTS.key());
    return all;
  }

  /**
   * Why combinations are rejected, which needs no synthesis: all with few enough on that everything
   * is seen which depends on at most {@link DecisionTree#MAX_DEPENDENCIES}.
   */
  Map<Set<String>, Optional<String>> rejections(List<String> keysOfRules) {
    List<Set<String>> sets = new ArrayList<>();
    sets.add(Set.of());
    for (String key : keysOfRules) {
      for (Set<String> without : List.copyOf(sets)) {
        if (without.size() == DecisionTree.MAX_DEPENDENCIES) continue;
        Set<String> with = new LinkedHashSet<>(without);
        with.add(key);
        sets.add(with);
      }
    }
    Input accounts = Input.of(Setting.INVOKING_ACCOUNTS);
    Map<Set<String>, Optional<String>> rejections = new LinkedHashMap<>();
    for (Set<String> on : sets) {
      Map<String, String> settings = exactly(on);
      if (on.contains(accounts.key())) settings.put(accounts.key(), accounts.texts().sample());
      boolean isListed = keysOfRules.contains(accounts.key());
      rejections.put(
          on, variants.rejection(isListed ? settings : listsAccountsIfNecessary(settings)));
    }
    return rejections;
  }
}
