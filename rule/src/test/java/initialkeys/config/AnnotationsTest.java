package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.RuleParameters;
import initialkeys.decision.Verdict.Absence;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the accounts of {@code test-fixtures} do not reach. */
class AnnotationsTest {

  private static final RuleParameters DEFAULTS = RuleParameters.parse(Map.of());

  @ParameterizedTest
  @CsvSource({
    "0, in the same second as the user",
    "1, 1 s after the user",
    "-59, 59 s before the user",
    "60, 1 min 0 s after the user",
    "3599, 59 min 59 s after the user",
    "3600, 1 h 0 min after the user",
    "-86400, 24 h 0 min before the user"
  })
  void the_gap_is_told_as_people_tell_it(long seconds, String told) {
    assertThat(annotation(List.of(finding("AKIA1234567890123456", seconds))))
        .isEqualTo("Delete access key AKIA...3456 (made %s): never used.".formatted(told));
  }

  @ParameterizedTest
  @CsvSource({"AKIA1234, AKIA1234", "AKIA12345, AKIA...2345"})
  void a_key_id_is_told_by_its_ends(String id, String told) {
    assertThat(annotation(List.of(finding(id, 0))))
        .startsWith("Delete access key %s (made".formatted(told));
  }

  @Test
  void as_many_keys_are_named_as_fit_into_256_characters() {
    for (int keys = 1; keys <= 40; keys++) {
      String annotation =
          annotation(
              IntStream.range(0, keys)
                  .mapToObj(i -> finding("AKIA1234567890123456", -86_399))
                  .toList());
      int named = annotation.split("AKIA", -1).length - 1;
      assertThat(annotation).hasSizeLessThanOrEqualTo(256).endsWith(": never used.");
      if (named < keys) {
        assertThat(annotation).contains(" and %s more".formatted(keys - named));
        assertThat(
                annotation.length() + ", AKIA...3456 (made 23 h 59 min before the user)".length())
            .as("one more would not fit")
            .isGreaterThan(256);
      }
    }
  }

  /** The first key's gap and its id, told whole up to eight characters, make up the length. */
  @Test
  void an_annotation_of_just_256_characters_is_whole() {
    Map<Long, String> gaps = Map.of(1L, "1 s", 60L, "1 min 0 s", 630L, "10 min 30 s");
    int met = 0;
    for (Map.Entry<Long, String> gap : gaps.entrySet()) {
      for (int length = 1; length <= 8; length++) {
        for (int others = 3; others <= 6; others++) {
          String whole =
              "Delete access keys %s (made %s after the user)%s: never used."
                  .formatted(
                      "K".repeat(length),
                      gap.getValue(),
                      ", AKIA...3456 (made 59 min 59 s after the user)".repeat(others));
          if (whole.length() != 256) continue;
          List<Finding> findings =
              new ArrayList<>(Collections.nCopies(others, finding("AKIA1234567890123456", 3599)));
          findings.addFirst(finding("K".repeat(length), gap.getKey()));
          assertThat(annotation(findings)).isEqualTo(whole);
          met++;
        }
      }
    }
    assertThat(met).isPositive();
  }

  @Test
  void numbers_are_told_in_the_same_digits_everywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(annotation(List.of(finding("AKIA1234567890123456", 27))))
          .isEqualTo("Delete access key AKIA...3456 (made 27 s after the user): never used.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @EnumSource(Absence.class)
  void every_absence_has_its_words(Absence absence) {
    assertThat(Annotations.of(new NotApplicable(absence), DEFAULTS))
        .matches("(The user|The resource|AWS Config) .+\\.");
  }

  private static Finding finding(String id, long secondsAfterUser) {
    return new Finding(id, Duration.ofSeconds(secondsAfterUser));
  }

  private static String annotation(List<Finding> findings) {
    return Annotations.of(new NonCompliant(findings), DEFAULTS);
  }
}
