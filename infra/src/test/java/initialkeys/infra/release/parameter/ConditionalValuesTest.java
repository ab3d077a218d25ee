package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which inputs decide values only, and what takes the place of these values. */
final class ConditionalValuesTest {

  private static final Input SEVERITY = TestInputs.choice("severity", "LOW|HIGH");
  private static final Input DAYS = TestInputs.choice("days", "1|7|90");

  private final ConditionalValues values = new ConditionalValues();

  @Test
  void valueThatIsTheChoiceIsReference() {
    assertThat(add(SEVERITY, Map.of("LOW", at("LOW"), "HIGH", at("HIGH")))).isTrue();
    assertThat(values.in(at("LOW"))).isEqualTo(at(new Reference("Severity")));
  }

  /** A number in the template, text in the parameter. */
  @Test
  void numberThatIsTheChoiceIsReference() {
    assertThat(add(DAYS, Map.of("1", at(1), "7", at(7)))).isTrue();
    assertThat(values.in(at(1))).isEqualTo(at(new Reference("Days")));
  }

  @Test
  void valueThatFollowsFromTheChoiceIsDecidedByConditions() {
    assertThat(add(DAYS, Map.of("1", at("day"), "7", at("week"), "90", at("quarter")))).isTrue();
    assertThat(values.in(at("day")))
        .isEqualTo(at(new Either("DaysIs90", "quarter", new Either("DaysIs7", "week", "day"))));
  }

  @Test
  void placeIsFoundInListsAndJsonText() {
    JsonText low = new JsonText(Map.of("a", List.of("same", "LOW")));
    JsonText high = new JsonText(Map.of("a", List.of("same", "HIGH")));
    assertThat(add(SEVERITY, Map.of("LOW", at(low), "HIGH", at(high)))).isTrue();
    assertThat(values.in(at(low)))
        .isEqualTo(at(new JsonText(Map.of("a", List.of("same", new Reference("Severity"))))));
  }

  @Test
  void inputThatDecidesWhatThereIsIsNone() {
    for (Object other : List.of(Map.of(), Map.of("Name", "LOW"), List.of("LOW", "LOW"))) {
      assertThat(add(SEVERITY, Map.of("LOW", at(List.of("LOW")), "HIGH", at(other)))).isFalse();
    }
    assertThat(values.in(at(List.of("LOW")))).isEqualTo(at(List.of("LOW")));
  }

  /** A value of one series may not exist in the other one. */
  @Test
  void everySeriesAddsItsPlaces() {
    Map<String, Object> first = Map.of("LOW", at("LOW"), "HIGH", at("HIGH"));
    Map<String, Object> second =
        Map.of("LOW", Map.of("Other", "LOW"), "HIGH", Map.of("Other", "HIGH"));
    assertThat(values.add(SEVERITY, List.of(first, Map.of("HIGH", at("no base")), second)))
        .isTrue();
    Reference reference = new Reference("Severity");
    assertThat(values.in(at("LOW"))).isEqualTo(at(reference));
    assertThat(values.in(Map.of("Other", "LOW"))).isEqualTo(Map.of("Other", reference));
  }

  @Test
  void templateWithoutThePlaceStays() {
    add(SEVERITY, Map.of("LOW", at(List.of("a", "LOW")), "HIGH", at(List.of("a", "HIGH"))));
    for (Object other : List.of(Map.of("Other", 1), at(List.of("a")), at("text"))) {
      assertThat(values.in(other)).isEqualTo(other);
    }
  }

  @Test
  void anotherValueAtThePlaceFails() {
    add(SEVERITY, Map.of("LOW", at("LOW"), "HIGH", at("HIGH")));
    assertThatThrownBy(() -> values.in(at("MEDIUM"))).hasMessage("MEDIUM, not LOW");
  }

  /** What the choices in between would give is not known. */
  @Test
  void valueThatFollowsFromChoicesNotTriedFails() {
    add(DAYS, Map.of("1", at("day"), "90", at("quarter")));
    assertThatThrownBy(() -> values.in(at("day"))).hasMessage("Too many choices of days");
  }

  @Test
  void baseIsDefaultOrFirstChoice() {
    assertThat(ConditionalValues.base(SEVERITY)).isEqualTo("LOW");
    assertThat(ConditionalValues.base(TestInputs.of("start", "", "|manual|automatic", "manual")))
        .isEqualTo("manual");
  }

  private boolean add(Input input, Map<String, Object> templates) {
    return values.add(input, List.of(templates));
  }

  private static Object at(Object value) {
    return Map.of("Name", value, "Same", 1);
  }
}
