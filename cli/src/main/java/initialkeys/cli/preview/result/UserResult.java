package initialkeys.cli.preview.result;

import java.util.Optional;

/**
 * The result of a user.
 *
 * @param name the user's name, or the id of a user that the account no longer has
 * @param reason the evaluation's annotation, or why there is no evaluation
 * @param facts empty for a user that the account no longer has
 */
public record UserResult(
    String name, String id, Result result, String reason, Optional<UserFacts> facts) {

  /** Whether it clears the stored result of a user that the account no longer has. */
  public boolean isOfDeletedUser() {
    return facts.isEmpty();
  }
}
