package initialkeys.iam;

import initialkeys.decision.AccessKey;
import initialkeys.decision.TriState;
import java.util.List;

/**
 * What one row of the credential report says of a user. Of its keys it knows neither ids nor
 * creation times, so it can clear a user and never convict one.
 *
 * @param password whether the user had a console password
 * @param keys every key that the user had
 */
record CredentialReportEntry(TriState password, List<AccessKey> keys) {

  CredentialReportEntry {
    keys = List.copyOf(keys);
  }
}
