package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.aws.ApiCallCounter;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.sts.model.StsException;

class PreviewTest {

  private static final Path ACCOUNTS = Path.of("..", "test-fixtures", "accounts");
  private static final Path SAMPLE = ACCOUNTS.resolve("sample.json");

  static List<Path> accountFiles() {
    return Fixtures.accountFiles();
  }

  @ParameterizedTest
  @MethodSource("accountFiles")
  void everyUserHasARowAndNonCompliantUsersComeFirst(Path file) {
    Account account = Fixtures.account(file);
    Printed printed = ofFile(file, GivenParameters.NONE);
    assertThat(printed.code()).isEqualTo(Preview.COMPLETE);
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
    int guilty = (int) nonCompliant(account).count();
    assertThat(printed.rows().stream().takeWhile(row -> row.contains(" NON_COMPLIANT ")))
        .hasSize(guilty);
    assertThat(printed.summary())
        .startsWith("%s of %s user".formatted(guilty, account.users().size()));
  }

  @Test
  void theSampleIsPrintedAsInTheGoldenFile() throws IOException {
    Printed printed = Printed.by(preview -> run(preview, "file", SAMPLE.toString(), "as-given"));
    assertThat(printed.lines()).isEqualTo(goldenFile());
    assertThat(printed.summary()).startsWith("4 of 13 users are NON_COMPLIANT");
  }

  private static List<String> goldenFile() throws IOException {
    try (InputStream golden = PreviewTest.class.getResourceAsStream("sample-preview.txt")) {
      return new String(
              Objects.requireNonNull(golden, "golden file").readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  @Test
  void givenParametersOverrideThoseOfTheFileByName() {
    Printed printed = ofFile(SAMPLE, given("{\"consolePasswordOnly\":\"false\"}"));
    // deploy-bot has no password; break-glass-1 and nightly-backup stay exempt by the file.
    assertThat(printed.summary()).startsWith("5 of 13 users are NON_COMPLIANT.");
    assertThat(ofFile(SAMPLE, given("{\"exemptUsers\":\"bo\"}")).summary())
        .startsWith("5 of 13 users are NON_COMPLIANT.");
  }

  @Test
  void parametersThatTheRuleRejectsGiveNoTable() {
    Printed printed =
        Printed.by(
            preview -> run(preview, "file", SAMPLE.toString(), "{\"consolePasswordOnly\":false}"));
    assertThat(printed)
        .isEqualTo(
            new Printed(
                Preview.FAILED,
                "",
                List.of(
                    "Rule parameter consolePasswordOnly is the value false;"
                        + " it must be true or false, as text.")));
  }

  @Test
  void anUnknownSourceIsRejected() {
    assertThat(Printed.by(preview -> run(preview, "web", "-", "as-given")))
        .isEqualTo(
            new Printed(Preview.FAILED, "", List.of("source is 'web'; it must be file or aws.")));
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(ofFile(Path.of("nowhere.json"), GivenParameters.NONE))
        .isEqualTo(
            new Printed(
                Preview.FAILED,
                "",
                List.of("account is 'nowhere.json'; it must be a readable account file.")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ListAccessKeys", "GetLoginProfile", "GetAccessKeyLastUsed"})
  void usersOfADeniedActionAreNotEvaluated(String action) {
    Account account = Fixtures.account(SAMPLE);
    FakeIam iam = new FakeIam(account);
    subjects(action, account)
        .forEach(subject -> iam.instead(action + " " + subject, denied(action)));
    Printed printed = ofCaller(iam, given("{\"exemptUsers\":\"break-glass-*\"}"));
    int users = account.users().size();
    List<String> notEvaluated =
        printed.rows().stream().filter(row -> row.contains("NOT EVALUATED")).toList();

    assertThat(printed.code()).isEqualTo(Preview.INCOMPLETE);
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
  void aPageThatFailsMakesTheListIncomplete() {
    // The second page, each time that the pages are read.
    Printed printed = ofCaller(withoutPage(page -> page % 2 == 0), GivenParameters.NONE);
    assertThat(printed.code()).isEqualTo(Preview.INCOMPLETE);
    assertThat(printed.rows()).hasSize(3);
    assertThat(printed.summary())
        .isEqualTo("1 of 3 users is NON_COMPLIANT; the list of users is incomplete.");
    assertThat(printed.err())
        .singleElement()
        .isEqualTo("iam:ListUsers for the users after the first 3: not allowed: ListUsers");
  }

  @Test
  void aPageThatFailsOnceLeavesNothingOut() {
    Printed printed = ofCaller(withoutPage(page -> page == 2), GivenParameters.NONE);
    assertThat(printed.code()).isEqualTo(Preview.COMPLETE);
    assertThat(printed.err()).isEmpty();
    assertThat(printed.summary()).isEqualTo("6 of 13 users are NON_COMPLIANT.");
  }

  @Test
  void aUserDeletedInTheMeantimeIsLeftOut() {
    FakeIam iam = new FakeIam(Fixtures.account(SAMPLE));
    iam.before("GenerateCredentialReport", () -> iam.remove("bo"));
    Printed printed = ofCaller(iam, GivenParameters.NONE);
    assertThat(printed.code()).isEqualTo(Preview.COMPLETE);
    assertThat(printed.summary()).isEqualTo("5 of 12 users are NON_COMPLIANT.");
  }

  @Test
  void aStoredResultDoesNotHideTheResultOfAUser() {
    Account account = Fixtures.account(SAMPLE);
    Account.User bo = account.users().get(1);
    PreviewResult result =
        AccountFile.preview(account, given("{\"resendUnchangedAfterDays\":\"365\"}"))
            .evaluate(
                List.of(
                    new Account.Stored(
                        bo.id(), bo.expected().compliance(), bo.expected().annotation())),
                wait -> {});
    assertThat(result.users()).hasSize(13).anyMatch(row -> row.user().equals("bo"));
  }

  @Test
  void anAccountWithoutUsersHasItsOwnId() {
    Printed printed = ofCaller(new FakeIam(List.of()), GivenParameters.NONE);
    assertThat(printed.code()).isEqualTo(Preview.COMPLETE);
    assertThat(printed.lines().getFirst()).isEqualTo("Account 210987654321 (read just now)");
    assertThat(printed.summary()).isEqualTo("0 of 0 users are NON_COMPLIANT.");
  }

  @Test
  void rejectedCredentialsGiveOneLine() {
    FakeSts sts =
        new FakeSts(
            () -> {
              throw StsException.builder()
                  .awsErrorDetails(AwsErrorDetails.builder().errorCode("ExpiredToken").build())
                  .build();
            });
    CallerAccount account = new CallerAccount(sts, new FakeIam(List.of()));
    assertThat(Printed.by(preview -> preview.ofCaller(() -> account, GivenParameters.NONE)))
        .isEqualTo(
            new Printed(
                Preview.FAILED,
                "",
                List.of(
                    "The AWS credentials have expired. Sign in again with `aws sso login` or"
                        + " `aws login`, or set new credentials.")));
  }

  @Test
  void missingCredentialsGiveOneLine() {
    Printed printed =
        Printed.by(
            preview ->
                preview.ofCaller(
                    () -> {
                      throw new CredentialsException("No AWS credentials found.", null);
                    },
                    GivenParameters.NONE));
    assertThat(printed)
        .isEqualTo(new Printed(Preview.FAILED, "", List.of("No AWS credentials found.")));
  }

  private static Printed ofFile(Path file, GivenParameters given) {
    return Printed.by(preview -> preview.ofFile(new AccountFile(file), given));
  }

  private static Printed ofCaller(FakeIam iam, GivenParameters given) {
    CallerAccount account = new CallerAccount(new FakeSts(() -> "210987654321"), iam);
    return Printed.by(preview -> preview.ofCaller(() -> account, given));
  }

  /** The sample in pages of three users, of which some are denied. */
  private static FakeIam withoutPage(IntPredicate isDenied) {
    AtomicInteger pages = new AtomicInteger();
    return new FakeIam(Fixtures.account(SAMPLE))
        .withPagesOf(3)
        .before(
            "ListUsers",
            () -> {
              if (isDenied.test(pages.incrementAndGet())) throw deniedCall("ListUsers");
            });
  }

  private static int run(Preview preview, String... arguments) {
    return preview.run(List.of(arguments), new ApiCallCounter());
  }

  private static GivenParameters given(String json) {
    return new GivenParameters(Optional.of(json));
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
