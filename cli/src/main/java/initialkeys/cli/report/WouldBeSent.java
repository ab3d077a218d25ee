package initialkeys.cli.report;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import java.util.Optional;

/**
 * What the first scheduled run would send, and to which service: by default, and with each setting.
 */
final class WouldBeSent {

  private final PreviewResult preview;

  WouldBeSent(PreviewResult preview) {
    this.preview = preview;
  }

  /** Every result of a user, and one that clears each stored result of a deleted user. */
  int evaluations() {
    return preview.userCount() - preview.count(Result.NOT_EVALUATED) + preview.deletedUserCount();
  }

  /** One for each NON_COMPLIANT user: so many findings, and so many messages. */
  int findings() {
    return preview.count(Result.NON_COMPLIANT);
  }

  /** The answer to the account's process checks; empty when the run is not complete. */
  static Optional<Result> answer(AccountResult account) {
    if (!account.isComplete()) return Optional.empty();
    return Optional.of(
        account.count(Result.NON_COMPLIANT) > 0 ? Result.NON_COMPLIANT : Result.COMPLIANT);
  }

  /** One sentence for each service. */
  String text() {
    return "A first scheduled run would send %s to AWS Config. With securityHubFindings: %s; what"
            .formatted(Counted.of(evaluations(), "evaluation"), Counted.of(findings(), "finding"))
        + " would be archived is not known to a preview. With findingsEmail or findingsTopicArn:"
        + " %s. With answerProcessChecks: %s."
            .formatted(Counted.of(findings(), "message"), answers());
  }

  private String answers() {
    if (!preview.isOrganization()) {
      return answer(preview.accounts().getFirst())
          .map(Result::text)
          .orElse("no answer, because the run would not be complete");
    }
    long nonCompliant =
        preview.accounts().stream()
            .filter(account -> answer(account).filter(Result.NON_COMPLIANT::equals).isPresent())
            .count();
    return "NON_COMPLIANT in %s".formatted(Counted.of(nonCompliant, "account"));
  }
}
