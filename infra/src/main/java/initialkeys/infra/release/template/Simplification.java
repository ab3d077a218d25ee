package initialkeys.infra.release.template;

import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removes what no combination of conditions reaches. */
public final class Simplification {

  private Simplification() {}

  /**
   * The value without choices that are decided.
   *
   * @param known conditions that are true or false here
   */
  public static Object of(Object value, Map<String, Boolean> known) {
    return switch (value) {
      case Either either -> either(either, known);
      case Text(List<Object> pieces) -> new Text(list(pieces, known));
      case JsonText(Object json) -> new JsonText(of(json, known));
      case Function(Object function) -> new Function(of(function, known));
      case Map<?, ?> map -> {
        Map<String, Object> simplified = new LinkedHashMap<>();
        Map<String, Boolean> here =
            map.get("Condition") instanceof String name ? with(known, name, true) : known;
        map.forEach((key, member) -> simplified.put((String) key, of(member, here)));
        yield simplified;
      }
      case List<?> list -> list(list, known);
      case null, default -> value;
    };
  }

  private static Object either(Either either, Map<String, Boolean> known) {
    Boolean decided = known.get(either.condition());
    if (decided != null) return of(decided ? either.then() : either.otherwise(), known);
    Object then = of(either.then(), with(known, either.condition(), true));
    Object otherwise = of(either.otherwise(), with(known, either.condition(), false));
    return then.equals(otherwise) ? then : new Either(either.condition(), then, otherwise);
  }

  private static List<Object> list(List<?> list, Map<String, Boolean> known) {
    return list.stream().map(it -> of(it, known)).toList();
  }

  private static Map<String, Boolean> with(
      Map<String, Boolean> known, String condition, boolean value) {
    Map<String, Boolean> more = new LinkedHashMap<>(known);
    more.put(condition, value);
    return more;
  }
}
