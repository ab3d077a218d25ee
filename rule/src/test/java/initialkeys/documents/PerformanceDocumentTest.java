package initialkeys.documents;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.iam.model.ReportStateType.COMPLETE;
import static software.amazon.awssdk.services.iam.model.ReportStateType.STARTED;

import initialkeys.invocation.Invocation;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The numbers of calls in the document about performance, compared with runs. */
class PerformanceDocumentTest {

  private static final Path PERFORMANCE = Path.of("../docs/performance.md");

  @Test
  void benchmarkTableHasNumbersOfCalls() throws IOException {
    List<List<String>> rows =
        DocumentTable.cells(
            PERFORMANCE,
            "| account | credential report | calls | per user | of the per-user way's calls | of"
                + " its time | peak heap |");
    assertThat(rows).hasSize(18);
    int perUserWay = 0;
    for (List<String> row : rows) {
      int calls = total(callsOf(row.get(0), row.get(1)));
      if (row.get(1).startsWith("none")) perUserWay = calls;
      int users = users(row.get(0));
      assertThat(row.subList(2, 5))
          .as(row.toString())
          .containsExactly(
              String.format(Locale.ROOT, "%,d", calls),
              ratio(calls, users),
              ratio(calls, perUserWay));
    }
  }

  @Test
  void callsByOperationAreThoseOf5000MixedUsers() throws IOException {
    List<String> reports = List.of("none: the per-user way", "of this run", "earlier");
    Map<String, String> counted = new TreeMap<>();
    List<Map<String, Integer>> calls = new ArrayList<>();
    for (String report : reports) calls.add(callsOf("5,000 users, mixed", report));
    calls.stream()
        .flatMap(counts -> counts.keySet().stream())
        .forEach(
            operation ->
                counted.put(
                    operation,
                    String.join(
                        " | ",
                        calls.stream()
                            .map(
                                counts ->
                                    String.format(
                                        Locale.ROOT, "%,d", counts.getOrDefault(operation, 0)))
                            .toList())));
    assertThat(
            DocumentTable.rows(
                PERFORMANCE, "| operation | %s |".formatted(String.join(" | ", reports))))
        .isEqualTo(counted);
  }

  @Test
  void thousandMixedUsersMakeCallsDocumented() throws IOException {
    assertThat(Files.readString(PERFORMANCE))
        .contains(
            "a run makes %s calls with its own credential report and %s with an earlier one"
                .formatted(
                    total(callsOf("1,000 users, mixed", "of this run")),
                    total(callsOf("1,000 users, mixed", "earlier"))));
  }

  private static Map<String, Integer> callsOf(String name, String report) {
    int users = users(name);
    SimulatedAccount account =
        name.endsWith("mixed") ? SimulatedAccount.mixed(users) : SimulatedAccount.clean(users);
    FakeIam iam =
        switch (report) {
          case "of this run" -> account.iam(STARTED);
          case "earlier" -> account.iam(COMPLETE);
          default -> account.iamWithoutReport();
        };
    FakeConfig config = account.config();
    Invocation.of(iam, config).run(account.event());
    Map<String, Integer> calls =
        iam.calls().stream()
            .collect(groupingBy(call -> call.split(" ", 2)[0], TreeMap::new, summingInt(_ -> 1)));
    calls.put("PutEvaluations", config.requests().size());
    calls.put("GetComplianceDetailsByConfigRule", config.reads());
    calls.put("DescribeConfigurationRecorders", config.recorderReads());
    return calls;
  }

  private static int total(Map<String, Integer> calls) {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The number of users in a text such as "5,000 users, mixed". */
  private static int users(String account) {
    return Integer.parseInt(account.replaceAll("\\D", ""));
  }

  private static String ratio(int calls, int of) {
    return String.format(Locale.ROOT, "%.3f", (double) calls / of);
  }
}
