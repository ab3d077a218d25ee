package initialkeys.invocation;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.EventCase;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
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
 * Ten thousand events mutated at random, the same ones in every run. None yields an evaluation that
 * the original event does not, and each rejection has a message.
 */
class MutatedEventsTest {

  private static final int EVENTS = 10_000;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** How a value is changed. */
  private enum Mutation {
    REMOVED,
    NULL,
    OTHER_TYPE,
    NESTED,
    HUGE,
    UNUSUAL_CHARACTER,
    TRUNCATED
  }

  /** What an event yields: evaluations, or the message that rejects it. */
  private record Result(Set<Evaluation> evaluations, String rejection) {}

  @Test
  void mutatedEventYieldsNoEvaluationTheOriginalWouldNot() {
    Random random = new Random(20260115);
    List<ObjectNode> events = validEvents();
    List<Result> originals = events.stream().map(event -> run(event.toString())).toList();
    assertThat(originals).allMatch(yielded -> yielded.rejection().isEmpty());
    Map<Mutation, Integer> rejected = new EnumMap<>(Mutation.class);
    for (int i = 0; i < EVENTS; i++) {
      int which = random.nextInt(events.size());
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      String mutated = mutated(events.get(which).deepCopy(), mutation, random).toString();
      Result result = run(mutated);
      assertThat(originals.get(which).evaluations()).as(mutated).containsAll(result.evaluations());
      if (!result.rejection().isEmpty()) {
        rejected.merge(mutation, 1, Integer::sum);
        assertThat(result.evaluations()).isEmpty();
        assertThat(result.rejection()).as(mutated).contains(" is ", "; it must be ");
        assertThat(result.rejection().length()).as(mutated).isLessThan(1000);
      } else {
        assertThat(result.evaluations()).as(mutated).isEqualTo(originals.get(which).evaluations());
      }
    }
    assertThat(rejected)
        .hasSize(Mutation.values().length)
        .allSatisfy((mutation, count) -> assertThat(count).isGreaterThan(100));
  }

  /**
   * Events of users with every parameter set to its default, so that removing one changes nothing.
   * An event of another resource type may have any id.
   */
  private static List<ObjectNode> validEvents() {
    Map<String, String> defaults =
        Arrays.stream(RuleParameter.values())
            .filter(parameter -> !parameter.defaultValue().isEmpty())
            .collect(Collectors.toMap(RuleParameter::key, RuleParameter::defaultValue));
    return Fixtures.eventFiles().stream()
        .map(file -> Fixtures.read(file, EventCase.class))
        .filter(fixture -> !fixture.isRejected())
        .map(EventCase::event)
        .filter(event -> !event.toString().contains("AWS::IAM::Role"))
        .map(event -> event.put("ruleParameters", Events.json(defaults)))
        .toList();
  }

  /** Changes one value of the event, or of the JSON in one of its strings. */
  private static ObjectNode mutated(ObjectNode event, Mutation mutation, Random random) {
    String inner = random.nextInt(4) == 0 ? "ruleParameters" : "invokingEvent";
    if (random.nextInt(3) == 0) {
      mutate(event, mutation, random);
    } else {
      ObjectNode invoking = (ObjectNode) Fixtures.tree(event.get(inner).textValue());
      mutate(invoking, mutation, random);
      event.put(inner, invoking.toString());
    }
    return event;
  }

  private static void mutate(ObjectNode root, Mutation mutation, Random random) {
    List<ObjectNode> objects = new ArrayList<>();
    collect(root, objects);
    ObjectNode object = objects.get(random.nextInt(objects.size()));
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) return;
    String name = names.get(random.nextInt(names.size()));
    JsonNode value = object.get(name);
    switch (mutation) {
      case REMOVED -> object.remove(name);
      case NULL -> object.putNull(name);
      case OTHER_TYPE -> object.set(name, ofOtherType(value, random));
      case NESTED -> object.set(name, nested(value, random));
      case HUGE -> object.set(name, TextNode.valueOf("x".repeat(1 << random.nextInt(8, 17))));
      case UNUSUAL_CHARACTER -> object.set(name, withUnusualCharacter(value, random));
      case TRUNCATED -> object.set(name, truncated(value));
    }
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object && !object.isEmpty()) objects.add(object);
    node.forEach(child -> collect(child, objects));
  }

  private static JsonNode ofOtherType(JsonNode value, Random random) {
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

  private static JsonNode withUnusualCharacter(JsonNode value, Random random) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    List<String> characters =
        List.of("\u0000", "é", "\u202E", "\uD83D\uDE00", "\n", "\uD800", "'", "٣");
    int at = random.nextInt(text.length() + 1);
    return TextNode.valueOf(
        text.substring(0, at)
            + characters.get(random.nextInt(characters.size()))
            + text.substring(at));
  }

  private static JsonNode truncated(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    return TextNode.valueOf(text.substring(0, text.length() / 2));
  }

  /** Runs an event in an account whose users are all NON_COMPLIANT. */
  private static Result run(String event) {
    FakeConfig config =
        new FakeConfig(List.of(new Account.Stored("AIDADELETEDDELETED00", "COMPLIANT", "")));
    try {
      Invocation.of(new FakeIam(users()), config).run(event);
      return new Result(evaluations(config), "");
    } catch (FailedInvocation rejected) {
      String exception = InvalidInputException.class.getName() + ": ";
      assertThat(rejected).hasMessageStartingWith(exception);
      return new Result(evaluations(config), rejected.getMessage().substring(exception.length()));
    }
  }

  private static Set<Evaluation> evaluations(FakeConfig config) {
    return config.evaluations().stream().collect(toUnmodifiableSet());
  }

  private static List<Account.User> users() {
    return USER_NAMES.entrySet().stream()
        .map(
            user ->
                UserBuilder.copy(UserBuilder.withUnusedKey(user.getValue()))
                    .id(user.getKey())
                    .build())
        .toList();
  }

  /** The name of each user in the events, by id. */
  private static final Map<String, String> USER_NAMES = userNamesOfTheEvents();

  private static Map<String, String> userNamesOfTheEvents() {
    return validEvents().stream()
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
