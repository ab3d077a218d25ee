package initialkeys.infra.release;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What CloudFormation makes of a template with values of its parameters, as far as it can be known
 * before a deployment: conditions are decided, and references to parameters are replaced.
 */
final class Deployed {

  private static final Object NOTHING = new Object();

  private final Map<?, ?> template;
  private final Map<String, String> parameters;

  private Deployed(Map<?, ?> template, Map<String, String> parameters) {
    this.template = template;
    this.parameters = parameters;
  }

  /** The resources and outputs; the order of members and of dependencies does not matter. */
  static Map<String, Object> of(Map<?, ?> template, Map<String, String> given) {
    Map<String, String> parameters = new TreeMap<>();
    ((Map<?, ?>) template.get("Parameters"))
        .forEach(
            (name, parameter) -> {
              Object value =
                  given.getOrDefault(
                      (String) name, (String) ((Map<?, ?>) parameter).get("Default"));
              if (value == null) throw new IllegalArgumentException("No value for " + name);
              parameters.put((String) name, (String) value);
            });
    return new Deployed(template, parameters).all();
  }

  /** A template without parameters, in the same form. */
  static Map<String, Object> of(Map<?, ?> template) {
    return new Deployed(template, Map.of()).all();
  }

  private Map<String, Object> all() {
    Map<String, Object> all = new TreeMap<>();
    for (String section : List.of("Resources", "Outputs")) {
      Map<String, Object> entries = new TreeMap<>();
      if (template.get(section) instanceof Map<?, ?> map) {
        map.forEach(
            (id, entry) -> {
              if (exists((Map<?, ?>) entry)) entries.put((String) id, entry((Map<?, ?>) entry));
            });
      }
      all.put(section, entries);
    }
    return all;
  }

  private boolean exists(Map<?, ?> entry) {
    return !(entry.get("Condition") instanceof String name) || condition(name);
  }

  private Object entry(Map<?, ?> entry) {
    Map<String, Object> copy = new TreeMap<>();
    TreeSet<String> dependencies = new TreeSet<>();
    entry.forEach(
        (key, value) -> {
          switch ((String) key) {
            case "Condition" -> {}
            case "DependsOn" -> {
              if (value instanceof List<?> ids) ids.forEach(id -> dependencies.add((String) id));
              else dependencies.add((String) value);
            }
            case "Metadata" ->
                ((List<?>) value(((Map<?, ?>) value).get("DependsOn")))
                    .forEach(ref -> dependencies.add((String) ((Map<?, ?>) ref).get("Ref")));
            default -> copy.put((String) key, value(value));
          }
        });
    copy.putIfAbsent("Properties", Map.of());
    copy.put("DependsOn", dependencies);
    return copy;
  }

  private boolean condition(Object expression) {
    if (expression instanceof String name) {
      return condition(((Map<?, ?>) template.get("Conditions")).get(name));
    }
    Map.Entry<?, ?> function = ((Map<?, ?>) expression).entrySet().iterator().next();
    if (function.getValue() instanceof String name) return condition(name);
    List<?> arguments = (List<?>) function.getValue();
    return switch ((String) function.getKey()) {
      case "Fn::Equals" -> value(arguments.get(0)).equals(value(arguments.get(1)));
      case "Fn::Not" -> !condition(arguments.getFirst());
      case "Fn::And" -> arguments.stream().allMatch(this::condition);
      case "Fn::Or" -> arguments.stream().anyMatch(this::condition);
      default -> throw new IllegalArgumentException("Unknown condition " + expression);
    };
  }

  private Object value(Object value) {
    return switch (value) {
      case Map<?, ?> map when map.size() == 1 ->
          function((String) map.keySet().iterator().next(), map);
      case Map<?, ?> map -> object(map);
      case List<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.stream().map(this::value).filter(it -> it != NOTHING).forEach(copy::add);
        yield copy;
      }
      case String text -> json(text);
      // CloudFormation takes numbers and true as text, too.
      case Object scalar -> String.valueOf(scalar);
    };
  }

  private Map<String, Object> object(Map<?, ?> map) {
    Map<String, Object> copy = new TreeMap<>();
    map.forEach(
        (key, member) -> {
          Object value = value(member);
          if (value == NOTHING) return;
          copy.put((String) key, key.equals("Resource") ? withoutOrder(value) : value);
        });
    return copy;
  }

  /** IAM takes the resources of a statement in any order. */
  private static Object withoutOrder(Object resources) {
    return resources instanceof List<?> list
        ? list.stream().map(Object::toString).sorted().toList()
        : resources;
  }

  private Object function(String name, Map<?, ?> map) {
    Object argument = map.get(name);
    return switch (name) {
      case "Ref" ->
          argument.equals("AWS::NoValue")
              ? NOTHING
              : parameters.containsKey(argument) ? parameters.get(argument) : map;
      case "Fn::If" -> {
        List<?> arguments = (List<?>) argument;
        // The conditions of CDK's own are of the partition, which is not known here.
        yield arguments.getFirst().toString().startsWith("FindingsEvents")
            ? object(map)
            : value(arguments.get(condition(arguments.getFirst()) ? 1 : 2));
      }
      case "Fn::Join" -> join((List<?>) ((List<?>) argument).get(1));
      case "Fn::Split" -> List.of(((String) value(((List<?>) argument).get(1))).split(",", -1));
      case "Fn::Select" ->
          ((List<?>) value(((List<?>) argument).get(1)))
              .get(Integer.parseInt((String) ((List<?>) argument).getFirst()));
      default -> object(map);
    };
  }

  private Object join(List<?> pieces) {
    List<Object> joined = new ArrayList<>();
    add(pieces, joined);
    if (joined.size() == 1 && joined.getFirst() instanceof String text) return json(text);
    if (!(joined.getFirst() instanceof String start) || !start.startsWith("{")) {
      return Map.of("Fn::Join", List.of("", joined));
    }
    StringBuilder text = new StringBuilder();
    for (Object piece : joined) {
      text.append(piece instanceof String part ? part : piece.toString().replace('"', '\''));
    }
    return json(text.toString());
  }

  private void add(List<?> pieces, List<Object> joined) {
    for (Object piece : pieces) {
      Object value = piece instanceof String ? piece : raw(piece);
      if (value instanceof Map<?, ?> map
          && map.get("Fn::Join") instanceof List<?> inner
          && inner.getFirst().equals("")) {
        add((List<?>) inner.get(1), joined);
      } else if (value instanceof String text
          && !joined.isEmpty()
          && joined.getLast() instanceof String before) {
        joined.set(joined.size() - 1, before + text);
      } else {
        joined.add(value);
      }
    }
  }

  /** A piece of text, which is not taken for JSON by itself. */
  private Object raw(Object piece) {
    if (piece instanceof Map<?, ?> map && map.get("Fn::If") instanceof List<?> arguments) {
      if (arguments.getFirst().toString().startsWith("FindingsEvents")) return object(map);
      Object chosen = arguments.get(condition(arguments.getFirst()) ? 1 : 2);
      return chosen instanceof String ? chosen : raw(chosen);
    }
    if (piece instanceof Map<?, ?> map && map.containsKey("Fn::Join")) return map;
    return value(piece);
  }

  /** Text of JSON, as in a dashboard, is compared as JSON. */
  private static Object json(String text) {
    if (!text.startsWith("{")) return text;
    try {
      return sorted(JSON.std.anyFrom(text));
    } catch (IOException notJson) {
      return text;
    }
  }

  private static Object sorted(Object json) {
    return switch (json) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = new TreeMap<>();
        map.forEach((key, member) -> copy.put((String) key, sorted(member)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Deployed::sorted).toList();
      case null -> "null";
      case Object scalar -> String.valueOf(scalar);
    };
  }
}
