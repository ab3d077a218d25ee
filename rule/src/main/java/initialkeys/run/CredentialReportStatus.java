package initialkeys.run;

import java.time.Instant;

/** Which credential report a run used. */
public sealed interface CredentialReportStatus {

  /** None was needed: one user was evaluated. */
  record NotRequested() implements CredentialReportStatus {}

  /**
   * One was used.
   *
   * @param isFresh whether IAM generated it at the request of this run
   * @param generated when IAM generated it
   * @param users how many users have a row that could be read
   */
  record Used(boolean isFresh, Instant generated, int users) implements CredentialReportStatus {}

  /**
   * There was none, so that every user was read with live calls.
   *
   * @param reason the failure, naming the call
   */
  record Unavailable(String reason) implements CredentialReportStatus {}
}
