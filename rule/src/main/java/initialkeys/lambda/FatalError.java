package initialkeys.lambda;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An {@link Error}, after which the process may be broken and must end. */
final class FatalError {

  private FatalError() {}

  /** An Error of another thread arrives as the cause of an exception. */
  static Optional<Error> in(Throwable failed) {
    return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
        .filter(Error.class::isInstance)
        .map(Error.class::cast)
        .findFirst();
  }
}
