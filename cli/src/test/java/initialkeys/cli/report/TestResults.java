package initialkeys.cli.report;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.Basis;
import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.run.CredentialReportStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results for the tests of the formats. */
final class TestResults {

  static final Instant CREATED = Instant.parse("2025-06-01T10:00:00Z");
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  static final Basis BASIS =
      new Basis("about", NOW, Map.of(), new CredentialReportStatus.NotRequested());

  private TestResults() {}

  /** A user without keys. */
  static UserResult user(String name, Result result) {
    return user(name, result, "of " + name);
  }

  static UserResult user(String name, Result result, String reason, KeyFacts... keys) {
    return new UserResult(
        name,
        "AIDA" + name,
        result,
        reason,
        Optional.of(
            new UserFacts(
                "/",
                new SourcedFact<>(CREATED, "iam:ListUsers"),
                Optional.of(new SourcedFact<>(true, "iam:GetLoginProfile")),
                Optional.of(new SourcedFact<>(List.of(keys), "iam:ListAccessKeys")))));
  }

  /** A key that was never used. */
  static KeyFacts key(String id, Duration afterUser, boolean isFinding) {
    return new KeyFacts(
        Optional.of(id),
        Optional.of("Active"),
        Optional.of(new SourcedFact<>(CREATED.plus(afterUser), "iam:ListAccessKeys")),
        Optional.of(
            new SourcedFact<>(
                new KeyUse(false, Optional.empty(), Optional.empty(), Optional.empty()),
                "iam:GetAccessKeyLastUsed")),
        isFinding);
  }

  /** The stored result of a user that the account no longer has. */
  static UserResult deleted(String id) {
    return new UserResult(id, id, Result.NOT_APPLICABLE, "of " + id, Optional.empty());
  }

  static AccountResult account(String accountId, List<String> failures, UserResult... users) {
    return new AccountResult(
        accountId,
        new Basis(
            "about",
            NOW,
            Map.of(),
            new CredentialReportStatus.Used(true, NOW.minusSeconds(5), users.length)),
        List.of(users),
        true,
        failures);
  }

  /** An account whose list of users ends too early. */
  static AccountResult incomplete(List<String> failures, UserResult... users) {
    AccountResult known = account("123456789012", failures, users);
    return new AccountResult(
        known.accountId(), known.basis(), known.users(), false, known.failures());
  }

  static PreviewResult preview(UserResult... users) {
    return PreviewResult.of(account("123456789012", List.of(), users));
  }

  /** Two accounts that were read, and one that was not. */
  static PreviewResult organization() {
    return new PreviewResult(
        true,
        BASIS,
        List.of(
            account("111111111111", List.of(), user("zoe", Result.NON_COMPLIANT)),
            account("222222222222", List.of(), user("ana", Result.COMPLIANT))),
        List.of(new UnreadAccount("333333333333", "sandbox", "access denied", false)));
  }
}
