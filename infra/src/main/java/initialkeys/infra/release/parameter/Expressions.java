package initialkeys.infra.release.parameter;

import initialkeys.infra.release.template.DecisionTree;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Expressions of CloudFormation's conditions and rules. */
public final class Expressions {

  private Expressions() {}

  public static Object ref(String parameter) {
    return Map.of("Ref", parameter);
  }

  public static Object equal(Object one, Object other) {
    return Map.of("Fn::Equals", List.of(one, other));
  }

  public static Object not(Object expression) {
    if (expression instanceof Map<?, ?> map && map.get("Fn::Not") instanceof List<?> negated) {
      return negated.getFirst();
    }
    return Map.of("Fn::Not", List.of(expression));
  }

  public static Object and(Object one, Object other) {
    return Map.of("Fn::And", List.of(one, other));
  }

  public static Object or(Object one, Object other) {
    return Map.of("Fn::Or", List.of(one, other));
  }

  /** That the parameter of an input has the value. */
  public static Object is(Input input, String value) {
    return equal(ref(input.parameter()), value);
  }

  /** That an input is set, or true. */
  public static Object isOn(Input input) {
    return input.isOptional() ? not(is(input, "")) : is(input, "true");
  }

  /** That a tree ends at true. */
  public static Object of(DecisionTree<Boolean> tree, Function<String, Object> isOn) {
    return of(tree, isOn, Expressions::not, Expressions::and, Expressions::or);
  }

  /** That a tree ends at true, as an expression of any type. */
  public static <T> T of(
      DecisionTree<Boolean> tree,
      Function<String, T> isOn,
      UnaryOperator<T> not,
      BinaryOperator<T> and,
      BinaryOperator<T> or) {
    return switch (tree) {
      case DecisionTree.Leaf<Boolean>(Boolean value) ->
          throw new IllegalStateException("Always " + value);
      case DecisionTree.Branch<Boolean>(String choice, var on, var off) -> {
        T is = isOn.apply(choice);
        if (isLeaf(on, true) && isLeaf(off, false)) yield is;
        if (isLeaf(on, false) && isLeaf(off, true)) yield not.apply(is);
        if (isLeaf(on, true)) yield or.apply(is, of(off, isOn, not, and, or));
        if (isLeaf(on, false)) yield and.apply(not.apply(is), of(off, isOn, not, and, or));
        T whenOn = of(on, isOn, not, and, or);
        if (isLeaf(off, true)) yield or.apply(not.apply(is), whenOn);
        if (isLeaf(off, false)) yield and.apply(is, whenOn);
        yield or.apply(
            and.apply(is, whenOn), and.apply(not.apply(is), of(off, isOn, not, and, or)));
      }
    };
  }

  private static boolean isLeaf(DecisionTree<Boolean> tree, boolean value) {
    return tree.equals(new DecisionTree.Leaf<>(value));
  }
}
