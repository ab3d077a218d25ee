package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every number around a range, with leading zeros too, against the parser. */
class NumberPatternTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 9", "1, 9", "0, 10", "7, 10", "0, 365", "1, 1440", "0, 2160", "19, 201"})
  void numbersMatchWhereParserAcceptsThem(int min, int max) {
    ValueFormat<Integer> format = ValueFormat.wholeNumber(min, max);
    Pattern pattern = Pattern.compile(format.pattern());
    Predicate<String> disagree =
        text -> pattern.matcher(text).matches() != format.parse(text).isPresent();
    for (int width = 1; width <= 5; width++) {
      String padded = "%0" + width + "d";
      assertThat(
              IntStream.range(0, Math.min((int) Math.pow(10, width), 3_000))
                  .mapToObj(number -> String.format(Locale.ROOT, padded, number))
                  .filter(disagree))
          .isEmpty();
    }
  }
}
