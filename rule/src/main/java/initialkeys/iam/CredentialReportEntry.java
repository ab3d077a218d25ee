package initialkeys.iam;

import initialkeys.decision.AccessKey;
import initialkeys.decision.TriState;
import java.util.List;

/**
 * One user's row of the credential report. It gives neither the ids nor the creation times of the
 * keys, so it may clear a user and never convict one.
 *
 * @param password whether the user had a console password
 * @param keys every key that the user had
 */
record CredentialReportEntry(TriState password, List<AccessKey> keys) {

  CredentialReportEntry {
    keys = List.copyOf(keys);
  }
}
