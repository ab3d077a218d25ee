package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.account.Events;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleParametersJsonTest {

  @Test
  void givesTheParametersByName() {
    assertThat(
            RuleParametersJson.parse(
                "{\"exemptUsers\":\"a, b\",\"consolePasswordOnly\":\"false\"}"))
        .isEqualTo(Map.of("exemptUsers", "a, b", "consolePasswordOnly", "false"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"creationWindowMinutes\":10}",
        "{\"consolePasswordOnly\":false}",
        "{\"exemptUsers\":[\"a\",\"b\"]}",
        "{\"exemptUsers\":{}}",
        "{\"exemptUsers\":null}",
        "{\"consolePasswordOnly\":\"\"}",
        "{\"consolePasswordOnly\":\"False\"}",
        "{\"consolePasswordOnly\":\"false\",\"consolePasswordOnly\":\"true\"}",
        "{\"consolePassword\":\"false\"}",
        "{\"consolePasswordOnly\":\"false\"} {}",
        "{consolePasswordOnly:false}",
        "[]",
        "\"consolePasswordOnly\"",
        "5",
        "null",
        " ",
        "",
      })
  void rejectsWhatTheRuleRejectsWithItsMessage(String json) {
    Throwable ofTheRule = catchThrowable(() -> RuleEvent.read(Events.stream(event(json))));
    assertThat(ofTheRule).isExactlyInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> RuleParametersJson.parse(json))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(ofTheRule.getMessage());
  }

  private static String event(String parameters) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("accountId", "123456789012");
    event.put("configRuleName", "rule");
    event.put("ruleParameters", parameters);
    event.put("resultToken", "token");
    event.put("eventLeftScope", false);
    event.put(
        "invokingEvent",
        Events.json(
            Map.of(
                "awsAccountId", "123456789012",
                "notificationCreationTime", "2026-01-15T12:00:00Z",
                "messageType", "ScheduledNotification")));
    return Events.json(event);
  }
}
