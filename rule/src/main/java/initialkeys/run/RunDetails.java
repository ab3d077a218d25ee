package initialkeys.run;

import initialkeys.config.UserRecording;

/**
 * Where the facts of a run came from.
 *
 * @param credentialReport which credential report was used
 * @param userRecording whether AWS Config records IAM users; UNKNOWN when the run did not ask
 */
public record RunDetails(CredentialReportStatus credentialReport, UserRecording userRecording) {

  /** One user was evaluated, with live calls alone. */
  static final RunDetails OF_ONE_USER =
      new RunDetails(new CredentialReportStatus.NotRequested(), UserRecording.UNKNOWN);
}
