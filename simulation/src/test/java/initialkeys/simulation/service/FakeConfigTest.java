package initialkeys.simulation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.simulation.account.Account.Stored;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.InvalidParameterValueException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;

class FakeConfigTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private final FakeConfig config =
      new FakeConfig(
          IntStream.range(0, 3).mapToObj(i -> new Stored("id" + i, "COMPLIANT", "a")).toList());

  @Test
  void storedResultsAreReturnedInPages() {
    GetComplianceDetailsByConfigRuleResponse first = read(null);
    GetComplianceDetailsByConfigRuleResponse last = read(first.nextToken());
    assertThat(ids(first)).containsExactly("id0", "id1");
    assertThat(ids(last)).containsExactly("id2");
    assertThat(last.nextToken()).isNull();
    assertThat(config.reads()).isEqualTo(2);
  }

  @Test
  void onlyRequestedComplianceTypesAreReturned() {
    config.storing("AWS::IAM::User", new Stored("id3", "NOT_APPLICABLE", "a"));
    assertThat(
            config
                .getComplianceDetailsByConfigRule(
                    it -> it.complianceTypes(ComplianceType.NON_COMPLIANT).limit(100))
                .evaluationResults())
        .isEmpty();
    assertThat(ids(read("2"))).containsExactly("id2");
  }

  @Test
  void repeatedNextTokenNeverEnds() {
    config.repeatingNextToken();
    assertThat(read("2").nextToken()).isNotNull();
  }

  @Test
  void newestEvaluationIsTheCurrentOne() {
    config.putEvaluations(it -> it.evaluations(evaluation("NON_COMPLIANT", NOW)));
    config.putEvaluations(it -> it.evaluations(evaluation("COMPLIANT", NOW.minusSeconds(1))));
    assertThat(config.currentEvaluation("id0").complianceTypeAsString()).isEqualTo("NON_COMPLIANT");
    assertThat(config.evaluations()).hasSize(2);
  }

  @Test
  void selectedEvaluationsFail() {
    config.failingEvaluations(batch -> batch.subList(0, 1));
    List<Evaluation> batch = List.of(evaluation("COMPLIANT", NOW), evaluation("COMPLIANT", NOW));
    assertThat(config.putEvaluations(it -> it.evaluations(batch)).failedEvaluations()).hasSize(1);
  }

  @Test
  void readsAndPutsFailOnRequest() {
    ConfigException exception = (ConfigException) ConfigException.builder().message("no").build();
    config.failingReads(exception).failingPuts(exception);
    assertThatThrownBy(() -> read(null)).isSameAs(exception);
    assertThatThrownBy(() -> config.putEvaluations(it -> it.evaluations(List.of())))
        .isSameAs(exception);
  }

  /** As AWS Config, which accepts nothing but an account (F41). */
  @Test
  void onlyProcessChecksOfAnAccountAreAnswered() {
    ConfigRule other = ConfigRule.builder().configRuleName("other").build();
    config.withRules(FakeConfig.processCheck("check"), other);
    answer("check", "AWS::::Account", "123456789012", "why");
    assertThat(config.externalEvaluations()).containsOnlyKeys("check");
    assertThat(config.processCheckCalls()).isEqualTo(1);
    assertThatThrownBy(() -> answer("absent", "AWS::::Account", "123456789012", "why"))
        .isInstanceOf(NoSuchConfigRuleException.class);
    for (String[] rejected :
        new String[][] {
          {"other", "AWS::::Account", "123456789012", "why"},
          {"check", "AWS::IAM::User", "123456789012", "why"},
          {"check", "AWS::::Account", "AIDA1", "why"},
          {"check", "AWS::::Account", "123456789012", ""},
          {"check", "AWS::::Account", "123456789012", "w".repeat(257)}
        }) {
      assertThatThrownBy(() -> answer(rejected[0], rejected[1], rejected[2], rejected[3]))
          .isInstanceOf(InvalidParameterValueException.class);
    }
  }

  private void answer(String rule, String resourceType, String resourceId, String annotation) {
    config.putExternalEvaluation(
        request ->
            request
                .configRuleName(rule)
                .externalEvaluation(
                    it ->
                        it.complianceResourceType(resourceType)
                            .complianceResourceId(resourceId)
                            .complianceType(ComplianceType.COMPLIANT)
                            .annotation(annotation)));
  }

  private GetComplianceDetailsByConfigRuleResponse read(String token) {
    return config.getComplianceDetailsByConfigRule(
        it -> it.complianceTypes(ComplianceType.COMPLIANT).limit(2).nextToken(token));
  }

  private static List<String> ids(GetComplianceDetailsByConfigRuleResponse page) {
    return page.evaluationResults().stream()
        .map(it -> it.evaluationResultIdentifier().evaluationResultQualifier().resourceId())
        .toList();
  }

  private static Evaluation evaluation(String complianceType, Instant time) {
    return Evaluation.builder()
        .complianceResourceId("id0")
        .complianceType(complianceType)
        .orderingTimestamp(time)
        .build();
  }
}
