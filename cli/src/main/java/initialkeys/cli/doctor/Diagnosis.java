package initialkeys.cli.doctor;

import initialkeys.cli.doctor.Check.Status;
import java.util.List;

/** What was found of a deployment. */
public record Diagnosis(String accountId, String region, String ruleName, List<Check> checks) {

  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** How many checks have the status. */
  public long count(Status status) {
    return checks.stream().filter(check -> check.status() == status).count();
  }
}
