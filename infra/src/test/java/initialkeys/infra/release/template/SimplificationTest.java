package initialkeys.infra.release.template;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Conditions whose value is known, and others. */
final class SimplificationTest {

  private static final Either CHOICE = new Either("A", "then", "otherwise");

  @Test
  void knownConditionIsDecided() {
    assertThat(Simplification.of(CHOICE, Map.of("A", true))).isEqualTo("then");
    assertThat(Simplification.of(CHOICE, Map.of("A", false))).isEqualTo("otherwise");
  }

  @Test
  void unknownConditionStays() {
    assertThat(Simplification.of(CHOICE, Map.of("B", true))).isEqualTo(CHOICE);
    assertThat(Simplification.of("text", Map.of("B", true))).isEqualTo("text");
  }

  @Test
  void sameConditionInsideOfChoiceIsDecided() {
    assertThat(simplified(new Either("A", CHOICE, 1))).isEqualTo(new Either("A", "then", 1));
    assertThat(simplified(new Either("A", 1, CHOICE))).isEqualTo(new Either("A", 1, "otherwise"));
  }

  @Test
  void choiceBetweenEqualsIsNone() {
    assertThat(simplified(new Either("A", List.of(1), List.of(1)))).isEqualTo(List.of(1));
    assertThat(simplified(new Either("B", CHOICE, new Either("A", "then", "otherwise"))))
        .isEqualTo(CHOICE);
  }

  @Test
  void conditionOfResourceIsTrueWithin() {
    assertThat(simplified(Map.of("Condition", "A", "Properties", Map.of("Name", CHOICE))))
        .isEqualTo(Map.of("Condition", "A", "Properties", Map.of("Name", "then")));
  }

  /** The condition of one resource says nothing about another resource. */
  @Test
  void conditionOfResourceDecidesNothingElsewhere() {
    Map<String, Object> resources = Map.of("One", Map.of("Condition", "A"), "Two", CHOICE);
    assertThat(simplified(resources)).isEqualTo(resources);
  }

  @Test
  void conditionOfPolicyDecidesNothing() {
    Map<String, Object> statement = Map.of("Condition", Map.of("StringEquals", "A"), "Sid", CHOICE);
    assertThat(simplified(statement)).isEqualTo(statement);
  }

  @Test
  void partsAreSimplifiedWithin() {
    Map<String, Boolean> known = Map.of("A", true);
    assertThat(Simplification.of(new Text(List.of("a", CHOICE)), known))
        .isEqualTo(new Text(List.of("a", "then")));
    assertThat(Simplification.of(new JsonText(Map.of("a", CHOICE)), known))
        .isEqualTo(new JsonText(Map.of("a", "then")));
    assertThat(Simplification.of(new Function(Map.of("Fn::Sub", CHOICE)), known))
        .isEqualTo(new Function(Map.of("Fn::Sub", "then")));
    assertThat(Simplification.of(new Reference("Name"), known)).isEqualTo(new Reference("Name"));
  }

  private static Object simplified(Object value) {
    return Simplification.of(value, Map.of());
  }
}
