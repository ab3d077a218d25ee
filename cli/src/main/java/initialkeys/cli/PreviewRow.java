package initialkeys.cli;

import software.amazon.awssdk.services.config.model.Evaluation;

/**
 * One line of the table.
 *
 * @param user the user's name, or the id of a user that the account does not have
 * @param reason the evaluation's annotation, or why there is no evaluation
 */
record PreviewRow(String user, Result result, String reason) {

  /** In the order of the table: what needs attention comes first. */
  enum Result {
    NON_COMPLIANT("NON_COMPLIANT"),
    NOT_EVALUATED("NOT EVALUATED"),
    COMPLIANT("COMPLIANT"),
    NOT_APPLICABLE("NOT_APPLICABLE");

    private final String printed;

    Result(String printed) {
      this.printed = printed;
    }

    String printed() {
      return printed;
    }
  }

  static PreviewRow of(String user, Evaluation evaluation) {
    return new PreviewRow(user, resultOf(evaluation), evaluation.annotation());
  }

  static PreviewRow notEvaluated(String user) {
    return new PreviewRow(user, Result.NOT_EVALUATED, "The reason is on standard error.");
  }

  private static Result resultOf(Evaluation evaluation) {
    return switch (evaluation.complianceType()) {
      case NON_COMPLIANT -> Result.NON_COMPLIANT;
      case COMPLIANT -> Result.COMPLIANT;
      case NOT_APPLICABLE -> Result.NOT_APPLICABLE;
      case INSUFFICIENT_DATA, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException("The rule never reports " + evaluation);
    };
  }
}
