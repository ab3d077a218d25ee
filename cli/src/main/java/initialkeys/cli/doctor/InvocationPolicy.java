package initialkeys.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import initialkeys.decision.TriState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A function's resource-based policy: whether AWS Config may invoke the function. It is unknown
 * where that depends on something that is not compared here, such as most condition operators.
 */
final class InvocationPolicy {

  private static final String SERVICE = "config.amazonaws.com";
  private static final String ACTION = "lambda:InvokeFunction";
  private static final int PARTS_OF_ARN = 6;

  private final List<JsonNode> statements;

  /**
   * @throws IllegalStateException when it is not JSON
   */
  InvocationPolicy(String json) {
    try {
      JsonNode statement = new ObjectMapper().readTree(json).path("Statement");
      statements = statement.isArray() ? statement.valueStream().toList() : List.of(statement);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException("Lambda returned a policy that is not JSON", malformed);
    }
  }

  /**
   * Whether AWS Config may invoke the function.
   *
   * @param context the values of condition keys, whose names are in lower case; empty when unknown
   */
  TriState allows(Map<String, Supplier<Optional<String>>> context) {
    TriState denied = any("Deny", context);
    TriState allowed = any("Allow", context);
    if (denied == TriState.YES || allowed == TriState.NO) return TriState.NO;
    return denied == TriState.UNKNOWN ? TriState.UNKNOWN : allowed;
  }

  /** Whether any statement of the effect applies. */
  private TriState any(String effect, Map<String, Supplier<Optional<String>>> context) {
    List<TriState> each =
        statements.stream()
            .filter(statement -> statement.path("Effect").asText().equals(effect))
            .map(statement -> applies(statement, context))
            .toList();
    if (each.contains(TriState.YES)) return TriState.YES;
    return each.contains(TriState.UNKNOWN) ? TriState.UNKNOWN : TriState.NO;
  }

  private static TriState applies(
      JsonNode statement, Map<String, Supplier<Optional<String>>> context) {
    TriState caller = all(Stream.of(principal(statement), action(statement)));
    // The values of a statement's conditions are looked up only if it is for AWS Config.
    return caller == TriState.NO
        ? caller
        : all(Stream.concat(Stream.of(caller), conditions(statement, context)));
  }

  private static TriState all(Stream<TriState> each) {
    List<TriState> results = each.toList();
    if (results.contains(TriState.NO)) return TriState.NO;
    return results.contains(TriState.UNKNOWN) ? TriState.UNKNOWN : TriState.YES;
  }

  private static TriState principal(JsonNode statement) {
    JsonNode principal = statement.path("Principal");
    if (principal.isMissingNode()) return TriState.UNKNOWN;
    return TriState.of(
        principal.asText().equals("*")
            || values(principal.path("AWS")).contains("*")
            || values(principal.path("Service")).contains(SERVICE));
  }

  private static TriState action(JsonNode statement) {
    JsonNode action = statement.path("Action");
    if (action.isMissingNode()) return TriState.UNKNOWN;
    return TriState.of(
        values(action).stream()
            .anyMatch(it -> matches(it.toLowerCase(Locale.ROOT), ACTION.toLowerCase(Locale.ROOT))));
  }

  private static Stream<TriState> conditions(
      JsonNode statement, Map<String, Supplier<Optional<String>>> context) {
    return statement
        .path("Condition")
        .propertyStream()
        .flatMap(
            operator ->
                operator
                    .getValue()
                    .propertyStream()
                    .map(
                        key ->
                            condition(
                                operator.getKey(),
                                values(key.getValue()),
                                context
                                    .getOrDefault(
                                        key.getKey().toLowerCase(Locale.ROOT), Optional::empty)
                                    .get())));
  }

  private static TriState condition(String operator, List<String> values, Optional<String> actual) {
    if (actual.isEmpty()) return TriState.UNKNOWN;
    return switch (operator) {
      case "StringEquals" -> TriState.of(values.contains(actual.get()));
      case "StringLike" ->
          TriState.of(values.stream().anyMatch(value -> matches(value, actual.get())));
      case "ArnLike", "ArnEquals" ->
          TriState.of(values.stream().anyMatch(value -> isArnLike(value, actual.get())));
      default -> TriState.UNKNOWN;
    };
  }

  /** A wildcard does not go beyond its part of the ARN. */
  private static boolean isArnLike(String pattern, String arn) {
    String[] patterns = pattern.split(":", PARTS_OF_ARN);
    String[] parts = arn.split(":", PARTS_OF_ARN);
    if (patterns.length != parts.length) return false;
    for (int i = 0; i < parts.length; i++) {
      if (!matches(patterns[i], parts[i])) return false;
    }
    return true;
  }

  /** Whether a text matches a pattern with the wildcards * and ?. */
  private static boolean matches(String pattern, String text) {
    String regex =
        pattern
            .codePoints()
            .mapToObj(
                it ->
                    switch (it) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(it));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }

  /** One value, or a list of them. */
  private static List<String> values(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(JsonNode::asText).toList()
        : node.isTextual() ? List.of(node.textValue()) : List.of();
  }
}
