package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.template.DecisionTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions as CloudFormation has them. */
final class ExpressionsTest {

  private static final Map<String, String> NAME = Map.of("Ref", "Name");

  @Test
  void expressionsAreIntrinsicFunctions() {
    Object equal = Expressions.equal(Expressions.ref("Name"), "a");
    assertThat(equal).isEqualTo(Map.of("Fn::Equals", List.of(NAME, "a")));
    assertThat(Expressions.and(equal, 1)).isEqualTo(Map.of("Fn::And", List.of(equal, 1)));
    assertThat(Expressions.or(equal, 1)).isEqualTo(Map.of("Fn::Or", List.of(equal, 1)));
    assertThat(Expressions.not(equal)).isEqualTo(Map.of("Fn::Not", List.of(equal)));
  }

  @Test
  void twoNegationsAreNone() {
    assertThat(Expressions.not(Expressions.not(NAME))).isEqualTo(NAME);
  }

  @Test
  void inputIsOnWhenItIsSetOrTrue() {
    assertThat(Expressions.isOn(TestInputs.text("name", "sample")))
        .isEqualTo(Map.of("Fn::Not", List.of(Map.of("Fn::Equals", List.of(NAME, "")))));
    assertThat(Expressions.isOn(TestInputs.choice("name", "false|true")))
        .isEqualTo(Map.of("Fn::Equals", List.of(NAME, "true")));
  }

  /** For the values of a function of a and b: of neither, of a, of b, and of both. */
  @ParameterizedTest
  @CsvSource({
    "0101, a",
    "1010, not a",
    "0111, (a or b)",
    "0001, (a and b)",
    "1011, (not a or b)",
    "0010, (not a and b)",
    "1101, (a or not b)",
    "0100, (a and not b)",
    "1110, (not a or not b)",
    "1000, (not a and not b)",
    "0110, ((a and not b) or (not a and b))",
    "1001, ((a and b) or (not a and not b))"
  })
  void expressionHasTheShapeOfTheTree(String values, String expression) {
    String actual =
        Expressions.of(
            tree(values),
            choice -> choice,
            "not %s"::formatted,
            "(%s and %s)"::formatted,
            "(%s or %s)"::formatted);
    assertThat(actual).isEqualTo(expression);
  }

  @Test
  void treeOfConditionIsAnExpressionOfIntrinsicFunctions() {
    assertThat(Expressions.of(tree("0100"), Expressions::ref))
        .isEqualTo(Expressions.and(Expressions.ref("a"), Expressions.not(Expressions.ref("b"))));
  }

  @Test
  void whatNeverDiffersIsNoExpression() {
    assertThatThrownBy(() -> Expressions.of(tree("1111"), Expressions::ref))
        .hasMessage("Always true");
  }

  private static DecisionTree<Boolean> tree(String values) {
    List<Set<String>> variants = List.of(Set.of(), Set.of("a"), Set.of("b"), Set.of("a", "b"));
    Map<Set<String>, Boolean> observed = new LinkedHashMap<>();
    for (int i = 0; i < variants.size(); i++) {
      observed.put(variants.get(i), values.charAt(i) == '1');
    }
    return DecisionTree.of(observed, List.of("a", "b"));
  }
}
