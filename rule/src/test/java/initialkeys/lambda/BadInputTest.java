package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import initialkeys.config.RuleEvent;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.EventCase;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with an event is said, and nothing is sent: for every field of every event,
 * missing, null, of every other type, empty and absurd.
 */
class BadInputTest {

  /** The fields that the rule reads, and where it may take another value for what it says. */
  private static final Map<String, Set<String>> READ =
      new TreeMap<>(
          Map.of(
              "accountId", Set.of(),
              "configRuleName", Set.of(),
              "invokingEvent", Set.of(),
              "resultToken", Set.of("absurd"),
              "ruleParameters", Set.of("missing", "null"),
              "eventLeftScope", Set.of("true"),
              "invokingEvent.messageType", Set.of(),
              "invokingEvent.notificationCreationTime", Set.of(),
              "invokingEvent.awsAccountId", Set.of()));

  private static final Map<String, Set<String>> READ_OF_ITEM =
      Map.of(
          "awsAccountId", Set.of(),
          "configurationItemCaptureTime", Set.of(),
          "configurationItemStatus", Set.of(),
          "resourceType", Set.of(),
          "resourceId", Set.of(),
          "resourceName", Set.of("missing", "null"));

  static Stream<Path> eventFiles() {
    return Fixtures.eventFiles().stream();
  }

  static Stream<Path> goodEvents() {
    return eventFiles().filter(file -> !Fixtures.read(file, EventCase.class).isRefused());
  }

  @ParameterizedTest
  @MethodSource("eventFiles")
  void rejectedEventMakesNoCall(Path file) {
    EventCase fixture = Fixtures.read(file, EventCase.class);
    FakeIam iam = new FakeIam(List.of());
    FakeConfig config = new FakeConfig(List.of());
    Invocation invocation = Invocation.of(iam, config);
    if (fixture.isRefused()) {
      assertThatThrownBy(() -> invocation.run(fixture.event().toString()))
          .isExactlyInstanceOf(InvalidInputException.class)
          .satisfies(refused -> assertIsLogged(invocation, refused));
      assertThat(iam.calls()).isEmpty();
      assertThat(config.requests()).isEmpty();
      assertThat(config.reads()).isZero();
    } else {
      invocation.run(fixture.event().toString());
      assertThat(config.requests()).isNotEmpty();
    }
  }

  private static void assertIsLogged(Invocation invocation, Throwable refused) {
    JsonNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("level", "ERROR")
            .put("message", refused.toString())
            .put("requestId", "request-1");
    assertThat(invocation.log()).singleElement().extracting(Fixtures::tree).isEqualTo(line);
  }

  @ParameterizedTest
  @MethodSource("goodEvents")
  void wrongFieldIsNamedAndUnreadFieldIsIgnored(Path file) {
    ObjectNode event = Fixtures.read(file, EventCase.class).event();
    RuleEvent original = RuleEvent.read(Events.stream(event.toString()));
    int tried = 0;
    for (String place : places(event)) {
      for (Map.Entry<String, JsonNode> wrong : wrongValues().entrySet()) {
        String changed = with(event, place, wrong.getValue()).toString();
        String said = place + " " + wrong.getKey();
        if (isReadFrom(event, place, wrong.getKey())) {
          assertThatThrownBy(() -> RuleEvent.read(Events.stream(changed)))
              .as(said)
              .isExactlyInstanceOf(InvalidInputException.class)
              .message()
              .matches(message -> isAbout(message, place));
        } else if (allowed(place).isEmpty()) {
          assertThat(RuleEvent.read(Events.stream(changed))).as(said).isEqualTo(original);
        }
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(100);
  }

  /** An object that is empty is missed by the first field that it should have. */
  private static boolean isAbout(String message, String place) {
    return message.startsWith(place + " is ") || message.startsWith(place + ".");
  }

  /** Every level that the rule reads: the event, invokingEvent, and the item or its summary. */
  private static List<String> places(ObjectNode event) {
    List<String> places = new ArrayList<>();
    event.fieldNames().forEachRemaining(places::add);
    JsonNode invoking = Fixtures.tree(event.get("invokingEvent").textValue());
    invoking.fieldNames().forEachRemaining(name -> places.add("invokingEvent." + name));
    for (String item : List.of("configurationItem", "configurationItemSummary")) {
      invoking
          .path(item)
          .fieldNames()
          .forEachRemaining(name -> places.add("invokingEvent." + item + "." + name));
    }
    return places;
  }

  private static boolean isReadFrom(ObjectNode event, String place, String wrong) {
    Set<String> allowed = allowed(place);
    if (!isRead(place) || allowed.contains(wrong)) return false;
    boolean isSchedule = event.get("invokingEvent").textValue().contains("ScheduledNotification");
    if (place.equals("invokingEvent.awsAccountId")) return isSchedule;
    boolean isOfAbsentUser =
        event.toString().contains("ResourceDeleted")
            || event.toString().contains("ResourceNotRecorded")
            || event.get("eventLeftScope").booleanValue()
            || event.toString().contains("AWS::IAM::Role");
    if (place.endsWith(".resourceName")) return !isOfAbsentUser;
    return true;
  }

  private static boolean isRead(String place) {
    return READ.containsKey(place)
        || place.matches("invokingEvent.configurationItem(Summary)?")
        || (isOfItem(place) && READ_OF_ITEM.containsKey(lastName(place)));
  }

  private static Set<String> allowed(String place) {
    if (isOfItem(place)) return READ_OF_ITEM.getOrDefault(lastName(place), Set.of());
    return READ.getOrDefault(place, Set.of());
  }

  private static boolean isOfItem(String place) {
    return place.matches("invokingEvent\\.configurationItem(Summary)?\\..*");
  }

  private static String lastName(String place) {
    return place.substring(place.lastIndexOf('.') + 1);
  }

  /** A null stands for a field that is taken away. */
  private static Map<String, JsonNode> wrongValues() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    Map<String, JsonNode> values = new TreeMap<>();
    values.put("missing", null);
    values.put("null", json.nullNode());
    values.put("number", json.numberNode(7));
    values.put("true", json.booleanNode(true));
    values.put("list", json.arrayNode());
    values.put("object", json.objectNode());
    values.put("empty", json.textNode(""));
    values.put("absurd", json.textNode("\u0007 abs\uD83D\uDE00rd"));
    return values;
  }

  private static ObjectNode with(ObjectNode event, String place, JsonNode value) {
    ObjectNode changed = event.deepCopy();
    if (!place.startsWith("invokingEvent.")) return set(changed, place, value);
    ObjectNode invoking = (ObjectNode) Fixtures.tree(event.get("invokingEvent").textValue());
    String inner = place.substring("invokingEvent.".length());
    int dot = inner.indexOf('.');
    ObjectNode parent = dot < 0 ? invoking : (ObjectNode) invoking.get(inner.substring(0, dot));
    set(parent, inner.substring(dot + 1), value);
    return set(changed, "invokingEvent", TextNode.valueOf(invoking.toString()));
  }

  private static ObjectNode set(ObjectNode object, String field, JsonNode value) {
    if (value == null) object.remove(field);
    else object.set(field, value);
    return object;
  }

  @Test
  void enoughValidEventsExist() {
    assertThat(goodEvents()).hasSizeGreaterThanOrEqualTo(15);
  }
}
