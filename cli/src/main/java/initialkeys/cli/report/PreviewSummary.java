package initialkeys.cli.report;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;

/** The counts of a preview, in a sentence. */
final class PreviewSummary {

  private final PreviewResult preview;

  PreviewSummary(PreviewResult preview) {
    this.preview = preview;
  }

  /** Findings out of all users, and what is not known. */
  String text() {
    int findings = preview.count(Result.NON_COMPLIANT);
    int users = preview.userCount();
    int notEvaluated = preview.count(Result.NOT_EVALUATED);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s of %s %s NON_COMPLIANT"
            .formatted(
                Counted.number(findings),
                Counted.of(users, "user"),
                findings == 1 || users == 1 ? "is" : "are"));
    if (notEvaluated > 0) {
      text.append("; %s not evaluated".formatted(Counted.of(notEvaluated, "user")));
    }
    if (!preview.accounts().stream().allMatch(AccountResult::isListComplete)) {
      text.append("; the list of users is incomplete");
    }
    if (preview.unreadCount() > 0) {
      text.append("; %s could not be read".formatted(Counted.of(preview.unreadCount(), "account")));
    }
    if (preview.excludedCount() > 0) {
      text.append("; %s excluded".formatted(Counted.of(preview.excludedCount(), "account")));
    }
    return text.append('.').toString();
  }

  /** How many stored results of deleted users would be cleared; empty when there are none. */
  String cleared() {
    int deleted = preview.deletedUserCount();
    return deleted == 0
        ? ""
        : "Stored results of deleted users that would be cleared: %s."
            .formatted(Counted.number(deleted));
  }
}
