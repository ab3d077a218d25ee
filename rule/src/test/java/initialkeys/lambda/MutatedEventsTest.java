package initialkeys.lambda;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.evaluation.Outcome;
import initialkeys.simulation.Account;
import initialkeys.simulation.EventCase;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * Ten thousand events that are spoiled at random, the same ones in every run: none yields an
 * evaluation that the event would not have, and what is refused is refused in words.
 */
class MutatedEventsTest {

  private static final int EVENTS = 10_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant CREATED = Instant.parse("2025-02-03T08:30:00Z");

  /** How a value is spoiled. */
  private enum Spoil {
    DROP,
    NULL,
    RETYPE,
    NEST,
    HUGE,
    FOREIGN,
    CUT
  }

  /** What became of an event. */
  private record Outcome(Set<Evaluation> evaluations, String refusal) {}

  @Test
  void mutatedEventYieldsNoEvaluationTheOriginalWouldNot() {
    Random random = new Random(20260115);
    List<ObjectNode> events = goodEvents();
    List<Outcome> originals = events.stream().map(event -> run(event.toString())).toList();
    assertThat(originals).allMatch(outcome -> outcome.refusal().isEmpty());
    Map<Spoil, Integer> refused = new EnumMap<>(Spoil.class);
    for (int i = 0; i < EVENTS; i++) {
      int which = random.nextInt(events.size());
      Spoil how = Spoil.values()[random.nextInt(Spoil.values().length)];
      String spoiled = spoiled(events.get(which).deepCopy(), how, random).toString();
      Outcome outcome = run(spoiled);
      assertThat(originals.get(which).evaluations()).as(spoiled).containsAll(outcome.evaluations());
      if (!outcome.refusal().isEmpty()) {
        refused.merge(how, 1, Integer::sum);
        assertThat(outcome.evaluations()).isEmpty();
        assertThat(outcome.refusal()).as(spoiled).contains(" is ", "; it must be ");
        assertThat(outcome.refusal().length()).as(spoiled).isLessThan(1000);
      } else {
        assertThat(outcome.evaluations()).as(spoiled).isEqualTo(originals.get(which).evaluations());
      }
    }
    assertThat(refused)
        .hasSize(Spoil.values().length)
        .allSatisfy((how, count) -> assertThat(count).isGreaterThan(100));
  }

  /**
   * With every parameter at its default in words, so that to take one away changes nothing; and of
   * users, since what is none may bear any id.
   */
  private static List<ObjectNode> goodEvents() {
    Map<String, String> defaults =
        Arrays.stream(RuleParameter.values())
            .filter(parameter -> !parameter.defaultValue().isEmpty())
            .collect(Collectors.toMap(RuleParameter::key, RuleParameter::defaultValue));
    return Fixtures.eventFiles().stream()
        .map(file -> Fixtures.read(file, EventCase.class))
        .filter(fixture -> !fixture.isRefused())
        .map(EventCase::event)
        .filter(event -> !event.toString().contains("AWS::IAM::Role"))
        .map(event -> event.put("ruleParameters", Events.json(defaults)))
        .toList();
  }

  /** One value of the event, or of the JSON in its text, is spoiled. */
  private static ObjectNode spoiled(ObjectNode event, Spoil how, Random random) {
    String inner = random.nextInt(4) == 0 ? "ruleParameters" : "invokingEvent";
    if (random.nextInt(3) == 0) {
      spoil(event, how, random);
    } else {
      ObjectNode invoking = (ObjectNode) Fixtures.tree(event.get(inner).textValue());
      spoil(invoking, how, random);
      event.put(inner, invoking.toString());
    }
    return event;
  }

  private static void spoil(ObjectNode root, Spoil how, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(root, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) return;
    String name = names.get(random.nextInt(names.size()));
    JsonNode value = object.get(name);
    switch (how) {
      case DROP -> object.remove(name);
      case NULL -> object.putNull(name);
      case RETYPE -> object.set(name, retyped(value, random));
      case NEST -> object.set(name, nested(value, random));
      case HUGE -> object.set(name, TextNode.valueOf("x".repeat(1 << random.nextInt(8, 17))));
      case FOREIGN -> object.set(name, foreign(value, random));
      case CUT -> object.set(name, cut(value));
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object && !object.isEmpty()) objects.add(object);
    node.forEach(child -> collect(child, objects));
  }

  private static JsonNode retyped(JsonNode value, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> JSON.numberNode(random.nextLong());
      case 1 -> value.isTextual() ? JSON.booleanNode(true) : TextNode.valueOf(value.toString());
      case 2 -> JSON.arrayNode();
      default -> JSON.objectNode();
    };
  }

  private static JsonNode nested(JsonNode value, Random random) {
    JsonNode nested = value;
    for (int depth = random.nextInt(1, 400); depth > 0; depth--) {
      nested =
          random.nextBoolean()
              ? new ArrayNode(JSON).add(nested)
              : new ObjectNode(JSON).set("value", nested);
    }
    return nested;
  }

  private static JsonNode foreign(JsonNode value, Random random) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    List<String> foreign =
        List.of("\u0000", "é", "\u202E", "\uD83D\uDE00", "\n", "\uD800", "'", "٣");
    int at = random.nextInt(text.length() + 1);
    return TextNode.valueOf(
        text.substring(0, at) + foreign.get(random.nextInt(foreign.size())) + text.substring(at));
  }

  private static JsonNode cut(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    return TextNode.valueOf(text.substring(0, text.length() / 2));
  }

  /** The users that the events speak of are guilty, each of them. */
  private static Outcome run(String event) {
    FakeConfig config =
        new FakeConfig(List.of(new Account.Stored("AIDAGONEGONEGONEGONE", "COMPLIANT", "")));
    try {
      Invocation.of(new FakeIam(guilty()), config).run(event);
      return new Outcome(evaluations(config), "");
    } catch (InvalidInputException refused) {
      return new Outcome(evaluations(config), refused.getMessage());
    }
  }

  private static Set<Evaluation> evaluations(FakeConfig config) {
    return config.evaluations().stream().collect(toUnmodifiableSet());
  }

  private static List<Account.User> guilty() {
    return USERS.entrySet().stream()
        .map(
            user ->
                new Account.User(
                    user.getValue(),
                    user.getKey(),
                    "/",
                    CREATED,
                    true,
                    List.of(new Account.Key("AKIA" + user.getKey(), CREATED, null, null)),
                    new Account.Expected("-", "-")))
        .toList();
  }

  /** By id, the name of each user that an event speaks of. */
  private static final Map<String, String> USERS = usersOfTheEvents();

  private static Map<String, String> usersOfTheEvents() {
    return goodEvents().stream()
        .map(event -> Fixtures.tree(event.get("invokingEvent").textValue()))
        .flatMap(
            invoking ->
                List.of(
                    invoking.path("configurationItem"), invoking.path("configurationItemSummary"))
                    .stream())
        .filter(item -> item.path("resourceId").asText().startsWith("AIDA"))
        .collect(
            Collectors.toMap(
                item -> item.get("resourceId").textValue(),
                item -> item.path("resourceName").asText("unnamed"),
                (one, other) -> other.equals("unnamed") || other.equals("null") ? one : other));
  }
}
