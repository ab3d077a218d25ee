package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.EventCase;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEventTest {

  static List<Path> eventFiles() {
    return Fixtures.eventFiles();
  }

  @ParameterizedTest
  @MethodSource("eventFiles")
  void eventIsReadOrRejectedAsItsFileExpects(Path file) {
    EventCase fixture = Fixtures.read(file, EventCase.class);
    String event = fixture.event().toString();
    String error = fixture.expected().get("error");
    if (error == null) {
      assertThat(fields(read(event).trigger())).isEqualTo(fixture.expected());
    } else {
      assertThatThrownBy(() -> read(event))
          .isExactlyInstanceOf(InvalidInputException.class)
          .hasMessage(error)
          .hasNoCause();
    }
  }

  @Test
  void scheduleOfAnotherAccountIsRejected() {
    String event =
        schedule().replace("\\\"awsAccountId\\\":\\\"1234", "\\\"awsAccountId\\\":\\\"9999");
    assertThatThrownBy(() -> read(event))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "invokingEvent.awsAccountId is '999956789012'; it must be the event's accountId,"
                + " '123456789012'.");
  }

  @Test
  void parametersAreThoseOfTheEvent() {
    Instant now = Instant.parse("2026-01-15T12:00:00Z");
    Map<String, String> given = Map.of("creationWindowMinutes", "7");
    assertThat(read(Events.schedule("123456789012", now, given, "a-token")).parameters())
        .isEqualTo(RuleParameters.parse(given));
    assertThat(read(schedule().replace("\"ruleParameters\":\"{}\",", "")).parameters())
        .isEqualTo(RuleParameters.parse(Map.of()));
  }

  @Test
  void fixturesCoverEveryKindOfEvent() {
    assertThat(eventFiles()).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void tokenIsNeverPrinted() {
    RuleEvent event = read(Fixtures.read(eventFiles().getLast(), EventCase.class).event());
    assertThat(event.resultToken().value()).startsWith("eyJ");
    assertThat(event.toString()).doesNotContain("eyJ").contains("(the result token)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a name with spaces", "<root_account>"})
  void nameThatNoUserCanHaveIsIgnored(String name) {
    assertThat(read(changeWith("invokingEvent.configurationItem.resourceName", name)).trigger())
        .isInstanceOfSatisfying(
            Trigger.UserChanged.class, changed -> assertThat(changed.userName()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AIDAQ3EGRV4DCEXAMPLE2", "AIDXQ3EGRV4DCEXAMPLE2"})
  void everyIdThatTheScheduleAcceptsIsAccepted(String id) {
    assertThat(read(changeWith("invokingEvent.configurationItem.resourceId", id)).trigger())
        .isInstanceOfSatisfying(
            Trigger.UserChanged.class, changed -> assertThat(changed.userId()).isEqualTo(id));
    assertThat(new UserIdentity(id, "bo", "/", Instant.EPOCH).id()).isEqualTo(id);
  }

  /** The longest that AWS allows, or more, and one character beyond. */
  @ParameterizedTest
  @CsvSource({
    "configRuleName, x, 128, a rule's name of 1 to 128 characters",
    "invokingEvent.configurationItem.resourceId, AIDAX, 128, 'the unique id of an IAM user, AIDA…'"
  })
  void textLongerThanAwsAllowsIsRejected(String field, String begin, int longest, String allowed) {
    String text = begin + "X".repeat(longest - begin.length());
    assertThat(read(changeWith(field, text)).accountId()).isEqualTo("123456789012");
    assertThatThrownBy(() -> read(changeWith(field, text + "X")))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(field + " is ")
        .hasMessageContaining("it must be " + allowed);
  }

  private static String changeWith(String field, String text) {
    Instant now = Instant.parse("2026-01-15T12:00:00Z");
    String event =
        Events.change(
            "123456789012", now, Map.of(), "a-token", "AIDATHEID000000000000", "the-name");
    return switch (field.substring(field.lastIndexOf('.') + 1)) {
      case "configRuleName" -> event.replace(Events.RULE_NAME, text);
      case "resourceName" -> event.replace("the-name", text);
      default -> event.replace("AIDATHEID000000000000", text);
    };
  }

  @Test
  void blankNameIsRejected() {
    String event = schedule().replace("\"%s\"".formatted(Events.RULE_NAME), "\"   \"");
    assertThatThrownBy(() -> read(event)).hasMessageStartingWith("configRuleName is '   '");
  }

  private static String schedule() {
    return Events.schedule(
        "123456789012", Instant.parse("2026-01-15T12:00:00Z"), Map.of(), "a-result-token");
  }

  private static RuleEvent read(JsonNode event) {
    return read(event.toString());
  }

  private static RuleEvent read(String event) {
    return RuleEvent.read(Events.stream(event));
  }

  private static Map<String, String> fields(Trigger trigger) {
    Map<String, String> fields = new HashMap<>();
    fields.put("trigger", trigger.getClass().getSimpleName());
    fields.put("notified", trigger.notified().toString());
    fields.put("ordering", trigger.ordering().toString());
    switch (trigger) {
      case Trigger.Schedule _ -> {}
      case Trigger.UserChanged changed -> {
        fields.put("userId", changed.userId());
        fields.put("userName", changed.userName().orElse(null));
      }
      case Trigger.ResourceAbsent absent -> {
        fields.put("resourceType", absent.resource().type());
        fields.put("resourceId", absent.resource().id());
        fields.put("absence", absent.reason().name());
      }
    }
    return fields;
  }
}
