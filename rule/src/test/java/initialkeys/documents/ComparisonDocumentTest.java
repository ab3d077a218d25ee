package initialkeys.documents;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.invocation.Invocation;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;

/** What this rule and other tools find in one account, compared with the document about it. */
class ComparisonDocumentTest {

  private static final Path COMPARISON = Path.of("../docs/comparison.md");
  private static final Pattern PARAMETER = Pattern.compile("`(\\w+)=(\\w*)`");

  private final Account account =
      Fixtures.account(Path.of("../test-fixtures/accounts/other-tools.json"));

  @Test
  void tableShowsWhatEachToolFinds() throws IOException {
    Set<String> ours = nonCompliant(account.parameters());
    List<List<String>> rows =
        DocumentTable.cells(
            COMPARISON,
            "| user | this rule | Prowler | console audit | command-line audit | Access Analyzer |"
                + " Security Hub |");
    assertThat(rows).extracting(List::getFirst).containsExactlyElementsOf(names());
    for (int i = 0; i < rows.size(); i++) {
      User user = account.users().get(i);
      List<String> found = new ArrayList<>(List.of(mark(ours.contains(user.name()))));
      for (OtherTool tool : OtherTool.values()) {
        found.add(mark(tool.finds(user, account.now())));
      }
      assertThat(rows.get(i).subList(1, 7)).as(user.name()).isEqualTo(found);
    }
  }

  /** With the documented parameters, and for the documented users alone, the results differ. */
  @Test
  void parametersComeNearestToEachTool() throws IOException {
    List<List<String>> rows =
        DocumentTable.cells(
            COMPARISON, "| tool | parameters | only this rule finds | only the tool finds |");
    Map<String, List<String>> byTool =
        rows.stream().collect(Collectors.toMap(List::getFirst, row -> row));
    assertThat(byTool).hasSize(OtherTool.values().length);
    for (OtherTool tool : OtherTool.values()) {
      List<String> row = byTool.get(tool.title());
      Set<String> ours = nonCompliant(parameters(row.get(1)));
      assertThat(row.subList(2, 4))
          .as(tool.title())
          .containsExactly(
              listed(user -> ours.contains(user.name()) && !tool.finds(user, account.now())),
              listed(user -> !ours.contains(user.name()) && tool.finds(user, account.now())));
    }
  }

  private static String mark(boolean isFound) {
    return isFound ? "finds" : "–";
  }

  private List<String> names() {
    return account.users().stream().map(User::name).toList();
  }

  private String listed(Predicate<User> users) {
    String names = account.users().stream().filter(users).map(User::name).collect(joining(", "));
    return names.isEmpty() ? "nobody" : names;
  }

  private static Map<String, String> parameters(String cell) {
    Map<String, String> parameters = new TreeMap<>();
    PARAMETER.matcher(cell).results().forEach(it -> parameters.put(it.group(1), it.group(2)));
    return parameters;
  }

  private Set<String> nonCompliant(Map<String, String> parameters) {
    FakeConfig config = new FakeConfig(account);
    Invocation.of(new FakeIam(account), config)
        .run(Events.schedule(account.accountId(), account.now(), parameters, "a-result-token"));
    Map<String, ComplianceType> results =
        config.evaluations().stream()
            .collect(
                Collectors.toMap(Evaluation::complianceResourceId, Evaluation::complianceType));
    return account.users().stream()
        .filter(user -> results.get(user.id()) == ComplianceType.NON_COMPLIANT)
        .map(User::name)
        .collect(Collectors.toSet());
  }
}
