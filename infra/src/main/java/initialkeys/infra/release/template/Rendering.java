package initialkeys.infra.release.template;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.release.template.TemplateExpression.Absent;
import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Entries;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the parts of a template as JSON with CloudFormation's intrinsic functions. */
public final class Rendering {

  private static final Map<String, Object> NO_VALUE = Map.of("Ref", "AWS::NoValue");

  private Rendering() {}

  /** The value as JSON. */
  public static Object of(Object value) {
    return switch (value) {
      case TemplateExpression expression -> ofExpression(expression);
      case Map<?, ?> map -> {
        Map<String, Object> rendered = new LinkedHashMap<>();
        map.forEach((key, member) -> rendered.put(String.valueOf(key), of(member)));
        yield rendered;
      }
      case List<?> list -> list.stream().map(Rendering::of).toList();
      case null, default -> value;
    };
  }

  private static Object ofExpression(TemplateExpression expression) {
    return switch (expression) {
      case Absent() -> NO_VALUE;
      case Reference(String parameter) -> Map.of("Ref", parameter);
      case Entries(String parameter) -> Map.of("Fn::Split", List.of(",", Map.of("Ref", parameter)));
      case Either(String condition, Object then, Object otherwise) ->
          either(condition, of(then), of(otherwise));
      case Function(Object function) -> of(function);
      case Text(List<Object> pieces) -> join(pieces);
      case JsonText(Object json) -> {
        List<Object> pieces = new ArrayList<>();
        append(json, pieces);
        yield join(pieces);
      }
    };
  }

  private static Object either(String condition, Object then, Object otherwise) {
    return Map.of("Fn::If", List.of(condition, then, otherwise));
  }

  /** Text with its neighbours put together. */
  private static Object join(List<Object> pieces) {
    List<Object> joined = new ArrayList<>();
    for (Object piece : pieces) {
      if (piece instanceof String text
          && !joined.isEmpty()
          && joined.getLast() instanceof String before) {
        joined.set(joined.size() - 1, before + text);
      } else {
        joined.add(of(piece));
      }
    }
    if (joined.size() == 1) return joined.getFirst();
    return Map.of("Fn::Join", List.of("", joined));
  }

  private static void append(Object json, List<Object> pieces) {
    switch (json) {
      case Map<?, ?> map -> append("{", members(map), "}", pieces);
      case List<?> list ->
          append("[", list.stream().map(it -> new Member("", it)).toList(), "]", pieces);
      case Either(String condition, Object then, Object otherwise) ->
          pieces.add(either(condition, text(then), text(otherwise)));
      case Reference reference -> quote(List.of(reference), pieces);
      case Text(List<Object> parts) -> quote(parts, pieces);
      case TemplateExpression other ->
          throw new IllegalStateException("Not within JSON text: " + other);
      case String text -> pieces.add(quoted(text));
      case null -> pieces.add("null");
      case Object number -> pieces.add(String.valueOf(number));
    }
  }

  /** The order of members does not matter: those that are always there come first. */
  private static List<Member> members(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(it -> new Member(quoted(String.valueOf(it.getKey())) + ":", it.getValue()))
        .sorted((one, other) -> rank(one) - rank(other))
        .toList();
  }

  private static int rank(Member member) {
    return isUnderCondition(member.value()) ? 1 : 0;
  }

  /** A value with what stands before it, such as its name. */
  private record Member(String name, Object value) {}

  /** One under a condition brings the comma before it; so the first one must have no condition. */
  private static void append(String open, List<Member> members, String close, List<Object> pieces) {
    pieces.add(open);
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      String before = (i == 0 ? "" : ",") + member.name();
      if (!isUnderCondition(member.value())) {
        pieces.add(before);
        append(member.value(), pieces);
      } else if (i == 0) {
        throw new IllegalStateException("Nothing is always there: " + members);
      } else {
        pieces.add(conditional(member.value(), before));
      }
    }
    pieces.add(close);
  }

  private static Object conditional(Object value, String before) {
    return switch (value) {
      case Absent() -> "";
      case Either(String condition, Object then, Object otherwise) ->
          either(condition, conditional(then, before), conditional(otherwise, before));
      case null, default -> {
        List<Object> pieces = new ArrayList<>();
        pieces.add(before);
        append(value, pieces);
        yield join(pieces);
      }
    };
  }

  private static boolean isUnderCondition(Object value) {
    return switch (value) {
      case Absent() -> true;
      case Either(String _, Object then, Object otherwise) ->
          isUnderCondition(then) || isUnderCondition(otherwise);
      case null, default -> false;
    };
  }

  private static Object text(Object json) {
    List<Object> pieces = new ArrayList<>();
    append(json, pieces);
    return join(pieces);
  }

  /** The values of parameters need no escaping: their patterns allow nothing that JSON escapes. */
  private static void quote(List<Object> parts, List<Object> pieces) {
    pieces.add("\"");
    for (Object part : parts) {
      if (part instanceof String text) {
        String quoted = quoted(text);
        pieces.add(quoted.substring(1, quoted.length() - 1));
      } else {
        pieces.add(part);
      }
    }
    pieces.add("\"");
  }

  private static String quoted(String text) {
    try {
      return JSON.std.asString(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
