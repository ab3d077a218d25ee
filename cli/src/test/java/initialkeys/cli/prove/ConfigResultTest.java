package initialkeys.cli.prove;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.service.FakeConfig;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;

class ConfigResultTest {

  private static final Instant RECORDED = Instant.parse("2026-01-15T12:00:00Z");

  @Test
  void resultsOfEveryPageAreRead() {
    List<Stored> stored =
        IntStream.range(0, 201)
            .mapToObj(i -> new Stored("AIDA" + i, "COMPLIANT", "text", RECORDED))
            .toList();
    FakeConfig config = new FakeConfig(stored);
    assertThat(ConfigResult.read(config, "rule")).hasSize(201).containsKeys("AIDA0", "AIDA200");
    assertThat(config.reads()).isEqualTo(3);
  }

  @Test
  void whatIsNotSaidIsEmptyOrLongAgo() {
    assertThat(
            ConfigResult.read(
                new FakeConfig(
                    List.of(
                        new Stored("AIDA1", "NON_COMPLIANT", null),
                        new Stored("AIDA2", "COMPLIANT", "text", RECORDED),
                        new Stored("AIDA3", "NOT_APPLICABLE", "text"))),
                "rule"))
        .containsOnlyKeys("AIDA1", "AIDA2")
        .containsEntry(
            "AIDA1",
            new ConfigResult(ComplianceType.NON_COMPLIANT, "", Instant.EPOCH, Instant.EPOCH))
        .hasEntrySatisfying(
            "AIDA2",
            it -> {
              assertThat(it.recorded()).isEqualTo(RECORDED);
              assertThat(it).hasToString("COMPLIANT: text");
            });
  }
}
