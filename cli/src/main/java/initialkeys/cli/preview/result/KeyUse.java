package initialkeys.cli.preview.result;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a key has ever been used, and when and where last.
 *
 * @param lastUsed empty when it was never used, or the source does not say
 */
public record KeyUse(
    boolean isUsed, Optional<Instant> lastUsed, Optional<String> service, Optional<String> region) {

  /** A key that was never used. */
  public static final KeyUse NEVER =
      new KeyUse(false, Optional.empty(), Optional.empty(), Optional.empty());
}
