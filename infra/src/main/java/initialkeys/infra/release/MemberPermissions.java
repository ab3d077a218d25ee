package initialkeys.infra.release;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.template.Merge;
import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.settings.Setting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The permission of each account that may invoke the function. The CDK app creates one for each
 * entry of a list; a template has one for each possible entry, under the condition that there is
 * one.
 */
final class MemberPermissions {

  private static final List<String> SAMPLES =
      Arrays.asList(Input.of(Setting.INVOKING_ACCOUNTS).texts().sample().split(",", -1));

  private static final String NAME = "InvokingAccount";

  private MemberPermissions() {}

  /** The template with an entry of the list in place of each sample. */
  static Map<String, Object> in(Map<String, Object> template, TemplateConditions conditions) {
    if (!template.toString().contains(SAMPLES.getFirst())) return template;
    for (int i = 0; i < SAMPLES.size(); i++) {
      conditions.add(NAME + (i + 1), Expressions.not(Expressions.equal(entry(i), "")));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    template.forEach((key, value) -> result.put(key, replaced(value)));
    return result;
  }

  private static Object replaced(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach(
            (key, member) -> {
              int account = sampleIn((String) key);
              if (account < 0) copy.put((String) key, replaced(member));
              else copy.put(renamed((String) key), conditional((Map<?, ?>) member, account));
            });
        yield copy;
      }
      case List<?> list -> list.stream().map(MemberPermissions::replaced).toList();
      case Either either -> dependency(either);
      case String text when SAMPLES.contains(text) -> entry(SAMPLES.indexOf(text));
      case String text when sampleIn(text) >= 0 -> renamed(text);
      case null, default -> value;
    };
  }

  /** A dependency on a permission, which has that permission's condition. */
  private static Object dependency(Either either) {
    for (Object branch : List.of(either.then(), either.otherwise())) {
      if (branch instanceof Map<?, ?> map
          && map.get("Ref") instanceof String id
          && sampleIn(id) >= 0) {
        return new Either(NAME + (sampleIn(id) + 1), Expressions.ref(renamed(id)), Merge.ABSENT);
      }
    }
    return new Either(either.condition(), replaced(either.then()), replaced(either.otherwise()));
  }

  private static Map<String, Object> conditional(Map<?, ?> resource, int account) {
    Map<String, Object> copy = new LinkedHashMap<>();
    resource.forEach((key, member) -> copy.put((String) key, replaced(member)));
    copy.put("Condition", NAME + (account + 1));
    return copy;
  }

  private static int sampleIn(String text) {
    return SAMPLES.stream().filter(text::endsWith).map(SAMPLES::indexOf).findFirst().orElse(-1);
  }

  private static String renamed(String id) {
    return id.replaceFirst("[0-9]{12}$", "OfAccount" + (sampleIn(id) + 1));
  }

  /** The list is filled up with empty entries, because Fn::Select fails behind its end. */
  private static Object entry(int i) {
    String commas = SAMPLES.stream().map(_ -> ",").collect(Collectors.joining());
    Object filled =
        Map.of(
            "Fn::Join",
            List.of(
                "",
                List.of(new Reference(Input.of(Setting.INVOKING_ACCOUNTS).parameter()), commas)));
    return Map.of(
        "Fn::Select", List.of(String.valueOf(i), Map.of("Fn::Split", List.of(",", filled))));
  }
}
