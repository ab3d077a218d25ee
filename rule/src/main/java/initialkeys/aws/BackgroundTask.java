package initialkeys.aws;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work in a thread of its own, while the caller goes on. */
public final class BackgroundTask {

  private BackgroundTask() {}

  /** Starts the work. The thread is a daemon, so that it never keeps a process alive. */
  public static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().daemon().start(task));
  }

  /** Waits for the result. A failure is thrown as the work has thrown it. */
  public static <T> T join(CompletableFuture<T> task) {
    try {
      return task.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Error error) throw error;
      throw (RuntimeException) failed.getCause(); // A Supplier throws nothing else.
    }
  }
}
