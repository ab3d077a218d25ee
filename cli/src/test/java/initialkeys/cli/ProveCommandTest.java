package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.service.SimulatedConfig.Reevaluation;
import initialkeys.simulation.service.WritableIam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

class ProveCommandTest {

  private static final Locale BEFORE = Locale.getDefault();

  @AfterEach
  void resetLocale() {
    Locale.setDefault(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "tr-TR", "ar-EG-u-nu-arab"})
  void outputIsThatOfFileInEveryLocale(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    ProvableAccount account = ProvableAccount.withDefaults();
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.out()).isEqualToNormalizingNewlines(ExpectedText.of("prove.txt"));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void outputWithRemediationIsThatOfFile() {
    ProvableAccount account = new ProvableAccount(Map.of(), Reevaluation.SCHEDULE);
    account.config.remediating(id -> List.of("DeactivateKeys"));
    Printed printed = account.run("prove", "--yes", "--remediation");
    assertThat(printed.out())
        .isEqualToNormalizingNewlines(ExpectedText.of("prove-remediation.txt"));
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
  }

  /** Whatever AWS Config sends when it is asked to evaluate (F58). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SCHEDULE | sent a ScheduledNotification: results of several users have one time",
        "CHANGES | sent changes: results were recorded again",
      })
  void everyKindOfReevaluationProvesTheSame(Reevaluation kind, String observed) {
    Printed printed = new ProvableAccount(Map.of(), kind).run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(printed.out().lines().limit(15))
        .containsExactlyElementsOf(ExpectedText.of("prove.txt").lines().limit(15).toList());
    assertThat(facts(printed)).containsOnlyOnce("F58  observed: ").contains(observed);
  }

  private static String table(Printed printed) {
    return printed.out().split("Facts about AWS", 2)[0];
  }

  private static String facts(Printed printed) {
    return printed.out().split("Facts about AWS", 2)[1];
  }

  @ParameterizedTest
  @CsvSource({"NON_COMPLIANT, COMPLIANT, 6", "COMPLIANT, NON_COMPLIANT, 5"})
  void wrongResultsFail(ComplianceType right, ComplianceType wrong, int failures) {
    ProvableAccount account = ProvableAccount.withDefaults();
    account.withResults(
        it -> it.complianceType() == right ? it.copy(to -> to.complianceType(wrong)) : it);
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(table(printed)).contains("%s FAIL".formatted(failures));
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void wrongAnnotationFails() {
    ProvableAccount account = ProvableAccount.withDefaults();
    account.withResults(it -> it.copy(to -> to.annotation("other")));
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(table(printed)).contains("0 PASS").contains("AWS Config has COMPLIANT: other");
  }

  /**
   * AWS Config does not evaluate again before the proof ends; the deletion of another user invokes
   * the rule meanwhile.
   */
  @Test
  void staleResultIsNeverFailure() {
    ProvableAccount account = ProvableAccount.withDefaults();
    CountedCalls calls =
        new CountedCalls(
            (number, action) ->
                action.equals("config:StartConfigRulesEvaluation")
                    ? Optional.of(LimitExceededException.builder().message("later").build())
                    : Optional.empty());
    account.calledThrough(
        iam -> iam, config -> calls.through(ConfigClient.class, "config", config));
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(table(printed))
        .contains("AWS Config has not invoked the rule again in time: NON_COMPLIANT")
        .contains(" 0 FAIL, ");
  }

  /** What the rule says while Security Hub has not archived a finding. */
  @Test
  void annotationMayNameFindingThatIsNotArchived() {
    ProvableAccount account = ProvableAccount.withDefaults();
    account.withResults(
        it ->
            it.complianceType() == ComplianceType.COMPLIANT
                ? it.copy(
                    to ->
                        to.annotation(
                            it.annotation()
                                + " A finding in Security Hub may not be archived yet."))
                : it);
    assertThat(account.run("prove", "--yes").code()).isEqualTo(ExitCode.COMPLETE);
  }

  /** A rule that does nothing has proven nothing. */
  @Test
  void silentRuleIsNotProven() {
    ProvableAccount account = ProvableAccount.withDefaults().withSilentRule();
    Printed printed = account.run("prove", "--yes", "--timeout", "15");
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(table(printed))
        .contains("AWS Config has no result in time.")
        .contains("9 lines: 0 PASS, 0 FAIL, 9 not proven.");
    assertThat(facts(printed)).contains("F58  not observed: ");
    assertThat(account.proofUsers()).isEmpty();
  }

  @Test
  void parametersAreThoseOfDeployedRule() {
    Map<String, String> parameters =
        Map.of("exemptUsers", "initial-keys-proof-*-exempt", "creationWindowMinutes", "60");
    Printed printed = new ProvableAccount(parameters, Reevaluation.SCHEDULE).run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(table(printed))
        .contains("PASS        COMPLIANT       is exempt")
        .contains("Not with creationWindowMinutes=60: with the default 5 it could be.")
        .contains("9 lines: 8 PASS, 0 FAIL, 1 not proven.");
  }

  @Test
  void factsHaveNoPersonalData() {
    assertThat(facts(ProvableAccount.withDefaults().run("prove", "--yes")))
        .doesNotContain(ProvableAccount.ACCOUNT_ID, "AIDA", "AKIA", "initial-keys-proof-");
  }

  @Test
  void secretsAreNotPrinted() {
    Printed printed = ProvableAccount.withDefaults().run("prove", "--yes");
    assertThat(printed.out() + printed.err()).doesNotContain(WritableIam.SECRET);
  }

  @Test
  void withoutTerminalYesHasToConfirm() {
    ProvableAccount account = ProvableAccount.withDefaults();
    assertThat(account.run("prove"))
        .isEqualTo(
            badUsage("Without a terminal, --yes has to confirm. See `initial-keys prove --help`."));
    assertThat(account.iam.reads().all()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n", "x"})
  void anythingButYesDoesNothing(String answer) {
    ProvableAccount account = ProvableAccount.withDefaults().answering(answer);
    assertThat(account.run("prove"))
        .isEqualTo(badUsage("Not confirmed; nothing was done. See `initial-keys prove --help`."));
    assertThat(account.iam.reads().all()).hasSize(1);
  }

  @Test
  void yesOfPersonConfirms() {
    assertThat(ProvableAccount.withDefaults().answering("Y").run("prove").code())
        .isEqualTo(ExitCode.COMPLETE);
  }

  @Test
  void whatCannotBeProvenCreatesNothing() {
    ProvableAccount account = ProvableAccount.withDefaults();
    assertThat(account.run("prove", "--yes", "--rule", "another"))
        .isEqualTo(
            badUsage(
                "--rule is 'another'; it must be the name of a rule in eu-west-1; set the rule's"
                    + " Region with --region."));
    assertThat(account.run("prove", "--yes", "--timeout", "51"))
        .isEqualTo(badUsage("--timeout is '51'; it must be from 1 to 50 minutes."));
    account
        .config
        .kept()
        .recordedBy(
            ConfigurationRecorder.builder()
                .recordingGroup(it -> it.resourceTypesWithStrings("AWS::S3::Bucket"))
                .build());
    assertThat(account.run("prove", "--yes"))
        .isEqualTo(
            new Printed(
                ExitCode.FAILED,
                "",
                List.of(
                    "initial-keys: AWS Config does not record IAM users in eu-west-1, so that the"
                        + " rule evaluates nobody; see `initial-keys doctor`.")));
    assertThat(account.iam.reads().all()).hasSize(1);
  }

  private static Printed badUsage(String message) {
    return new Printed(ExitCode.BAD_USAGE, "", List.of("initial-keys: " + message));
  }

  /** Both ways; IAM needs one more for a user that is created with a tag. */
  @Test
  void callsAreThoseOfDocumentedPolicy() throws IOException {
    ProvableAccount account = new ProvableAccount(Map.of(), Reevaluation.CHANGES);
    account.config.remediating(id -> List.of("DeactivateKeys"));
    CountedCalls calls = CountedCalls.withoutFaults();
    account.calledThrough(
        iam -> calls.through(IamClient.class, "iam", iam),
        config -> calls.through(ConfigClient.class, "config", config));
    account.run("prove", "--yes", "--remediation");
    createLeftover(account, "initial-keys-proof-3");
    account.run("prove", "--clean", "--yes");
    Set<String> called = new TreeSet<>(calls.calls());
    called.add("iam:TagUser");
    assertThat(called).isEqualTo(documented());
  }

  /** IAM knows no path of a user that it does not find (F83). */
  @Test
  void documentedPolicyAllowsUsersWithAndWithoutPath() throws IOException {
    assertThat(section().replaceAll("\\s+", " "))
        .contains(
            "\"Resource\": [ \"arn:aws:iam::*:user/initial-keys-proof/*\","
                + " \"arn:aws:iam::*:user/initial-keys-proof-*\" ]");
  }

  private static String section() throws IOException {
    return Files.readString(Path.of("..", "docs", "command-line.md"))
        .replaceFirst("(?s).*\\R## Prove\\R", "")
        .split("\\R## ", 2)[0];
  }

  private static Set<String> documented() throws IOException {
    return Pattern.compile("\"([a-z]+:[A-Za-z]+)\"")
        .matcher(section())
        .results()
        .map(action -> action.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of users have the run in them, which is random. */
  private static String withoutRun(String text) {
    return text.replaceAll("initial-keys-proof-[0-9a-f]{8}-", "initial-keys-proof-RUN-");
  }

  private static Tag tag() {
    return Tag.builder().key("initial-keys-proof").value("1").build();
  }

  private static void createLeftover(ProvableAccount account, String name) {
    account.iam.createUser(it -> it.userName(name).path(ProvableAccount.PATH).tags(tag()));
  }

  @Test
  void outputOfProofThatFailsIsThatOfFile() {
    ProvableAccount account = ProvableAccount.withDefaults();
    account.withResults(
        it ->
            it.annotation().contains("-unused-key:")
                ? it.copy(to -> to.complianceType(ComplianceType.COMPLIANT))
                : it);
    Printed printed = account.run("prove", "--yes");
    assertThat(withoutRun(printed.out()))
        .isEqualToNormalizingNewlines(ExpectedText.of("prove-fail.txt"));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(account.proofUsers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "prove, prove-question.txt",
    "prove --remediation --timeout 15, prove-remediation-question.txt",
    "prove --clean, prove-clean-question.txt"
  })
  void questionIsThatOfFileAndNoDoesNothing(String command, String file) {
    ProvableAccount account = ProvableAccount.withDefaults().answering("n");
    createLeftover(account, "initial-keys-proof-2");
    createLeftover(account, "initial-keys-proof-3");
    Printed printed = account.run(command.split(" "));
    assertThat(printed)
        .isEqualTo(badUsage("Not confirmed; nothing was done. See `initial-keys prove --help`."));
    assertThat(account.questions())
        .singleElement()
        .asString()
        .isEqualToNormalizingNewlines(ExpectedText.of(file).stripTrailing() + " ");
    assertThat(account.iam.reads().all()).hasSize(3);
    assertThat(account.answering("yes").run(command.split(" ")).code())
        .isEqualTo(ExitCode.COMPLETE);
  }

  @Test
  void outputOfCleanIsThatOfFile() {
    ProvableAccount account = ProvableAccount.withDefaults();
    for (int i = 2; i < 5; i++) createLeftover(account, "initial-keys-proof-" + i);
    account.iam.addToGroup("initial-keys-proof-3", "admins");
    Printed printed = account.run("prove", "--clean", "--yes");
    assertThat(printed.out()).isEqualToNormalizingNewlines(ExpectedText.of("prove-clean.txt"));
    assertThat(printed.err())
        .containsExactly(
            "not deleted: initial-keys-proof-3: has the group admins, which no proof has created;"
                + " delete the user by hand");
    assertThat(printed.code()).isEqualTo(ExitCode.NOT_DELETED);
    assertThat(account.proofUsers()).containsExactly("initial-keys-proof-3");
  }

  @Test
  void cleanWithoutLeftoversSaysSoAndDoesNotAsk() {
    ProvableAccount account = ProvableAccount.withDefaults();
    Printed printed = account.run("prove", "--clean");
    assertThat(printed.out())
        .isEqualToNormalizingNewlines(ExpectedText.of("prove-clean-nothing.txt"));
    assertThat(printed.err()).isEmpty();
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(account.questions()).isEmpty();
  }

  @Test
  void cleanStartsNoRemediation() {
    assertThat(ProvableAccount.withDefaults().run("prove", "--clean", "--remediation"))
        .isEqualTo(
            new Printed(
                ExitCode.BAD_USAGE,
                "",
                List.of(
                    "initial-keys: --remediation is for a proof: leave it out with --clean. See"
                        + " `initial-keys prove --help`.")));
  }

  /** Somebody gives a user of the proof a key of theirs. */
  @Test
  void keyOfSomebodyElseIsDeletedByCleanAlone() {
    ProvableAccount account = ProvableAccount.withDefaults();
    ProveFaultsTest.between(
        account,
        (number, action) -> {
          if (action.equals("config:DescribeConfigRuleEvaluationStatus")) {
            account.proofUsers().stream()
                .filter(it -> it.endsWith("-unused-key"))
                .forEach(name -> account.iam.createAccessKey(it -> it.userName(name)));
          }
          return Optional.empty();
        });
    Printed printed = account.run("prove", "--yes");
    assertThat(printed.code()).isEqualTo(ExitCode.NOT_DELETED);
    assertThat(printed.err())
        .anyMatch(
            line ->
                line.startsWith(
                    "not deleted: %s: has the access key "
                        .formatted(account.proofUsers().getFirst())));
    account.calledThrough(iam -> iam, config -> config);
    assertThat(account.run("prove", "--clean", "--yes").code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(account.proofUsers()).isEmpty();
  }
}
