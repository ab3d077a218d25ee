package initialkeys.decision;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The known facts about one access key of a user.
 *
 * @param id the access key id, AKIA…
 * @param status the key's status in IAM
 * @param created when the key was created; empty when the source does not say (F22: the credential
 *     report gives an upper bound only)
 * @param used whether the key has ever been used (F19: since 2015-04-22; the data lags)
 */
public record AccessKey(String id, Status status, Optional<Instant> created, TriState used) {

  /** A key's status in IAM (F18). */
  public enum Status {
    ACTIVE,
    INACTIVE,
    EXPIRED,
    /** The source does not give the status, or IAM returned a value that is not known here. */
    UNKNOWN;

    /** Parses the status as IAM writes it. */
    public static Status of(String iamStatus) {
      return switch (iamStatus) {
        case "Active" -> ACTIVE;
        case "Inactive" -> INACTIVE;
        case "Expired" -> EXPIRED;
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

  /** Whether the key may be able to sign requests: an unknown status does not rule it out. */
  boolean mayBeActive() {
    return switch (status) {
      case ACTIVE, UNKNOWN -> true;
      case INACTIVE, EXPIRED -> false;
    };
  }

  AccessKey withUsed(TriState known) {
    return new AccessKey(id, status, created, known);
  }
}
