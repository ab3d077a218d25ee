package initialkeys.remediation;

import initialkeys.decision.AccessKey.Status;
import java.util.Objects;

/**
 * How the remediation of one access key ended that the verdict named.
 *
 * @param keyId the access key id
 * @param userName the name of the key's user, as it was read last
 * @param before its status when the facts were read
 * @param after its status at the end, as far as it was read
 * @param ending what was done, or why nothing was
 * @param reason the ending as a sentence
 */
public record KeyResult(
    String keyId, String userName, Status before, Status after, Ending ending, String reason) {

  /** The named endings. */
  public enum Ending {
    /** The key was set to Inactive, and IAM returned it as such and unused afterwards. */
    DEACTIVATED(true, false),
    /** A dry run: the key would have been set to Inactive. */
    WOULD_BE_DEACTIVATED(false, false),
    /** The key was Inactive or Expired before. */
    NOT_ACTIVE(false, false),
    /** The key is younger than the grace. */
    WITHIN_GRACE(false, false),
    /** The key was used after the first verdict; it was left alone. */
    USED(false, false),
    /** The user or the rule's parameters changed after the first verdict. */
    NO_LONGER_NAMED(false, false),
    /** The key, or its user, was deleted in the meantime. */
    DELETED(false, false),
    /** The key was set to Inactive, and IAM returned a use afterwards. A person must decide. */
    USED_MEANWHILE(true, true),
    /** The key may have been set to Inactive; IAM could not confirm it. */
    NOT_CONFIRMED(true, true),
    /** The key was not set to Inactive, although it should have been. */
    FAILED(false, true);

    private final boolean mayBeWritten;
    private final boolean isFailure;

    Ending(boolean mayBeWritten, boolean isFailure) {
      this.mayBeWritten = mayBeWritten;
      this.isFailure = isFailure;
    }

    /** Whether IAM accepted, or may have accepted, the change, so that it can be undone. */
    public boolean mayBeWritten() {
      return mayBeWritten;
    }

    /** Whether a person must look at it. */
    public boolean isFailure() {
      return isFailure;
    }
  }

  /**
   * The command that sets a written key to Active again, to be run with credentials of the user's
   * account. Names may begin with a hyphen, so each value follows an equals sign.
   */
  public static String undoCommand(String userName, String keyId) {
    return "aws iam update-access-key --user-name=%s --access-key-id=%s --status=Active"
        .formatted(userName, keyId);
  }

  public KeyResult {
    Objects.requireNonNull(keyId, "keyId");
    Objects.requireNonNull(userName, "userName");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(after, "after");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(reason, "reason");
  }
}
