package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FatalErrorTest {

  private final List<String> log = new ArrayList<>();
  private final List<Integer> exitCodes = new ArrayList<>();

  @Test
  void errorOfAnotherThreadEndsTheProcess() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(() -> throwFrom(new IllegalStateException(error))).isSameAs(error);
    assertThat(log).containsExactly("java.lang.OutOfMemoryError: Java heap space");
    assertThat(exitCodes).containsExactly(1);
  }

  @Test
  void processEndsWhenTheLogFails() {
    StackOverflowError error = new StackOverflowError();
    assertThatThrownBy(
            () ->
                FatalError.throwFrom(
                    error,
                    line -> {
                      throw new IllegalStateException("full");
                    },
                    exitCodes::add))
        .hasMessage("full");
    assertThat(exitCodes).containsExactly(1);
  }

  @Test
  void exceptionIsLeftToTheCaller() {
    throwFrom(new IllegalStateException("rejected"));
    assertThat(log).isEmpty();
    assertThat(exitCodes).isEmpty();
  }

  private void throwFrom(Throwable failed) {
    FatalError.throwFrom(failed, log::add, exitCodes::add);
  }
}
