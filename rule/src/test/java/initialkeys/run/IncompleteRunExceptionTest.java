package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncompleteRunExceptionTest {

  @ParameterizedTest
  @CsvSource({"20, 20 failed, failure 20", "21, 21 failed, 1 more", "25, 25 failed, 5 more"})
  void firstTwentyFailuresAreNamedAndTheRestCounted(int failures, String count, String last) {
    String message = message(IntStream.rangeClosed(1, failures).mapToObj(i -> "failure " + i));
    assertThat(message)
        .startsWith(count)
        .contains("failure 1; ", "; failure 20")
        .doesNotContain("failure 21");
    assertThat(message.substring(message.lastIndexOf("; "))).endsWith(last);
  }

  @Test
  void failureLongerThanOneThousandCharactersIsShortened() {
    String thousand = "ListUsers: " + "x".repeat(976) + " Request ID: 1";
    assertThat(thousand).hasSize(1001);
    assertThat(message(Stream.of(thousand.substring(1))))
        .endsWith("reported: " + thousand.substring(1));
    assertThat(message(Stream.of(thousand)))
        .endsWith("reported: %s…%s".formatted(thousand.substring(0, 800), thousand.substring(801)));
  }

  private static String message(Stream<String> failures) {
    return new IncompleteRunException(failures.toList()).getMessage();
  }
}
