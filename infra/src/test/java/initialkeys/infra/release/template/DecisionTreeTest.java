package initialkeys.infra.release.template;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.template.DecisionTree.Branch;
import initialkeys.infra.release.template.DecisionTree.Leaf;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Observed values, and the smallest tree that gives them. */
final class DecisionTreeTest {

  private static final List<String> CHOICES = List.of("a", "b", "c", "d", "e");

  @Test
  void valueThatNeverDiffersDependsOnNothing() {
    assertThat(treeOf(on -> "same")).isEqualTo(new Leaf<>("same"));
  }

  @Test
  void valueOfOneSwitchDependsOnItAlone() {
    assertThat(treeOf(on -> on.contains("c")))
        .isEqualTo(new Branch<>("c", new Leaf<>(true), new Leaf<>(false)));
  }

  @Test
  void secondSwitchIsAskedOnlyWhereItMatters() {
    assertThat(treeOf(on -> on.contains("b") && on.contains("d")))
        .isEqualTo(
            new Branch<>(
                "b", new Branch<>("d", new Leaf<>(true), new Leaf<>(false)), new Leaf<>(false)));
  }

  /** "a" and "b" together explain the values, too; "c" alone is less. */
  @Test
  void fewerSwitchesAreBetterThanEarlierOnes() {
    Map<Set<String>, String> observed = new LinkedHashMap<>();
    observed.put(Set.of(), "off");
    observed.put(Set.of("a"), "off");
    observed.put(Set.of("b"), "off");
    observed.put(Set.of("a", "b", "c"), "on");
    assertThat(DecisionTree.of(observed, CHOICES))
        .isEqualTo(new Branch<>("c", new Leaf<>("on"), new Leaf<>("off")));
  }

  @Test
  void firstOfEqualSwitchesIsTaken() {
    Map<Set<String>, String> observed = new LinkedHashMap<>();
    observed.put(Set.of(), "off");
    observed.put(Set.of("b", "d"), "on");
    assertThat(DecisionTree.of(observed, CHOICES))
        .isEqualTo(new Branch<>("b", new Leaf<>("on"), new Leaf<>("off")));
  }

  /** Each function of up to four switches is found again from all of its values. */
  @Test
  void treeGivesEveryObservedValue() {
    for (List<String> some :
        List.of(List.of("a", "c"), List.of("b", "c", "e"), List.of("a", "b", "d", "e"))) {
      Function<Set<String>, Integer> parity =
          on -> (int) some.stream().filter(on::contains).count() % 2;
      DecisionTree<Integer> tree = treeOf(parity);
      assertThat(everyVariant())
          .allSatisfy(on -> assertThat(value(tree, on)).isEqualTo(parity.apply(on)));
    }
  }

  private static <T> DecisionTree<T> treeOf(Function<Set<String>, T> value) {
    Map<Set<String>, T> observed = new LinkedHashMap<>();
    for (Set<String> on : everyVariant()) observed.put(on, value.apply(on));
    return DecisionTree.of(observed, CHOICES);
  }

  private static Set<Set<String>> everyVariant() {
    Set<Set<String>> variants = new LinkedHashSet<>();
    for (int i = 0; i < 1 << CHOICES.size(); i++) {
      Set<String> on = new LinkedHashSet<>();
      for (int bit = 0; bit < CHOICES.size(); bit++) {
        if ((i >> bit) % 2 == 1) on.add(CHOICES.get(bit));
      }
      variants.add(on);
    }
    return variants;
  }

  private static <T> T value(DecisionTree<T> tree, Set<String> on) {
    return switch (tree) {
      case Leaf<T>(T value) -> value;
      case Branch<T>(String choice, var whenOn, var whenOff) ->
          value(on.contains(choice) ? whenOn : whenOff, on);
    };
  }
}
