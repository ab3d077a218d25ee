package initialkeys.cli.preview.result;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.RuleParameter;
import initialkeys.run.CredentialReportStatus.NotRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BasisTest {

  private static Basis of(Map<String, String> parameters) {
    return new Basis("source", Instant.EPOCH, parameters, new NotRequested());
  }

  @Test
  void everyParameterIsThereInOrderOfRule() {
    assertThat(of(Map.of()).parameters().keySet())
        .containsExactlyElementsOf(
            Arrays.stream(RuleParameter.values()).map(RuleParameter::key).toList());
  }

  @Test
  void givenValueReplacesDefaultOfItsParameter() {
    Basis basis = of(Map.of("gracePeriodHours", "24"));
    assertThat(basis.parameters())
        .containsEntry("gracePeriodHours", "24")
        .containsEntry("creationWindowMinutes", "5");
  }

  @Test
  void creationWindowIsThatOfParameters() {
    assertThat(of(Map.of()).creationWindow()).isEqualTo(Duration.ofMinutes(5));
    assertThat(of(Map.of("creationWindowMinutes", "90")).creationWindow())
        .isEqualTo(Duration.ofMinutes(90));
  }
}
