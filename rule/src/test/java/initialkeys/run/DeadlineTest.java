package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

  private final AtomicInteger remainingMillis = new AtomicInteger(900_000);

  private final Deadline deadline = new Deadline(remainingMillis::get);

  /** Three calls of up to 60 s to read, and one to send, with 5 s for the log. */
  @ParameterizedTest
  @CsvSource({"180000, false", "179999, true"})
  void noCallReadsInTheLastThreeMinutes(int remaining, boolean isNear) {
    remainingMillis.set(remaining);
    assertThat(deadline.isNear()).isEqualTo(isNear);
    assertThat(deadline.reserveMillis()).isEqualTo(180_000);
  }

  @ParameterizedTest
  @CsvSource({"65000, false", "64999, true"})
  void noCallSendsInTheLastMinute(int remaining, boolean isNear) {
    Deadline sending = deadline.forSending();
    remainingMillis.set(remaining);
    assertThat(sending.isNear()).isEqualTo(isNear);
  }

  @ParameterizedTest
  @CsvSource({"450000, false", "449999, true"})
  void halfOfTheTimeIsThatAtTheBeginning(int remaining, boolean isNear) {
    Deadline halfway = deadline.halfway();
    remainingMillis.set(remaining);
    assertThat(halfway.isNear()).isEqualTo(isNear);
  }

  @Test
  void halfOfLittleTimeIsNoLaterDeadline() {
    remainingMillis.set(200_000);
    Deadline halfway = deadline.halfway();
    remainingMillis.set(179_999);
    assertThat(halfway.isNear()).isTrue();
  }
}
