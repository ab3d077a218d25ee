package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The prices in the document about cost, computed from AWS Config's tiers (F17). */
class CostDocumentTest {

  private static final Path COST = Path.of("../docs/cost.md");
  private static final long FIRST_TIER = 100_000;
  private static final long SECOND_TIER = 400_000;

  @Test
  void pricesFollowTheTiers() throws IOException {
    List<List<String>> rows =
        DocumentTable.cells(
            COST, "| users | every 24 hours | every hour | every 24 hours, `reportOnlyChanges` |");
    assertThat(rows).hasSize(3);
    for (List<String> row : rows) {
      long users = Long.parseLong(row.getFirst().replace(",", ""));
      assertThat(row.get(1)).contains(evaluations(users * 30)).endsWith(price(users * 30));
      assertThat(row.get(2)).contains(evaluations(users * 720)).endsWith(price(users * 720));
    }
  }

  private static String evaluations(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Beyond the second tier the price is lower than in it, and not given. */
  private static String price(long evaluations) {
    BigDecimal dollars =
        new BigDecimal("0.001")
            .multiply(BigDecimal.valueOf(Math.min(evaluations, FIRST_TIER)))
            .add(
                new BigDecimal("0.0008")
                    .multiply(BigDecimal.valueOf(Math.max(0, evaluations - FIRST_TIER))));
    return String.format(
        Locale.ROOT,
        "= %s$%,d a month",
        evaluations > FIRST_TIER + SECOND_TIER ? "less than " : "",
        dollars.setScale(0, RoundingMode.UNNECESSARY).longValue());
  }
}
