package initialkeys.documents;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.Invocation;
import initialkeys.run.ResultDestinations;
import initialkeys.securityhub.HubServer;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** The prices in the document about cost, computed from AWS Config's tiers (F17) and from runs. */
class CostDocumentTest {

  private static final Path COST = Path.of("../docs/cost.md");
  private static final long FIRST_TIER = 100_000;
  private static final long SECOND_TIER = 400_000;
  private static final int DAYS = 90;

  /** AWS Config records a result some time after the schedule that it is from. */
  private static final Duration UNTIL_RECORDED = Duration.ofMinutes(3);

  private final Map<String, Integer> counted = new HashMap<>();

  @Test
  void pricesFollowTheTiers() throws IOException {
    List<List<String>> rows = DocumentTable.cells(COST, "| users | every 24 hours | every hour |");
    assertThat(rows).hasSize(3);
    for (List<String> row : rows) {
      long users = number(row.getFirst());
      assertThat(row.get(1)).contains(evaluations(users * 30)).endsWith(price(users * 30));
      assertThat(row.get(2)).contains(evaluations(users * 720)).endsWith(price(users * 720));
    }
  }

  /** Runs every schedule of 90 days; what is sent for 20,000 users is sent for each one alike. */
  @Test
  void unchangedUsersCostWhatTheTableSays() throws IOException {
    List<List<String>> rows =
        DocumentTable.cells(
            COST, "| stable users | evaluations in 90 days | a month | price a month |");
    assertThat(rows).extracting(List::getFirst).containsExactly("100", "5,000", "20,000", "50");
    for (List<String> row : rows) {
      int users = (int) number(row.getFirst());
      int sent = users > 1_000 ? users / 1_000 * sentIn90Days(1_000) : sentIn90Days(users);
      assertThat(row.get(1)).isEqualTo(evaluations(sent));
      assertThat(row.get(2)).isEqualTo(evaluations(sent / 3));
      String manyAccounts = users == 50 ? "; in 1,000 accounts, " + dollars(sent / 3 * 1_000L) : "";
      assertThat(row.get(3)).isEqualTo(dollars(sent / 3) + manyAccounts);
    }
    assertThat(sentIn90Days(1_000)).isEqualTo(3 * 1_000);
  }

  @Test
  void metricsArePricedAsLogged() throws IOException {
    String document = Files.readString(COST);
    int own = metrics(ResultDestinations.NONE);
    int answers = metrics(new ResultDestinations(true, Optional.empty())) - own;
    int findings = metrics(new ResultDestinations(false, Optional.of("HIGH"))) - own;
    assertThat(document)
        .contains("\n- %s metrics of its own, %s;".formatted(own, metricPrice(own)))
        .contains(", and %s metrics of their own, %s.".formatted(answers, metricPrice(answers)));
    assertThat(findings).isEqualTo(3);
    assertThat(document).contains(" Three metrics, %s.".formatted(metricPrice(findings)));
  }

  /** How many metrics a scheduled run logs. */
  private static int metrics(ResultDestinations destinations) throws IOException {
    SimulatedAccount account = SimulatedAccount.mixed(100);
    List<String> log;
    try (HubServer securityHub = new HubServer()) {
      log =
          Invocation.of(account.iam(ReportStateType.COMPLETE), account.config())
              .with(destinations)
              .with(securityHub.client())
              .run(account.event())
              .log();
    }
    return Fixtures.JSON.readTree(log.getFirst()).at("/_aws/CloudWatchMetrics/0/Metrics").size();
  }

  private static String metricPrice(int metrics) {
    return "%s × $0.30 = $%s"
        .formatted(metrics, new BigDecimal("0.30").multiply(BigDecimal.valueOf(metrics)));
  }

  private int sentIn90Days(int users) {
    return counted.computeIfAbsent(
        String.valueOf(users),
        key -> {
          SimulatedAccount account = SimulatedAccount.mixed(users);
          Instant[] now = {SimulatedAccount.NOW};
          FakeConfig config =
              new FakeConfig(List.of()).remembering(() -> now[0].plus(UNTIL_RECORDED));
          for (int day = 0; day < DAYS; day++) {
            Invocation.of(account.iam(ReportStateType.COMPLETE, now[0].minusSeconds(60)), config)
                .run(Events.schedule("123456789012", now[0], Map.of(), "a-result-token"));
            now[0] = now[0].plus(Duration.ofDays(1));
          }
          assertThat(config.storedResults()).hasSize(users);
          return config.evaluations().size();
        });
  }

  private static long number(String cell) {
    return Long.parseLong(cell.replace(",", ""));
  }

  private static String evaluations(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String dollars(long evaluations) {
    return price(evaluations).substring(2).replace(" a month", "");
  }

  /** Beyond the second tier the price is lower than in it, and not given. */
  private static String price(long evaluations) {
    BigDecimal dollars =
        new BigDecimal("0.001")
            .multiply(BigDecimal.valueOf(Math.min(evaluations, FIRST_TIER)))
            .add(
                new BigDecimal("0.0008")
                    .multiply(BigDecimal.valueOf(Math.max(0, evaluations - FIRST_TIER))));
    boolean isWhole = dollars.stripTrailingZeros().scale() <= 0;
    return String.format(
        Locale.ROOT,
        "= %s$%s a month",
        evaluations > FIRST_TIER + SECOND_TIER ? "less than " : "",
        isWhole
            ? String.format(Locale.ROOT, "%,d", dollars.longValueExact())
            : dollars.setScale(2, RoundingMode.UNNECESSARY).toPlainString());
  }
}
