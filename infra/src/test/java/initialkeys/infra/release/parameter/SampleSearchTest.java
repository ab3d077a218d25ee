package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.template.TemplateExpression.Entries;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where samples are found, and what takes their place. */
final class SampleSearchTest {

  private static final Reference NAME = new Reference("Name");
  private static final Reference LONGER = new Reference("Longer");
  private static final Reference HOURS = new Reference("Hours");
  private static final Reference UNITS = new Reference("Units");

  private static final SampleSearch SEARCH =
      new SampleSearch(
          List.of(
              TestInputs.text("name", "Sample"),
              TestInputs.text("longer", "SampleLonger"),
              TestInputs.of("hours", "24", "[0-9]+", "2159"),
              TestInputs.of("units", "", "|[a-z]+(, *[a-z]+)*", "zz"),
              TestInputs.choice("severity", "LOW|HIGH")));

  @Test
  void wholeTextIsReference() {
    assertThat(SEARCH.in("Sample")).isEqualTo(NAME);
    assertThat(SEARCH.in("2159")).isEqualTo(HOURS);
  }

  @Test
  void sampleWithinTextIsReferenceInText() {
    assertThat(SEARCH.in("of Sample, SampleLonger"))
        .isEqualTo(new Text(List.of("of ", NAME, ", ", LONGER)));
    assertThat(SEARCH.in("Sample.")).isEqualTo(new Text(List.of(NAME, ".")));
  }

  /** A number may be part of another one. */
  @Test
  void digitsWithinTextAreNoSample() {
    assertThat(SEARCH.in("12159 2159")).isEqualTo("12159 2159");
  }

  @Test
  void whatIsNoSampleStays() {
    for (Object value : Arrays.asList("", "text", "LOW", "unused sample", 2159, true, null)) {
      assertThat(SEARCH.in(value)).isEqualTo(value);
    }
  }

  @Test
  void listOfOnlyTheListsSampleIsTheListItself() {
    assertThat(SEARCH.in(List.of("zz"))).isEqualTo(new Entries("Units"));
    assertThat(SEARCH.in(List.of("zz", "a"))).isEqualTo(List.of(UNITS, "a"));
    assertThat(SEARCH.in(List.of("Sample"))).isEqualTo(List.of(NAME));
  }

  @Test
  void membersOfObjectsAreSearched() {
    assertThat(SEARCH.in(Map.of("a", Map.of("b", "Sample"))))
        .isEqualTo(Map.of("a", Map.of("b", NAME)));
  }

  @Test
  void joinBecomesTextWithItsFunctions() {
    assertThat(SEARCH.in(join("", "of Sample", Map.of("Fn::Sub", "Sample"))))
        .isEqualTo(new Text(List.of("of ", NAME, new Function(Map.of("Fn::Sub", NAME)))));
  }

  @Test
  void joinWithSeparatorStaysFunction() {
    assertThat(SEARCH.in(join(",", "Sample", "a")))
        .isEqualTo(Map.of("Fn::Join", List.of(",", List.of(NAME, "a"))));
  }

  @Test
  void jsonInTextIsParsed() {
    assertThat(SEARCH.in("{\"a\":\"of Sample\",\"b\":[1,null,\"zz\"],\"c\":[\"zz\"]}"))
        .isEqualTo(
            json(
                "a", new Text(List.of("of ", NAME)),
                "b", Arrays.asList(1, null, UNITS),
                "c", new Entries("Units")));
  }

  /** Text cannot show whether digits are a value of their own; JSON does. */
  @Test
  void digitsInJsonAreSampleOnlyAsWholeString() {
    assertThat(SEARCH.in("{\"a\":\"2159\",\"b\":\"2159 h\",\"c\":2159}"))
        .isEqualTo(json("a", HOURS, "b", "2159 h", "c", 2159));
  }

  @Test
  void jsonInJoinKeepsItsFunctions() {
    Map<String, String> region = Map.of("Ref", "AWS::Region");
    assertThat(SEARCH.in(join("", "{\"a\":\"", region, "\",\"b\":\"", region, " Sample\"}")))
        .isEqualTo(
            new JsonText(
                Map.of(
                    "a", new Text(List.of(new Function(region))),
                    "b", new Text(List.of(new Function(region), " ", NAME)))));
  }

  @Test
  void textThatOnlyStartsLikeJsonStaysText() {
    assertThat(SEARCH.in("{Sample}")).isEqualTo(new Text(List.of("{", NAME, "}")));
  }

  private static Map<String, Object> join(String separator, Object... pieces) {
    return Map.of("Fn::Join", List.of(separator, List.of(pieces)));
  }

  private static JsonText json(Object... members) {
    return new JsonText(
        Map.of(members[0], members[1], members[2], members[3], members[4], members[5]));
  }
}
