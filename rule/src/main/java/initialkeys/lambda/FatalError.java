package initialkeys.lambda;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** An {@link Error}, after which the process may be broken and must end. */
final class FatalError {

  private FatalError() {}

  /**
   * Logs an Error, ends the process and throws it; does nothing for another exception.
   *
   * @param endProcess is given the exit code
   */
  static void throwFrom(Throwable failed, Consumer<String> log, IntConsumer endProcess) {
    Optional<Error> error = in(failed);
    if (error.isEmpty()) return;
    try {
      log.accept(error.get().toString());
    } finally {
      endProcess.accept(1);
    }
    throw error.get();
  }

  /** An Error of another thread arrives as the cause of an exception. */
  private static Optional<Error> in(Throwable failed) {
    return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
        .filter(Error.class::isInstance)
        .map(Error.class::cast)
        .findFirst();
  }
}
