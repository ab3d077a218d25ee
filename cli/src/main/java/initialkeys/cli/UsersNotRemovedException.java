package initialkeys.cli;

import java.util.Optional;

/** A proof could not remove all of its users; they were named. */
final class UsersNotRemovedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Never serialized.
  private final Optional<RuntimeException> failure;

  /**
   * @param failure what ended the proof before
   */
  UsersNotRemovedException(Optional<RuntimeException> failure) {
    super("users were not removed");
    this.failure = failure;
  }

  Optional<RuntimeException> failure() {
    return failure;
  }
}
