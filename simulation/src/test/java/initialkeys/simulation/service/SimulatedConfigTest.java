package initialkeys.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.SimulatedConfig.Reevaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.InvalidResultTokenException;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;

class SimulatedConfigTest {

  private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

  private final SimulatedTime time = new SimulatedTime(START);
  private final WritableIam iam = new WritableIam(new FakeIam(List.of()), time, new Random(1));
  private final List<JsonNode> events = new ArrayList<>();

  private SimulatedConfig config(Reevaluation reevaluation) {
    SimulatedConfig config =
        new SimulatedConfig(
                "123456789012", time, reevaluation, event -> events.add(Fixtures.tree(event)))
            .recording(iam);
    config.putConfigRule(
        request ->
            request.configRule(
                rule -> rule.configRuleName("rule").inputParameters("{\"exemptUsers\":\"bo\"}")));
    return config;
  }

  private List<String> messages() {
    return events.stream()
        .map(event -> Fixtures.tree(event.get("invokingEvent").textValue()))
        .map(
            event ->
                "%s %s"
                    .formatted(
                        event.get("messageType").textValue(),
                        event.at("/configurationItem/configurationItemStatus").asText()))
        .toList();
  }

  @Test
  void ruleIsInvokedOnceUserIsRecorded() {
    config(Reevaluation.SCHEDULE);
    iam.createUser(it -> it.userName("ann").path("/"));
    assertThat(events).isEmpty();
    time.pass(Duration.ofMinutes(2));
    iam.deleteUser(it -> it.userName("ann"));
    time.pass(Duration.ofMinutes(2));
    assertThat(messages())
        .containsExactly(
            "ConfigurationItemChangeNotification OK",
            "ConfigurationItemChangeNotification ResourceDeleted");
    assertThat(events.getFirst().get("ruleParameters").textValue())
        .isEqualTo("{\"exemptUsers\":\"bo\"}");
  }

  @Test
  void reevaluationSendsScheduleOrChanges() {
    config(Reevaluation.SCHEDULE).startConfigRulesEvaluation(it -> it.configRuleNames("rule"));
    time.pass(Duration.ofMinutes(1));
    assertThat(messages()).containsExactly("ScheduledNotification ");
    SimulatedConfig changes = config(Reevaluation.CHANGES);
    iam.createUser(it -> it.userName("ann").path("/"));
    time.pass(Duration.ofMinutes(2));
    events.clear();
    changes.startConfigRulesEvaluation(it -> it.configRuleNames("rule"));
    time.pass(Duration.ofMinutes(1));
    assertThat(messages()).containsExactly("ConfigurationItemChangeNotification OK");
  }

  @Test
  void reevaluationIsLimited() {
    SimulatedConfig config = config(Reevaluation.SCHEDULE);
    config.startConfigRulesEvaluation(it -> it.configRuleNames("rule"));
    assertThatThrownBy(() -> config.startConfigRulesEvaluation(it -> it.configRuleNames("rule")))
        .isInstanceOf(LimitExceededException.class);
    assertThatThrownBy(() -> config.startConfigRulesEvaluation(it -> it.configRuleNames("other")))
        .isInstanceOf(NoSuchConfigRuleException.class);
  }

  @Test
  void resultsAreKeptWithTheirTimes() {
    SimulatedConfig config = config(Reevaluation.SCHEDULE);
    config.startConfigRulesEvaluation(it -> it.configRuleNames("rule"));
    time.pass(Duration.ofMinutes(1));
    put(config, events.getFirst().get("resultToken").textValue(), START);
    EvaluationResult result =
        config
            .getComplianceDetailsByConfigRule(
                it ->
                    it.configRuleName("rule").complianceTypes(ComplianceType.COMPLIANT).limit(100))
            .evaluationResults()
            .getFirst();
    assertThat(result.resultRecordedTime()).isEqualTo(START.plusSeconds(60));
    assertThat(result.evaluationResultIdentifier().orderingTimestamp()).isEqualTo(START);
    assertThatThrownBy(() -> put(config, "another", START))
        .isInstanceOf(InvalidResultTokenException.class);
  }

  private static void put(SimulatedConfig config, String token, Instant ordering) {
    config.putEvaluations(
        request ->
            request
                .resultToken(token)
                .evaluations(
                    Evaluation.builder()
                        .complianceResourceType("AWS::IAM::User")
                        .complianceResourceId("AIDAANN")
                        .complianceType(ComplianceType.COMPLIANT)
                        .annotation("a")
                        .orderingTimestamp(ordering)
                        .build()));
  }
}
