package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.aws.AwsAccessException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProofContextTest {

  @Test
  void pauseIsThatOfTheSleeper() {
    List<Duration> pauses = new ArrayList<>();
    new ProofContext(InstantSource.system(), pauses::add, question -> Optional.empty())
        .pause(Duration.ofSeconds(20));
    assertThat(pauses).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void interruptedPauseEndsTheProofAndStaysInterrupted() {
    ProofContext interrupted =
        new ProofContext(
            InstantSource.system(),
            length -> {
              throw new InterruptedException();
            },
            question -> Optional.empty());
    assertThatThrownBy(() -> interrupted.pause(Duration.ofSeconds(20)))
        .isInstanceOf(AwsAccessException.class)
        .hasMessage("The proof was interrupted.");
    assertThat(Thread.interrupted()).isTrue();
  }
}
