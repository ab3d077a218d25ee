package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BackgroundTaskTest {

  @Test
  void runsWhileItsCallerGoesOn() {
    CountDownLatch callerWentOn = new CountDownLatch(1);
    CompletableFuture<Thread> task =
        BackgroundTask.start(
            () -> {
              awaitUninterrupted(callerWentOn);
              return Thread.currentThread();
            });
    callerWentOn.countDown();

    assertThat(BackgroundTask.join(task))
        .isNotSameAs(Thread.currentThread())
        .matches(thread -> !thread.isVirtual() && thread.isDaemon());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(new IllegalStateException("no region"), new OutOfMemoryError("heap"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureArrivesAsItWasThrown(Throwable failure) {
    CompletableFuture<Object> task =
        BackgroundTask.start(
            () -> {
              if (failure instanceof Error error) throw error;
              throw (RuntimeException) failure;
            });

    assertThatThrownBy(() -> BackgroundTask.join(task)).isSameAs(failure);
  }

  @Test
  void failureOfATaskAwaitingAnotherArrivesUnchanged() {
    IllegalStateException failure = new IllegalStateException("HTTPS_PROXY is malformed");
    CompletableFuture<Object> inner =
        BackgroundTask.start(
            () -> {
              throw failure;
            });
    CompletableFuture<Object> outer = BackgroundTask.start(() -> BackgroundTask.join(inner));

    assertThatThrownBy(() -> BackgroundTask.join(outer)).isSameAs(failure);
  }
}
