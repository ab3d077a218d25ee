package initialkeys.infra.release.parameter;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.release.template.TemplateExpression.Entries;
import initialkeys.infra.release.template.TemplateExpression.Function;
import initialkeys.infra.release.template.TemplateExpression.JsonText;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.release.template.TemplateExpression.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the samples of parameters in a synthesized template, also within text and within JSON that
 * is text, such as the body of a dashboard.
 */
public final class SampleSearch {

  /** Stands for a reference while text is parsed as JSON. No text contains it. */
  private static final Pattern PLACE = Pattern.compile("\uE000([0-9]+)\uE001");

  private static final String DIGITS = "[0-9]+";

  private final Map<String, Input> bySample;
  private final Pattern samples;

  /**
   * @param inputs those whose samples the template was synthesized with
   */
  public SampleSearch(List<Input> inputs) {
    bySample =
        inputs.stream()
            .filter(it -> it.choices().isEmpty())
            .collect(Collectors.toMap(it -> it.texts().sample(), it -> it));
    samples =
        Pattern.compile(
            bySample.keySet().stream()
                .filter(it -> !it.matches(DIGITS))
                .sorted((one, other) -> other.length() - one.length())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }

  /** The value with references in place of samples. */
  public Object in(Object value) {
    return switch (value) {
      case Map<?, ?> map -> inMap(map);
      case List<?> list -> inList(list);
      case String text -> simplest(pieces(text));
      case null, default -> value;
    };
  }

  private Object inMap(Map<?, ?> map) {
    if (map.get("Fn::Join") instanceof List<?> join && join.getFirst().equals("")) {
      List<Object> pieces = new ArrayList<>();
      for (Object piece : (List<?>) join.get(1)) {
        if (piece instanceof String text) pieces.addAll(pieces(text));
        else pieces.add(new Function(in(piece)));
      }
      return simplest(pieces);
    }
    Map<String, Object> found = new LinkedHashMap<>();
    map.forEach((key, member) -> found.put(String.valueOf(key), in(member)));
    return found;
  }

  private Object inList(List<?> list) {
    List<Object> found = new ArrayList<>();
    for (Object element : list) found.add(in(element));
    return withEntries(found);
  }

  private Object withEntries(List<Object> found) {
    if (found.size() == 1
        && found.getFirst() instanceof Reference(String parameter)
        && bySample.values().stream()
            .anyMatch(it -> it.isList() && it.parameter().equals(parameter))) {
      return new Entries(parameter);
    }
    return found;
  }

  private List<Object> pieces(String text) {
    if (bySample.containsKey(text)) return List.of(reference(text));
    List<Object> pieces = new ArrayList<>();
    Matcher matcher = samples.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) pieces.add(text.substring(end, matcher.start()));
      pieces.add(reference(matcher.group()));
      end = matcher.end();
    }
    if (end < text.length() || pieces.isEmpty()) pieces.add(text.substring(end));
    return pieces;
  }

  private Reference reference(String sample) {
    return new Reference(bySample.get(sample).parameter());
  }

  private Object simplest(List<Object> pieces) {
    if (pieces.getFirst() instanceof String start && start.startsWith("{")) {
      Object json = json(pieces);
      if (json != null) return new JsonText(json);
    }
    return text(pieces);
  }

  private static Object text(List<Object> pieces) {
    return switch (pieces) {
      case List<Object> one when one.size() == 1 && !(one.getFirst() instanceof Function) ->
          one.getFirst();
      default -> new Text(List.copyOf(pieces));
    };
  }

  /** Null if the text is not JSON. */
  private Object json(List<Object> pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      text.append(pieces.get(i) instanceof String part ? part : "\uE000" + i + "\uE001");
    }
    try {
      return restored(JSON.std.anyFrom(text.toString()), pieces);
    } catch (IOException notJson) {
      return null;
    }
  }

  private Object restored(Object value, List<Object> pieces) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((key, member) -> members.put(String.valueOf(key), restored(member, pieces)));
        yield members;
      }
      case List<?> list -> {
        List<Object> elements = new ArrayList<>();
        for (Object element : list) elements.add(restored(element, pieces));
        yield withEntries(elements);
      }
      case String string -> restoredText(string, pieces);
      case null, default -> value;
    };
  }

  /** Digits that are a sample are found only here, as a string of their own. */
  private Object restoredText(String string, List<Object> pieces) {
    List<Object> parts = new ArrayList<>();
    Matcher matcher = PLACE.matcher(string);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) parts.addAll(pieces(string.substring(end, matcher.start())));
      parts.add(pieces.get(Integer.parseInt(matcher.group(1))));
      end = matcher.end();
    }
    if (end < string.length() || parts.isEmpty()) parts.addAll(pieces(string.substring(end)));
    return text(parts);
  }
}
