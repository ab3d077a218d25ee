package initialkeys.remediation;

import initialkeys.decision.UserIdentity;
import java.util.List;
import java.util.Optional;

/**
 * What a remediation did.
 *
 * @param outcome how it ended
 * @param user who the user is; empty when it was not found
 * @param reason the outcome as a sentence
 * @param keys each key that the verdict named, in the order of creation; empty without a verdict
 */
public record RemediationResult(
    RemediationOutcome outcome, Optional<UserIdentity> user, String reason, List<KeyResult> keys) {

  public RemediationResult {
    keys = List.copyOf(keys);
  }

  static RemediationResult nothingToDo(Optional<UserIdentity> user, String reason) {
    return new RemediationResult(RemediationOutcome.NOTHING_TO_DO, user, reason, List.of());
  }

  /** A run that ended before any write. */
  public static RemediationResult failed(Optional<UserIdentity> user, String reason) {
    return new RemediationResult(RemediationOutcome.FAILED, user, reason, List.of());
  }

  static RemediationResult of(UserIdentity user, List<KeyResult> keys) {
    RemediationOutcome outcome =
        RemediationOutcome.of(keys.stream().map(KeyResult::ending).toList());
    return new RemediationResult(outcome, Optional.of(user), reason(outcome), keys);
  }

  private static String reason(RemediationOutcome outcome) {
    return switch (outcome) {
      case DEACTIVATED -> "Each key that had to be set to Inactive is Inactive.";
      case DRY_RUN -> "Nothing was changed: this was a dry run.";
      case NOTHING_TO_DO -> "No key had to be set to Inactive.";
      case FAILED -> "A person must look at the keys whose ending says so.";
    };
  }

  /** The commands that set the written keys to Active again. */
  public List<String> undoCommands() {
    return keys.stream()
        .filter(key -> key.ending().mayBeWritten())
        .map(key -> KeyResult.undoCommand(key.userName(), key.keyId()))
        .toList();
  }
}
