package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.TestCallers;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.model.StsException;

class PreviewCommandTest {

  private static final Path ACCOUNTS = Path.of("..", "test-fixtures", "accounts");
  private static final Path SAMPLE = ACCOUNTS.resolve("sample.json");

  @BeforeAll
  static void setRoot() {
    System.setProperty("initialkeys.root", "..");
  }

  static List<Path> accountFiles() {
    return Fixtures.accountFiles();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void everyUserHasItsExpectedResultAndFindingsComeFirst(Path file) {
    Account account = Fixtures.account(file);
    Printed printed = Printed.by("preview", "--all", "--account", file.toString());
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(printed.err()).isEmpty();
    assertThat(printed.lines().getFirst())
        .isEqualTo("Account 123456789012 (%s)".formatted(account.about()));
    assertThat(printed.rows()).hasSize(account.users().size() + account.cleared().size());
    for (Account.User user : account.users()) {
      assertThat(printed.rows())
          .filteredOn(row -> row.startsWith(user.name() + " "))
          .singleElement()
          .asString()
          .endsWith("  " + user.expected().annotation())
          .contains(" " + user.expected().compliance() + " ");
    }
    int findings = (int) nonCompliant(account).count();
    assertThat(printed.rows().stream().takeWhile(row -> row.contains(" NON_COMPLIANT ")))
        .hasSize(findings);
    assertThat(printed.summary())
        .startsWith("%s of %s user".formatted(findings, account.users().size()));
  }

  @Test
  void sampleIsShownWithoutOptions() {
    assertThat(Printed.by("preview"))
        .isEqualTo(Printed.by("preview", "--account", SAMPLE.toString()));
    assertThat(Printed.by("preview").rows()).hasSize(4);
  }

  @Test
  void outputGoesToFileWithoutColour(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.txt");
    Printed printed = Printed.by("preview", "--output", file.toString());
    assertThat(printed).isEqualTo(new Printed(ExitCode.COMPLETE, "", List.of()));
    assertThat(file).content().isEqualTo(Printed.by("preview").out());
  }

  @Test
  void accountFileIsNotReplacedByOutput() {
    assertThat(Printed.by("preview", "--account", SAMPLE.toString(), "--output", SAMPLE.toString()))
        .isEqualTo(Printed.by("preview", "--output", SAMPLE.toString()))
        .isEqualTo(
            new Printed(
                ExitCode.BAD_USAGE,
                "",
                List.of(
                    "initial-keys: --output is '%s'; it must be another file than the account's."
                        .formatted(SAMPLE))));
  }

  @Test
  void parametersOverrideThoseOfFileByName() {
    // deploy-bot has no password; break-glass-1 and nightly-backup stay exempt by the file.
    assertThat(Printed.by("preview", "--parameter", "consolePasswordOnly=false").summary())
        .startsWith("5 of 13 users are NON_COMPLIANT.");
    assertThat(Printed.by("preview", "--parameter", "exemptUsers=bo").summary())
        .startsWith("5 of 13 users are NON_COMPLIANT.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preview --parameter consolePasswordOnly=no | Rule parameter consolePasswordOnly is 'no';"
            + " it must be true or false, as text.",
        "preview --parameter window=5 | A rule parameter's name is 'window'; it must be one of"
            + " creationWindowMinutes, consolePasswordOnly, unusedKeysOnly, activeKeysOnly,"
            + " gracePeriodHours, exemptUsers, resendUnchangedAfterDays.",
        "preview --parameter activeKeysOnly | --parameter is 'activeKeysOnly'; it must be"
            + " name=value.",
        "preview --account nowhere.json | account is 'nowhere.json'; it must be a readable account"
            + " file.",
        "preview --account a --aws | Error: --account=FILE, --aws are mutually exclusive (specify"
            + " only one). See `initial-keys preview --help`.",
        "preview --region eu-west-1 | --profile, --region and --parameters-of-rule are for an AWS"
            + " account: add --aws. See `initial-keys preview --help`.",
        "preview --parameters-of-rule | --profile, --region and --parameters-of-rule are for an AWS"
            + " account: add --aws. See `initial-keys preview --help`.",
        "preview --organization | --organization and --role are given together. See `initial-keys"
            + " preview --help`.",
        "preview --aws --role Audit | --organization and --role are given together. See"
            + " `initial-keys preview --help`.",
        "preview --organization --role= | --role is ''; it must be the name of a role, with its"
            + " path in front if it has one, such as Audit or security/Audit.",
        "preview --organization --role arn:aws:iam::123456789012:role/Audit | --role is"
            + " 'arn:aws:iam::123456789012:role/Audit'; it must be the name of a role, with its"
            + " path in front if it has one, such as Audit or security/Audit.",
        "preview --organization --role /Audit | --role is '/Audit'; it must be the name of a role,"
            + " with its path in front if it has one, such as Audit or security/Audit.",
        "preview --format xml | Invalid value for option '--format': expected one of [TABLE, JSON,"
            + " CSV, HTML] (case-insensitive) but was 'xml'. See `initial-keys preview --help`.",
        "preview --output missing/report.txt | --output is 'missing/report.txt'; it must be a file"
            + " in a folder that can be written to.",
        "preview @README.md | Unmatched argument at index 1: '@README.md'. See `initial-keys"
            + " preview --help`.",
        "preview --accout a | Unknown options: '--accout', 'a' (did you mean --account?). See"
            + " `initial-keys preview --help`.",
        "preview --fail | Unknown option: '--fail' (did you mean --fail-on-findings?). See"
            + " `initial-keys preview --help`.",
      })
  void whatCannotBeUsedIsRejectedInOneLine(String command, String message) {
    assertThat(Printed.by(command.split(" ")))
        .isEqualTo(new Printed(ExitCode.BAD_USAGE, "", List.of("initial-keys: " + message)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed"})
  void usersOfDeniedActionAreNotEvaluated(String action) {
    Account account = Fixtures.account(SAMPLE);
    FakeIam iam = new FakeIam(account);
    subjects(action, account)
        .forEach(subject -> iam.instead(action + " " + subject, denied(action)));
    Printed printed =
        ofCaller(iam, "--all", "--fail-on-findings", "--parameter", "exemptUsers=break-glass-*");
    int users = account.users().size();
    List<String> notEvaluated =
        printed.rows().stream().filter(row -> row.contains("NOT EVALUATED")).toList();

    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.rows()).hasSize(users);
    assertThat(notEvaluated).hasSizeGreaterThanOrEqualTo(4);
    assertThat(printed.rows().subList(0, notEvaluated.size())).isEqualTo(notEvaluated);
    for (Account.User user : nonCompliant(account).toList()) {
      assertThat(notEvaluated).anyMatch(row -> row.startsWith(user.name() + " "));
    }
    assertThat(printed.summary())
        .isEqualTo(
            "0 of %s users are NON_COMPLIANT; %s users not evaluated."
                .formatted(users, notEvaluated.size()));
    assertThat(printed.err())
        .hasSameSizeAs(notEvaluated)
        .allMatch(line -> line.contains("iam:" + action + " for ") && line.contains("not allowed"));
  }

  @Test
  void pageThatFailsMakesListIncomplete() {
    AtomicInteger pages = new AtomicInteger();
    FakeIam iam =
        new FakeIam(Fixtures.account(SAMPLE))
            .withPagesOf(3)
            .before(
                "ListUsers",
                () -> {
                  if (pages.incrementAndGet() == 2) throw deniedCall("ListUsers");
                });
    Printed printed = ofCaller(iam, "--all");
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.rows()).hasSize(1 + 3).first().asString().contains("INCOMPLETE");
    assertThat(printed.summary())
        .isEqualTo("1 of 3 users is NON_COMPLIANT; the list of users is incomplete.");
    assertThat(printed.err())
        .singleElement()
        .isEqualTo("iam:ListUsers for the users after the first 3: not allowed: ListUsers");
  }

  @Test
  void userWithoutValidIdMakesListIncomplete() {
    Account.User bo = Fixtures.account(SAMPLE).users().get(1);
    Account.User malformed =
        new Account.User("bo", "id", "/", bo.created(), true, bo.keys(), bo.expected());
    Printed printed =
        ofCaller(new FakeIam(List.of(Fixtures.account(SAMPLE).users().getFirst(), malformed)));
    assertThat(printed.code()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(printed.summary())
        .contains(" of 1 user is NON_COMPLIANT; the list of users is incomplete.");
    assertThat(printed.err())
        .containsExactly("iam:ListUsers for user bo (id): IAM returned a user without a valid id");
  }

  @Test
  void onlyFirstReasonsArePrinted() {
    FakeIam iam = new FakeIam(Fixtures.account(SAMPLE));
    List<Account.User> users = Fixtures.account(SAMPLE).users();
    for (int i = 0; i < 30; i++) {
      Account.User bo = users.get(1);
      String name = "bo-" + i;
      iam.add(
          new Account.User(
              name, "AIDABO%014d".formatted(i), "/", bo.created(), true, List.of(), bo.expected()));
      iam.instead("ListAccessKeys " + name, denied("ListAccessKeys"));
    }
    Printed printed = ofCaller(iam);
    assertThat(printed.err()).hasSize(21).last().isEqualTo("10 more reasons are not printed.");
  }

  @Test
  void findingsFailOnlyOnRequest() {
    assertThat(Printed.by("preview").code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(Printed.by("preview", "--fail-on-findings").code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(Printed.by("preview", "--fail-on-findings", "--parameter", "exemptUsers=*").code())
        .isEqualTo(ExitCode.COMPLETE);
  }

  @Test
  void userDeletedDuringRunIsLeftOut() {
    FakeIam iam = new FakeIam(Fixtures.account(SAMPLE));
    iam.before("GenerateCredentialReport", () -> iam.remove("bo"));
    Printed printed = ofCaller(iam);
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(printed.summary()).startsWith("5 of 12 users are NON_COMPLIANT.");
  }

  @Test
  void storedResultsDoNotHideResults() {
    assertThat(Printed.by("preview", "--all", "--parameter", "resendUnchangedAfterDays=365").rows())
        .isEqualTo(Printed.by("preview", "--all").rows());
  }

  @Test
  void accountWithoutUsersHasItsOwnId() {
    Printed printed = ofCaller(new FakeIam(List.of()));
    assertThat(printed.code()).isEqualTo(ExitCode.COMPLETE);
    assertThat(printed.lines())
        .hasSize(4)
        .startsWith("Account 210987654321 (read just now)", "", "0 of 0 users are NON_COMPLIANT.");
  }

  @Test
  void rejectedCredentialsGiveOneLine() {
    Supplier<String> expired =
        () -> {
          throw StsException.builder()
              .awsErrorDetails(AwsErrorDetails.builder().errorCode("ExpiredToken").build())
              .build();
        };
    assertThat(
            Printed.by(() -> TestCallers.of(expired, new FakeIam(List.of())), "preview", "--aws"))
        .isEqualTo(
            new Printed(
                ExitCode.FAILED,
                "",
                List.of(
                    "initial-keys: The AWS credentials have expired. Sign in again with `aws sso"
                        + " login` or `aws login`, or set new credentials.")));
  }

  @Test
  void missingCredentialsGiveOneLine() {
    Printed printed =
        Printed.by(
            () -> {
              throw new AwsAccessException("No AWS credentials found.", null);
            },
            "preview",
            "--aws");
    assertThat(printed)
        .isEqualTo(
            new Printed(ExitCode.FAILED, "", List.of("initial-keys: No AWS credentials found.")));
  }

  @Test
  void errorOfJvmGivesOneLine() {
    Printed printed =
        Printed.by(
            () -> {
              throw new NoClassDefFoundError("a/Class");
            },
            "preview",
            "--aws");
    assertThat(printed)
        .isEqualTo(
            new Printed(
                ExitCode.FAILED,
                "",
                List.of(
                    "initial-keys: failed unexpectedly: java.lang.NoClassDefFoundError: a/Class")));
  }

  @Test
  void defectGivesOneLineWithItsPlace() {
    Printed printed =
        Printed.by(
            () -> {
              throw new IllegalStateException("a defect\nof two lines");
            },
            "preview",
            "--aws");
    assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(printed.err())
        .singleElement()
        .asString()
        .startsWith(
            "initial-keys: preview failed unexpectedly: java.lang.IllegalStateException: a defect"
                + " of two lines at initialkeys.cli.PreviewCommandTest.")
        .endsWith(". Please report this line.");
  }

  private static Printed ofCaller(FakeIam iam, String... options) {
    return Printed.by(
        () -> TestCallers.of("210987654321", iam),
        Stream.concat(Stream.of("preview", "--aws"), Stream.of(options)).toArray(String[]::new));
  }

  private static Stream<Account.User> nonCompliant(Account account) {
    return account.users().stream()
        .filter(user -> user.expected().compliance().equals("NON_COMPLIANT"));
  }

  private static Stream<String> subjects(String action, Account account) {
    return action.equals("GetAccessKeyLastUsed")
        ? account.users().stream().flatMap(user -> user.keys().stream()).map(Account.Key::id)
        : account.users().stream().map(Account.User::name);
  }

  private static Supplier<Object> denied(String action) {
    return () -> {
      throw deniedCall(action);
    };
  }

  private static IamException deniedCall(String action) {
    return (IamException)
        IamException.builder().statusCode(403).message("not allowed: " + action).build();
  }
}
