package initialkeys.infra.release.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a part of a template refers to. */
public final class References {

  private References() {}

  /** The parameters, resources and pseudo parameters of Ref. */
  public static Set<String> in(Object json) {
    Set<String> found = new LinkedHashSet<>();
    visit(
        json,
        (key, value) -> {
          if (key.equals("Ref")) found.add((String) value);
        });
    return found;
  }

  /** The conditions. */
  public static Set<String> conditionsIn(Object json) {
    Set<String> found = new LinkedHashSet<>();
    visit(
        json,
        (key, value) -> {
          if (key.equals("Condition") && value instanceof String name) found.add(name);
          if (key.equals("Fn::If")) found.add((String) ((List<?>) value).getFirst());
        });
    return found;
  }

  private static void visit(Object json, BiConsumer<String, Object> member) {
    switch (json) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                member.accept((String) key, value);
                visit(value, member);
              });
      case List<?> list -> list.forEach(it -> visit(it, member));
      case null, default -> {}
    }
  }
}
