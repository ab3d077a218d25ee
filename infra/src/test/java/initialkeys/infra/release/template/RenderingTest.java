package initialkeys.infra.release.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Entries;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each part of a template is in CloudFormation's JSON. */
final class RenderingTest {

  private static final Map<String, String> NO_VALUE = Map.of("Ref", "AWS::NoValue");
  private static final Map<String, String> NAME = Map.of("Ref", "Name");

  @Test
  void valuesWithoutPartsStay() {
    for (Object value : List.of("text", 7, true, List.of("a", 1), Map.of("a", List.of("b")))) {
      assertThat(Rendering.of(value)).isEqualTo(value);
    }
    assertThat(Rendering.of(null)).isNull();
  }

  @Test
  void partsAreIntrinsicFunctions() {
    assertThat(Rendering.of(Merge.ABSENT)).isEqualTo(NO_VALUE);
    assertThat(Rendering.of(new Reference("Name"))).isEqualTo(NAME);
    assertThat(Rendering.of(new Entries("Name")))
        .isEqualTo(Map.of("Fn::Split", List.of(",", NAME)));
    assertThat(Rendering.of(new Either("IsSet", new Reference("Name"), Merge.ABSENT)))
        .isEqualTo(either(NAME, NO_VALUE));
  }

  @Test
  void partsWithinObjectsListsAndFunctionsAreRendered() {
    assertThat(
            Rendering.of(
                Map.of(
                    "a",
                    List.of(new Reference("Name")),
                    "b",
                    new Function(Map.of("Fn::Sub", new Reference("Name"))))))
        .isEqualTo(Map.of("a", List.of(NAME), "b", Map.of("Fn::Sub", NAME)));
  }

  @Test
  void neighboursInTextAreJoined() {
    assertThat(Rendering.of(new Text(List.of("a", "b", new Reference("Name"), "c", "d"))))
        .isEqualTo(join("ab", NAME, "cd"));
    assertThat(Rendering.of(new Text(List.of("a", "b")))).isEqualTo("ab");
    assertThat(Rendering.of(new Text(List.of(new Reference("Name"))))).isEqualTo(NAME);
  }

  @Test
  void jsonWithoutPartsIsText() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("quote\"", "line\n");
    json.put("numbers", List.of(1, 2.5));
    json.put("others", Arrays.asList(true, null, Map.of(), List.of()));
    assertThat(Rendering.of(new JsonText(json)))
        .isEqualTo("{\"quote\\\"\":\"line\\n\",\"numbers\":[1,2.5],\"others\":[true,null,{},[]]}");
  }

  @Test
  void referencesInJsonTextAreQuoted() {
    assertThat(
            Rendering.of(
                new JsonText(
                    List.of(
                        new Reference("Name"), new Text(List.of("\"", new Reference("Name")))))))
        .isEqualTo(join("[\"", NAME, "\",\"\\\"", NAME, "\"]"));
  }

  @Test
  void jsonTextHasWholeValueForEachCase() {
    assertThat(Rendering.of(new JsonText(List.of(new Either("IsSet", Map.of("a", 1), "off")))))
        .isEqualTo(join("[", either("{\"a\":1}", "\"off\""), "]"));
  }

  /** The comma before a member is there exactly when the member is. */
  @Test
  void membersUnderConditionComeLastWithTheirComma() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("maybe", new Either("IsSet", 1, Merge.ABSENT));
    json.put("never", Merge.ABSENT);
    json.put("always", 2);
    assertThat(Rendering.of(new JsonText(json)))
        .isEqualTo(join("{\"always\":2", either(",\"maybe\":1", ""), "}"));
  }

  @Test
  void memberOfTwoConditionsHasCommaWhereItHasValue() {
    Either inner = new Either("Inner", new Reference("Name"), Merge.ABSENT);
    assertThat(Rendering.of(new JsonText(List.of(0, new Either("IsSet", inner, 1)))))
        .isEqualTo(
            join(
                "[0",
                either(Map.of("Fn::If", List.of("Inner", join(",\"", NAME, "\""), "")), ",1"),
                "]"));
  }

  /** Without a first member that is always there, nothing would say where a comma belongs. */
  @Test
  void jsonTextThatMayBeEmptyIsRejected() {
    JsonText json = new JsonText(List.of(new Either("IsSet", 1, Merge.ABSENT), 2));
    assertThatThrownBy(() -> Rendering.of(json)).hasMessageStartingWith("Nothing is always there");
  }

  @Test
  void listOfParameterHasNoPlaceInJsonText() {
    JsonText json = new JsonText(List.of(new Entries("Names")));
    assertThatThrownBy(() -> Rendering.of(json))
        .hasMessage("Not within JSON text: Entries[parameter=Names]");
  }

  private static Map<String, Object> either(Object then, Object otherwise) {
    return Map.of("Fn::If", List.of("IsSet", then, otherwise));
  }

  private static Map<String, Object> join(Object... pieces) {
    return Map.of("Fn::Join", List.of("", List.of(pieces)));
  }
}
