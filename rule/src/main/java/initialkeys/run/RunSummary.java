package initialkeys.run;

import initialkeys.config.UserRecording;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one invocation did.
 *
 * @param counts how many resources have each outcome
 * @param sent how many evaluations AWS Config accepted
 * @param further what was sent to other services
 * @param details where the facts came from
 * @param failures a message for each failure; empty when the run is complete
 */
public record RunSummary(
    Counts counts, int sent, FurtherServices further, RunDetails details, List<String> failures) {

  /**
   * How many resources have each outcome.
   *
   * @param notEvaluated users that could not be read, or for which there was no time
   */
  public record Counts(int compliant, int nonCompliant, int notApplicable, int notEvaluated) {}

  /**
   * What was sent to services other than AWS Config.
   *
   * @param counts by the name of the metric; empty when nothing is sent to any
   * @param warnings what was not done, and does not fail the run
   * @param recipients what has accepted something
   */
  public record FurtherServices(
      Map<String, Integer> counts, List<String> warnings, List<String> recipients) {
    public FurtherServices {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
      warnings = List.copyOf(warnings);
      recipients = List.copyOf(recipients);
    }
  }

  /** Which credential report was used. */
  public CredentialReportStatus credentialReport() {
    return details.credentialReport();
  }

  /** Whether AWS Config records IAM users; UNKNOWN when the run did not ask. */
  public UserRecording userRecording() {
    return details.userRecording();
  }

  /** The same with more warnings. */
  RunSummary withWarnings(List<String> more) {
    return new RunSummary(
        counts,
        sent,
        new FurtherServices(
            further.counts(),
            Stream.concat(more.stream(), further.warnings().stream()).toList(),
            further.recipients()),
        details,
        failures);
  }

  public RunSummary {
    failures = List.copyOf(failures);
  }
}
