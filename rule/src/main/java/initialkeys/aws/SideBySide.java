package initialkeys.aws;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something that is made while its maker goes on with other things.
 *
 * @param task makes it, in a thread of its own
 */
public record SideBySide<T>(FutureTask<T> task) {

  public static <T> SideBySide<T> begin(Callable<T> maker) {
    FutureTask<T> task = new FutureTask<>(maker);
    Thread.ofPlatform().daemon().start(task);
    return new SideBySide<>(task);
  }

  /** What was made, once it is. */
  public T get() {
    try {
      return task.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", stopped);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) throw error;
      throw new IllegalStateException(failed.getCause().toString(), failed.getCause());
    }
  }
}
