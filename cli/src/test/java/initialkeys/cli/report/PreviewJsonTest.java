package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.account;
import static initialkeys.cli.report.TestResults.deleted;
import static initialkeys.cli.report.TestResults.key;
import static initialkeys.cli.report.TestResults.preview;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.simulation.account.Fixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewJsonTest {

  @Test
  void namesAreExact() {
    String name = "bo\u202Etnailpmoc\u2066";
    assertThat(
            Fixtures.tree(new PreviewJson(preview(user(name, Result.COMPLIANT))).text())
                .at("/accounts/0/results/0/user")
                .textValue())
        .isEqualTo(name);
  }

  @Test
  void factsHaveTheirSources() {
    JsonNode user =
        parsed(
                preview(
                    user(
                        "zoe",
                        Result.NON_COMPLIANT,
                        "why",
                        key("AKIA1", Duration.ofSeconds(27), true))))
            .at("/accounts/0/results/0");
    assertThat(user)
        .isEqualTo(
            Fixtures.tree(
                """
                {
                  "user": "zoe", "userId": "AIDAzoe", "result": "NON_COMPLIANT", "reason": "why",
                  "path": "/",
                  "created": {"value": "2025-06-01T10:00:00Z", "source": "iam:ListUsers"},
                  "consolePassword": {"value": true, "source": "iam:GetLoginProfile"},
                  "accessKeys": {
                    "source": "iam:ListAccessKeys",
                    "keys": [{
                      "id": "AKIA1", "status": "Active",
                      "created": {
                        "value": "2025-06-01T10:00:27Z", "source": "iam:ListAccessKeys"},
                      "secondsAfterUser": 27,
                      "use": {
                        "isUsed": false, "lastUsed": null, "service": null, "region": null,
                        "source": "iam:GetAccessKeyLastUsed"},
                      "isFinding": true
                    }]
                  }
                }
                """));
  }

  @Test
  void countsAreThoseOfUsers() {
    JsonNode counts =
        parsed(
                preview(
                    user("zoe", Result.NON_COMPLIANT),
                    user("mia", Result.NOT_EVALUATED),
                    user("ana", Result.COMPLIANT),
                    deleted("AIDA")))
            .path("users");
    assertThat(counts)
        .isEqualTo(
            Fixtures.tree(
                """
                {"all": 3, "NON_COMPLIANT": 1, "NOT_EVALUATED": 1, "COMPLIANT": 1,
                 "NOT_APPLICABLE": 0}
                """));
  }

  @Test
  void incompletePreviewSaysSo() {
    PreviewResult failed =
        PreviewResult.of(
            account("123456789012", List.of("why"), user("mia", Result.NOT_EVALUATED)));
    assertThat(parsed(failed).path("isComplete").booleanValue()).isFalse();
    assertThat(parsed(failed).at("/accounts/0/failures/0").textValue()).isEqualTo("why");
    assertThat(parsed(preview()).path("isComplete").booleanValue()).isTrue();
    assertThat(parsed(TestResults.organization()).path("isComplete").booleanValue()).isFalse();
    assertThat(parsed(TestResults.organization()).path("accountsNotRead"))
        .isEqualTo(
            Fixtures.tree(
                """
                [{"accountId": "333333333333", "name": "sandbox", "reason": "access denied",
                  "isExcluded": false}]
                """));
  }

  @Test
  void credentialReportSaysWhetherItIsFromThisRun() {
    assertThat(parsed(preview()).at("/accounts/0/credentialReport"))
        .isEqualTo(
            Fixtures.tree(
                """
                {"isUsed": true, "isFromThisRun": true, "generated": "2026-01-15T11:59:55Z"}
                """));
  }

  private static JsonNode parsed(PreviewResult preview) {
    return Fixtures.tree(new PreviewJson(preview).text());
  }
}
