package initialkeys.simulation.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events, compared with those in the files of the test fixtures. */
class EventsTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  @Test
  void scheduleHasTheFieldsOfTheFixture() {
    assertThat(fields(Fixtures.tree(Events.schedule("123456789012", NOW, Map.of(), "token"))))
        .isEqualTo(fields(fixture("schedule.json")));
  }

  @Test
  void changeHasTheFieldsOfTheFixture() {
    assertThat(fields(Fixtures.tree(change()))).containsAll(fields(fixture("user-changed.json")));
  }

  @Test
  void changeIsCapturedOneMinuteBeforeItsNotification() {
    JsonNode invoking = Fixtures.tree(Fixtures.tree(change()).get("invokingEvent").textValue());
    assertThat(invoking.get("notificationCreationTime").textValue()).isEqualTo(NOW.toString());
    JsonNode item = invoking.get("configurationItem");
    assertThat(item.get("configurationItemCaptureTime").textValue())
        .isEqualTo("2026-01-15T11:59:00Z");
    assertThat(item.get("resourceId").textValue()).isEqualTo("AIDA1");
    assertThat(item.get("resourceName").textValue()).isEqualTo("ann");
  }

  @Test
  void parametersAreJsonInText() {
    JsonNode event =
        Fixtures.tree(Events.schedule("123456789012", NOW, Map.of("a", "\"1\""), "token"));
    assertThat(event.get("ruleParameters").textValue()).isEqualTo("{\"a\":\"\\\"1\\\"\"}");
    assertThat(event.get("resultToken").textValue()).isEqualTo("token");
  }

  private static String change() {
    return Events.change("123456789012", NOW, Map.of(), "token", "AIDA1", "ann");
  }

  private static ObjectNode fixture(String name) {
    Path file =
        Fixtures.eventFiles().stream().filter(it -> it.endsWith(name)).findFirst().orElseThrow();
    return Fixtures.read(file, EventCase.class).event();
  }

  /** The names of the fields of an event and of its invoking event. */
  private static List<String> fields(JsonNode event) {
    List<String> names = new ArrayList<>();
    event.fieldNames().forEachRemaining(names::add);
    Fixtures.tree(event.get("invokingEvent").textValue())
        .fieldNames()
        .forEachRemaining(it -> names.add("invokingEvent." + it));
    return names.stream().sorted().toList();
  }
}
