package initialkeys.decision;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One access key of a user, as far as it is known.
 *
 * @param id the access key id, AKIA…
 * @param status whether the key can sign requests
 * @param created when the key was made; empty when its source does not tell (F22: the credential
 *     report gives no more than an upper bound)
 * @param used whether the key has ever been used (F19: since 2015-04-22, and with a lag)
 */
public record AccessKey(String id, Status status, Optional<Instant> created, TriState used) {

  /** Whether a key can sign requests. A status that nobody has told us of is {@code UNKNOWN}. */
  public enum Status {
    ACTIVE,
    /** Inactive or Expired. */
    UNUSABLE,
    UNKNOWN;

    /** The status that IAM's word stands for (F18: Active, Inactive, Expired, or a later one). */
    public static Status of(String iamStatus) {
      return switch (iamStatus) {
        case "Active" -> ACTIVE;
        case "Inactive", "Expired" -> UNUSABLE;
        case null, default -> UNKNOWN;
      };
    }
  }

  public AccessKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(used, "used");
  }

  AccessKey withUsed(TriState answer) {
    return new AccessKey(id, status, created, answer);
  }
}
