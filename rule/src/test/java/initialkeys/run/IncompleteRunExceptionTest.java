package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncompleteRunExceptionTest {

  @ParameterizedTest
  @CsvSource({"1, 1 failure", "2, 2 failures", "5000, 5000 failures"})
  void failuresAreCounted(int failures, String count) {
    assertThat(IncompleteRunException.ofFailures(failures, "request-1"))
        .hasMessage(
            count
                + "; all other results were sent. The log of the function has a line for each"
                + " (request id request-1).")
        .hasNoCause();
  }

  @Test
  void abortedRunHasTheKindOfFailureAndNoDetails() {
    assertThat(
            IncompleteRunException.ofAborted(
                new InvalidInputException("exemptUsers", "ann", "other"), "request-1"))
        .hasMessage(
            "InvalidInputException: the run was aborted. The log of the function has the details"
                + " (request id request-1).")
        .hasNoCause();
  }
}
