package initialkeys.infra.release.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.template.TemplateExpression.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Variants of a value, and what their merge is as JSON. */
final class MergeTest {

  private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");

  @Test
  void whatIsTheSameStays() {
    assertThat(merged(Map.of("a", 1), Map.of("a", 1))).isEqualTo(Map.of("a", 1));
  }

  @Test
  void memberThatDiffersIsChoice() {
    assertThat(merged(Map.of("a", 1, "b", 2), Map.of("a", 1, "b", 3)))
        .isEqualTo(Map.of("a", 1, "b", either(3, 2)));
  }

  @Test
  void memberOfOneVariantHasNoValueInOther() {
    assertThat(merged(Map.of("a", 1), Map.of("a", 1, "b", 3)))
        .isEqualTo(Map.of("a", 1, "b", either(3, NO_VALUE)));
  }

  @Test
  void elementOfOneVariantHasNoValueInOther() {
    assertThat(merged(List.of("a", "b"), List.of("a", "c", "b")))
        .isEqualTo(List.of("a", either("c", NO_VALUE), "b"));
  }

  @Test
  void elementsOfTwoSwitchesAreInOrderOfLongestList() {
    Map<Set<String>, Object> variants = new LinkedHashMap<>();
    variants.put(Set.of(), List.of("a", "d"));
    variants.put(Set.of("two"), List.of("a", "c", "d"));
    variants.put(Set.of("one"), List.of("a", "b", "d"));
    variants.put(Set.of("one", "two"), List.of("a", "b", "c", "d"));
    assertThat(Rendering.of(new Merge(List.of("one", "two"), it -> it).of(variants)))
        .isEqualTo(
            List.of(
                "a",
                Map.of("Fn::If", List.of("one", "b", NO_VALUE)),
                Map.of("Fn::If", List.of("two", "c", NO_VALUE)),
                "d"));
  }

  /** In text, an element brings the comma before it, so the first one has to be always there. */
  @Test
  void listsWithoutCommonStartAreChosenAsWhole() {
    assertThat(merged(List.of("b"), List.of("a", "b")))
        .isEqualTo(either(List.of("a", "b"), List.of("b")));
  }

  @Test
  void intrinsicFunctionsAreChosenAsWhole() {
    assertThat(merged(Map.of("Ref", "A"), Map.of("Ref", "B")))
        .isEqualTo(either(Map.of("Ref", "B"), Map.of("Ref", "A")));
  }

  @Test
  void dependencyOfOneVariantIsInMetadata() {
    assertThat(
            merged(
                Map.of("DependsOn", List.of("A"), "Type", "T"),
                Map.of("DependsOn", List.of("A", "B"), "Type", "T")))
        .isEqualTo(
            Map.of(
                "DependsOn",
                List.of("A"),
                "Metadata",
                Map.of("DependsOn", List.of(either(Map.of("Ref", "B"), NO_VALUE))),
                "Type",
                "T"));
  }

  @Test
  void jsonTextHasTextForMembersOfOneVariant() {
    assertThat(
            merged(
                new JsonText(Map.of("a", "\"")), new JsonText(Map.of("a", "\"", "b", List.of(1)))))
        .isEqualTo(
            Map.of(
                "Fn::Join",
                List.of("", List.of("{\"a\":\"\\\"\"", either(",\"b\":[1]", ""), "}"))));
  }

  @Test
  void valueOfTwoSwitchesIsChosenByBoth() {
    Map<Set<String>, Object> variants = new LinkedHashMap<>();
    variants.put(Set.of(), "none");
    variants.put(Set.of("one"), "one");
    variants.put(Set.of("two"), "none");
    variants.put(Set.of("one", "two"), "both");
    Object merged = new Merge(List.of("zero", "one", "two"), it -> it).of(variants);
    assertThat(Rendering.of(merged))
        .isEqualTo(
            Map.of(
                "Fn::If", List.of("one", Map.of("Fn::If", List.of("two", "both", "one")), "none")));
  }

  @Test
  void valueOfMoreThanFourSwitchesFails() {
    Map<Set<String>, Object> variants = new LinkedHashMap<>();
    List<String> switches = List.of("a", "b", "c", "d", "e");
    for (int i = 0; i < 32; i++) {
      int bits = i;
      Set<String> on =
          Set.copyOf(
              switches.stream().filter(it -> (bits >> (it.charAt(0) - 'a')) % 2 == 1).toList());
      variants.put(on, on.size() % 2);
    }
    assertThatThrownBy(() -> new Merge(switches, it -> it).of(variants))
        .hasMessage("A value depends on more than 4 of [a, b, c, d, e]");
  }

  private static Object merged(Object off, Object on) {
    Map<Set<String>, Object> variants = new LinkedHashMap<>();
    variants.put(Set.of(), off);
    variants.put(Set.of("Switch"), on);
    return Rendering.of(new Merge(List.of("Other", "Switch"), it -> it).of(variants));
  }

  private static Object either(Object then, Object otherwise) {
    return Map.of("Fn::If", List.of("Switch", then, otherwise));
  }
}
