package initialkeys.iam;

import initialkeys.verdict.AccessKey;
import initialkeys.verdict.Answer;
import java.util.List;

/**
 * What one row of the credential report says of a user. Of its keys it knows neither ids nor
 * creation times, so it can clear a user and never convict one.
 *
 * @param password whether the user had a console password
 * @param keys every key that the user had
 */
record ReportedUser(Answer password, List<AccessKey> keys) {

  ReportedUser {
    keys = List.copyOf(keys);
  }
}
