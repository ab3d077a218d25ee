package initialkeys.run;

import initialkeys.config.UserRecording;
import java.util.List;

/**
 * What one invocation did.
 *
 * @param counts how many resources have each outcome
 * @param sent how many evaluations AWS Config accepted
 * @param credentialReport which credential report was used
 * @param userRecording whether AWS Config records IAM users; UNKNOWN when the run did not ask
 * @param failures a message for each failure; empty when the run is complete
 */
public record RunSummary(
    Counts counts,
    int sent,
    CredentialReportStatus credentialReport,
    UserRecording userRecording,
    List<String> failures) {

  /**
   * How many resources have each outcome.
   *
   * @param notEvaluated users that could not be read, or for which there was no time
   */
  public record Counts(int compliant, int nonCompliant, int notApplicable, int notEvaluated) {}

  public RunSummary {
    failures = List.copyOf(failures);
  }
}
