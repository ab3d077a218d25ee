package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.config.model.MaximumExecutionFrequency;

/** How often the rule runs, and how long an event may wait. */
final class FrequencyTest {

  /** Lambda keeps no event for longer than 6 hours (F39). */
  @ParameterizedTest
  @CsvSource({
    "One_Hour, 1, 1",
    "Three_Hours, 3, 3",
    "Six_Hours, 6, 6",
    "Twelve_Hours, 12, 6",
    "TwentyFour_Hours, 24, 6"
  })
  void eventWaitsUntilNextScheduleButAtMostSixHours(
      String configValue, int hours, int eventAgeHours) {
    Frequency frequency = Frequency.of(configValue);
    assertThat(frequency.configValue()).isEqualTo(configValue);
    assertThat(frequency.hours()).isEqualTo(hours);
    assertThat(frequency.eventAgeHours()).isEqualTo(eventAgeHours);
  }

  @Test
  void valuesAreThoseOfTheSdk() {
    assertThat(Frequency.configValues())
        .containsExactly("One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours")
        .allMatch(
            it ->
                MaximumExecutionFrequency.knownValues().stream()
                    .anyMatch(known -> known.toString().equals(it)));
  }
}
