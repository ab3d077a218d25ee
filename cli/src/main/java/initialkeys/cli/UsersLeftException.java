package initialkeys.cli;

import java.util.Optional;

/** A proof could not remove all of its users; they were named. */
final class UsersLeftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Never serialized.
  private final Optional<RuntimeException> failure;

  /**
   * @param failure what ended the proof before
   */
  UsersLeftException(Optional<RuntimeException> failure) {
    super("users are left");
    this.failure = failure;
  }

  Optional<RuntimeException> failure() {
    return failure;
  }
}
