package initialkeys.infra.release.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found in a part of a template. */
final class ReferencesTest {

  @Test
  void refIsFoundAtAnyDepth() {
    assertThat(
            References.in(
                List.of(
                    Map.of("Ref", "A"),
                    Map.of("Fn::Join", List.of("", List.of("text", Map.of("Ref", "B")))),
                    Map.of("Properties", Map.of("Ref", "AWS::Region")),
                    Map.of("Ref", "A"))))
        .containsExactly("A", "B", "AWS::Region");
  }

  @Test
  void textNumbersAndNullsReferToNothing() {
    assertThat(References.in(Arrays.asList("Ref", 1, true, null, Map.of("Name", "Ref")))).isEmpty();
    assertThat(References.conditionsIn(Arrays.asList("Condition", 1, null))).isEmpty();
  }

  @Test
  void conditionsAreThoseOfEntriesAndChoices() {
    assertThat(
            References.conditionsIn(
                List.of(
                    Map.of("Condition", "OfEntry"),
                    Map.of("Fn::If", List.of("Outer", Map.of("Fn::If", List.of("Inner", 1, 2)), 3)),
                    Map.of("Fn::And", List.of(Map.of("Condition", "OfExpression"))))))
        .containsExactly("OfEntry", "Outer", "Inner", "OfExpression");
  }

  /** A statement of a policy has a member of the same name. */
  @Test
  void conditionOfPolicyIsNone() {
    assertThat(
            References.conditionsIn(
                Map.of("Condition", Map.of("StringEquals", Map.of("aws:SourceOrgID", "o-1")))))
        .isEmpty();
  }
}
