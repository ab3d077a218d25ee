package initialkeys.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import initialkeys.config.RuleEvent;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.account.EventCase;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
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
 * Each field of each valid event, when missing, null, of another type, empty or malformed, is
 * rejected with a message that names the field, and no call is made.
 */
class BadInputTest {

  /** The fields that the rule reads, each with the wrong values that it accepts. */
  private static final Map<String, Set<String>> READ_FIELDS =
      new TreeMap<>(
          Map.of(
              "accountId", Set.of(),
              "configRuleName", Set.of(),
              "invokingEvent", Set.of(),
              "resultToken", Set.of("malformed"),
              "ruleParameters", Set.of("missing", "null"),
              "eventLeftScope", Set.of("true"),
              "invokingEvent.messageType", Set.of(),
              "invokingEvent.notificationCreationTime", Set.of(),
              "invokingEvent.awsAccountId", Set.of()));

  private static final Map<String, Set<String>> READ_FIELDS_OF_ITEM =
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

  static Stream<Path> validEvents() {
    return eventFiles().filter(file -> !Fixtures.read(file, EventCase.class).isRejected());
  }

  @ParameterizedTest
  @MethodSource("eventFiles")
  void rejectedEventMakesNoCall(Path file) {
    EventCase fixture = Fixtures.read(file, EventCase.class);
    FakeIam iam = new FakeIam(List.of());
    FakeConfig config = new FakeConfig(List.of());
    Invocation invocation = Invocation.of(iam, config);
    if (fixture.isRejected()) {
      String event = fixture.event().toString();
      assertThatThrownBy(() -> invocation.run(event)).isExactlyInstanceOf(FailedInvocation.class);
      assertThatThrownBy(() -> RuleEvent.read(Events.stream(event)))
          .isExactlyInstanceOf(InvalidInputException.class)
          .satisfies(rejection -> assertThatRejectionIsLogged(invocation, rejection));
      assertThat(iam.calls()).isEmpty();
      assertThat(config.requests()).isEmpty();
      assertThat(config.reads()).isZero();
    } else {
      invocation.run(fixture.event().toString());
      assertThat(config.requests()).isNotEmpty();
    }
  }

  private static void assertThatRejectionIsLogged(Invocation invocation, Throwable rejection) {
    JsonNode line =
        JsonNodeFactory.instance
            .objectNode()
            .put("level", "ERROR")
            .put("message", rejection.toString())
            .put("requestId", "request-1");
    assertThat(invocation.log()).singleElement().extracting(Fixtures::tree).isEqualTo(line);
  }

  @ParameterizedTest
  @MethodSource("validEvents")
  void wrongFieldIsNamedAndUnreadFieldIsIgnored(Path file) {
    ObjectNode event = Fixtures.read(file, EventCase.class).event();
    RuleEvent original = RuleEvent.read(Events.stream(event.toString()));
    int count = 0;
    for (String path : fieldPaths(event)) {
      for (Map.Entry<String, JsonNode> wrong : wrongValues().entrySet()) {
        String changed = with(event, path, wrong.getValue()).toString();
        String description = path + " " + wrong.getKey();
        if (isRejected(event, path, wrong.getKey())) {
          assertThatThrownBy(() -> RuleEvent.read(Events.stream(changed)))
              .as(description)
              .isExactlyInstanceOf(InvalidInputException.class)
              .message()
              .matches(message -> isAbout(message, path));
        } else if (allowed(path).isEmpty()) {
          RuleEvent read = RuleEvent.read(Events.stream(changed));
          if (!path.endsWith(".resourceName")) {
            assertThat(read).as(description).isEqualTo(original);
          }
        }
        count++;
      }
    }
    assertThat(count).isGreaterThan(100);
  }

  /** For an empty object, the message names the first field that it should have. */
  private static boolean isAbout(String message, String path) {
    return message.startsWith(path + " is ") || message.startsWith(path + ".");
  }

  /** All fields of the levels that the rule reads: event, invokingEvent, item or summary. */
  private static List<String> fieldPaths(ObjectNode event) {
    List<String> paths = new ArrayList<>();
    event.fieldNames().forEachRemaining(paths::add);
    JsonNode invoking = Fixtures.tree(event.get("invokingEvent").textValue());
    invoking.fieldNames().forEachRemaining(name -> paths.add("invokingEvent." + name));
    for (String item : List.of("configurationItem", "configurationItemSummary")) {
      invoking
          .path(item)
          .fieldNames()
          .forEachRemaining(name -> paths.add("invokingEvent." + item + "." + name));
    }
    return paths;
  }

  private static boolean isRejected(ObjectNode event, String path, String wrong) {
    Set<String> allowed = allowed(path);
    if (!isRead(path) || allowed.contains(wrong)) return false;
    boolean isSchedule = event.get("invokingEvent").textValue().contains("ScheduledNotification");
    if (path.equals("invokingEvent.awsAccountId")) return isSchedule;
    return !path.endsWith(".resourceName");
  }

  private static boolean isRead(String path) {
    return READ_FIELDS.containsKey(path)
        || path.matches("invokingEvent.configurationItem(Summary)?")
        || (isOfItem(path) && READ_FIELDS_OF_ITEM.containsKey(lastName(path)));
  }

  private static Set<String> allowed(String path) {
    if (isOfItem(path)) return READ_FIELDS_OF_ITEM.getOrDefault(lastName(path), Set.of());
    return READ_FIELDS.getOrDefault(path, Set.of());
  }

  private static boolean isOfItem(String path) {
    return path.matches("invokingEvent\\.configurationItem(Summary)?\\..*");
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** By description; a null value stands for a removed field. */
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
    values.put("malformed", json.textNode("\u0007 abs\uD83D\uDE00rd"));
    return values;
  }

  private static ObjectNode with(ObjectNode event, String path, JsonNode value) {
    ObjectNode changed = event.deepCopy();
    if (!path.startsWith("invokingEvent.")) return set(changed, path, value);
    ObjectNode invoking = (ObjectNode) Fixtures.tree(event.get("invokingEvent").textValue());
    String inner = path.substring("invokingEvent.".length());
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
    assertThat(validEvents()).hasSizeGreaterThanOrEqualTo(15);
  }
}
