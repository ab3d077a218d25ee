package initialkeys.processcheck;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.DecisionParameters;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.decision.Verdict.Settled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {

  private static DecisionParameters parameters(Map<String, String> given) {
    return RuleParameters.parse(given).decision();
  }

  @Test
  void deletedUsersDoNotCount() {
    Settled nonCompliant = new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(12))));
    Settled compliant = new Compliant(Compliant.Reason.NO_INITIAL_KEY);
    Settled exempt = new Compliant(Compliant.Reason.EXEMPT);
    Settled deleted = new NotApplicable(NotApplicable.Reason.DELETED);
    assertThat(
            Answer.of(
                List.of(
                    nonCompliant,
                    compliant,
                    compliant,
                    exempt,
                    deleted,
                    compliant,
                    exempt,
                    nonCompliant)))
        .isEqualTo(new Answer(2, 2, 7));
    assertThat(Answer.of(List.of())).isEqualTo(new Answer(0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | 0 | 0    | true  | 0 of 0 IAM users are NON_COMPLIANT; 0 exempt. Rule: the-rule.
          0 | 2 | 41   | true  | 0 of 41 IAM users are NON_COMPLIANT; 2 exempt. Rule: the-rule.
          1 | 0 | 41   | false | 1 of 41 IAM users is NON_COMPLIANT; 0 exempt. Rule: the-rule.
          3 | 2 | 5000 | false | 3 of 5,000 IAM users are NON_COMPLIANT; 2 exempt. Rule: the-rule.
          """)
  void annotationHasTheNumbersAndTheRule(
      int nonCompliant, int exempt, int users, boolean isCompliant, String annotation) {
    Answer answer = new Answer(nonCompliant, exempt, users);
    assertThat(answer.isCompliant()).isEqualTo(isCompliant);
    assertThat(answer.annotation(parameters(Map.of()), "the-rule")).isEqualTo(annotation);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          creationWindowMinutes | 4       | creationWindowMinutes=4
          activeKeysOnly        | true    | activeKeysOnly
          gracePeriodHours      | 24      | gracePeriodHours=24
          exemptUsers           | robot-* | exemptUsers
          """)
  void looserParametersAreNamed(String name, String value, String remark) {
    assertThat(new Answer(0, 0, 9).annotation(parameters(Map.of(name, value)), "r"))
        .isEqualTo(
            "0 of 9 IAM users are NON_COMPLIANT; 0 exempt. Looser than the control: %s. Rule: r."
                .formatted(remark));
  }

  @Test
  void stricterParametersNeedNoRemark() {
    assertThat(
            new Answer(0, 0, 9)
                .annotation(
                    parameters(
                        Map.of(
                            "creationWindowMinutes", "10",
                            "consolePasswordOnly", "false",
                            "unusedKeysOnly", "false")),
                    "r"))
        .isEqualTo("0 of 9 IAM users are NON_COMPLIANT; 0 exempt. Rule: r.");
  }

  @Test
  void annotationOfExactly256CharactersIsWhole() {
    int others = new Answer(0, 0, 9).annotation(parameters(Map.of()), "").length();
    String longest = "r".repeat(256 - others);
    assertThat(new Answer(0, 0, 9).annotation(parameters(Map.of()), longest))
        .hasSize(256)
        .endsWith("r.");
    assertThat(new Answer(0, 0, 9).annotation(parameters(Map.of()), longest + "r"))
        .hasSize(256)
        .endsWith("r...");
  }

  /** A deployed name has at most 64 characters, one in an event at most 128. */
  @ParameterizedTest
  @CsvSource({"64, .", "128, ..."})
  void longestAnnotationIsWithinTheLimit(int length, String end) {
    DecisionParameters looser =
        parameters(
            Map.of(
                "creationWindowMinutes", "1",
                "activeKeysOnly", "true",
                "gracePeriodHours", "2160",
                "exemptUsers", "robot-*"));
    String annotation = new Answer(20_000, 10_000, 30_000).annotation(looser, "r".repeat(length));
    assertThat(annotation).hasSizeLessThanOrEqualTo(256).endsWith("r" + end);
    assertThat(annotation.length() == 256).isEqualTo(length == 128);
  }
}
