package initialkeys.securityhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.decision.IamUser;
import initialkeys.decision.RuleParameters;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.securityhub.FindingImports.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls to Security Hub, and what is counted. */
class FindingImportsTest {

  private static final FindingFormat FORMAT =
      new FindingFormat(
          new FindingFormat.Source("aws", "eu-west-1", "123456789012", "the-rule"),
          RuleParameters.parse(Map.of()).decision(),
          "LOW",
          user -> Instant.parse("2026-01-15T12:00:00Z"));

  private HubServer server;

  @BeforeEach
  void open() throws IOException {
    server = new HubServer();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private FindingImports imports(BooleanSupplier isLate) {
    return new FindingImports(server.client(), "123456789012", isLate);
  }

  private static String id(int number) {
    return "AIDA" + (1_000_000_000_000_000L + number);
  }

  private static List<Entry> entries(int from, int to, boolean isActive) {
    NonCompliant verdict = new NonCompliant(List.of(new Finding("AKIA1", Duration.ofSeconds(1))));
    return IntStream.range(from, to)
        .mapToObj(i -> IamUser.listed(new UserIdentity(id(i), "name", "/", Instant.EPOCH)))
        .map(user -> new Evaluated(Subject.of(user), verdict))
        .map(
            outcome ->
                new Entry(outcome.subject().resource(), FORMAT.failed(outcome, verdict), isActive))
        .toList();
  }

  private static boolean isAbout(JsonNode finding, String userId) {
    return finding.get("Id").textValue().endsWith("/" + userId);
  }

  @Test
  void findingsAreSentByTheHundred() {
    FindingImports imports = imports(() -> false);
    imports.sendActive(entries(0, 200, true));
    imports.archive(entries(200, 301, false));
    imports.sendActive(List.of());
    assertThat(server.hub().batches()).containsExactly(100, 100, 100, 1);
    assertThat(server.hub().findings()).hasSize(301);
    assertThat(imports.delivery().failures()).isEmpty();
    assertThat(imports.delivery().counts())
        .isEqualTo(Map.of("FindingsSent", 200, "FindingsArchived", 101, "FindingsRejected", 0));
  }

  /** A 200 response may contain failed findings (F43). */
  @Test
  void failedFindingsAreSentAgainAndThenNamed() {
    server.hub().failing(finding -> isAbout(finding, id(1)));
    FindingImports imports = imports(() -> false);
    imports.sendActive(entries(0, 3, true));
    assertThat(server.hub().batches()).containsExactly(3, 1, 1);
    assertThat(imports.delivery().failures())
        .containsExactly(
            "securityhub:BatchImportFindings for %s: not accepted in 3 attempts (InvalidInput: not"
                    .formatted(id(1))
                + " this one)");
    assertThat(imports.delivery().counts())
        .isEqualTo(Map.of("FindingsSent", 2, "FindingsArchived", 0, "FindingsRejected", 1));
  }

  /** The messages are the service's. */
  @Test
  void eachErrorIsReportedWithItsFindings() {
    List<Entry> entries = entries(0, 3, true);
    server.acceptNothing(
        Map.of(
            findingId(entries.get(0)), "too\nlarge",
            findingId(entries.get(1)), "too late",
            findingId(entries.get(2)), "too\nlarge"));
    FindingImports imports = imports(() -> false);
    imports.sendActive(entries);
    assertThat(imports.delivery().failures())
        .containsExactlyInAnyOrder(
            "securityhub:BatchImportFindings for %s, %s: not accepted in 3 attempts (InvalidInput:"
                    .formatted(id(0), id(2))
                + " too large)",
            "securityhub:BatchImportFindings for %s: not accepted in 3 attempts (InvalidInput: too"
                    .formatted(id(1))
                + " late)");
    assertThat(imports.delivery().counts())
        .isEqualTo(Map.of("FindingsSent", 0, "FindingsArchived", 0, "FindingsRejected", 3));
  }

  private static String findingId(Entry entry) {
    return String.valueOf(entry.finding().get("Id"));
  }

  /** Three rejected calls in a row end the sending of findings, and not the archiving. */
  @Test
  void rejectedFindingsDoNotKeepOthersFromBeingArchived() {
    server.hub().failing(finding -> !isAbout(finding, id(9)));
    FindingImports imports = imports(() -> false);
    for (int i = 0; i < 4; i++) imports.sendActive(entries(i, i + 1, true));
    imports.archive(entries(8, 10, false));
    assertThat(imports.delivery().failures())
        .hasSize(5)
        .first()
        .asString()
        .as("archives come first")
        .startsWith("securityhub:BatchImportFindings for %s: ".formatted(id(8)));
    assertThat(imports.delivery().counts())
        .isEqualTo(Map.of("FindingsSent", 0, "FindingsArchived", 1, "FindingsRejected", 5));
  }

  /** Only InvalidAccessException says that the account cannot use Security Hub (F43). */
  @Test
  void rejectedCallIsAFailure() {
    server.reject(403, "AccessDeniedException");
    FindingImports imports = imports(() -> false);
    imports.sendActive(entries(0, 1, true));
    assertThat(imports.delivery().warnings()).isEmpty();
    assertThat(imports.delivery().failures())
        .singleElement()
        .asString()
        .startsWith("securityhub:BatchImportFindings for %s: rejected (".formatted(id(0)));
  }

  @Test
  void responseThatAcceptsFewerThanItNamesIsAFailure() {
    server.acceptOnly(1);
    FindingImports imports = imports(() -> false);
    imports.sendActive(entries(0, 2, true));
    assertThat(imports.delivery().failures())
        .singleElement()
        .asString()
        .endsWith("not accepted in 3 attempts (1 of 2 accepted)");
    assertThat(imports.delivery().counts())
        .isEqualTo(Map.of("FindingsSent", 0, "FindingsArchived", 0, "FindingsRejected", 2));
  }

  /** Only archives that were rejected: a run does not know what else Security Hub holds. */
  @Test
  void unarchivedUsersAreKnown() {
    server.hub().failing(finding -> !isAbout(finding, id(0)));
    FindingImports imports = imports(() -> false);
    imports.archive(entries(0, 2, false));
    imports.sendActive(entries(2, 3, true));
    assertThat(imports.isUnarchived(Resource.user(id(0)))).isFalse();
    assertThat(imports.isUnarchived(Resource.user(id(1)))).isTrue();
    assertThat(imports.isUnarchived(Resource.user(id(2)))).isFalse();
  }

  @Test
  void recipientHasAcceptedSomething() {
    FindingImports imports = imports(() -> false);
    assertThat(imports.delivery().recipients()).isEmpty();
    imports.archive(entries(0, 1, false));
    assertThat(imports.delivery().recipients()).containsExactly("Security Hub");
    imports.sendActive(entries(1, 2, true));
    assertThat(imports.delivery().recipients()).containsExactly("Security Hub");
  }

  @Test
  void withoutTimeNothingIsSent() {
    FindingImports imports = imports(() -> true);
    imports.sendActive(entries(0, 2, true));
    assertThat(server.hub().batches()).isEmpty();
    assertThat(imports.delivery().failures())
        .containsExactly(
            "securityhub:BatchImportFindings: 2 findings not sent: the invocation was about to"
                + " time out");
  }

  /** One warning and one call, however many there would have been. */
  @Test
  void securityHubThatIsNotEnabledIsAWarning() {
    int[] calls = {0};
    server.hub().off();
    FindingImports imports =
        imports(
            () -> {
              calls[0]++;
              return false;
            });
    imports.archive(entries(0, 101, false));
    imports.sendActive(entries(0, 1, true));
    assertThat(calls).containsExactly(1);
    assertThat(imports.delivery().failures()).isEmpty();
    assertThat(imports.delivery().warnings())
        .singleElement()
        .asString()
        .startsWith(
            "securityhub:BatchImportFindings: Security Hub is not enabled in account 123456789012,"
                + " Region eu-west-1, or the account may not use it; no finding was sent:"
                + " InvalidAccessException");
  }
}
