package initialkeys.remediation;

import initialkeys.config.JsonFields;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.UserIdentity;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The input of a remediation. It only says which user to look at: the rule's parameters, the keys
 * and every fact are read when the function runs.
 *
 * @param userId the user's unique id, the form in which AWS Config names it (F7)
 * @param accountId the account of the user, 12 digits; empty for the function's own. The function
 *     acts in another account only through the member role there
 * @param executionId the execution of the Systems Manager document, for the log alone
 */
public record RemediationRequest(
    String userId, Optional<String> accountId, Optional<String> executionId) {

  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final Pattern EXECUTION_ID = Pattern.compile("[a-f0-9-]{1,64}");

  /**
   * Parses the function's input; other fields than these three are ignored.
   *
   * @throws InvalidInputException naming the field, its value and what is allowed
   */
  public static RemediationRequest read(InputStream stream) {
    JsonFields input = JsonFields.read("The input", stream);
    if (!UserIdentity.isUserId(input.text("userId"))) {
      throw input.invalid("userId", UserIdentity.ID_FORMAT);
    }
    return new RemediationRequest(
        input.text("userId"),
        input.has("accountId")
            ? Optional.of(input.text("accountId", ACCOUNT_ID, "an account id of 12 digits"))
            : Optional.empty(),
        input.optionalText("executionId").filter(id -> EXECUTION_ID.matcher(id).matches()));
  }
}
