package initialkeys.infra.settings;

import java.util.Arrays;
import java.util.List;

/** How often AWS Config invokes the rule to evaluate every user (F27). */
public enum Frequency {
  ONE_HOUR("One_Hour", 1),
  THREE_HOURS("Three_Hours", 3),
  SIX_HOURS("Six_Hours", 6),
  TWELVE_HOURS("Twelve_Hours", 12),
  TWENTY_FOUR_HOURS("TwentyFour_Hours", 24);

  /** Lambda keeps an event of an asynchronous invocation no longer (F39). */
  private static final int MAXIMUM_EVENT_AGE_HOURS = 6;

  private final String configValue;
  private final int hours;

  Frequency(String configValue, int hours) {
    this.configValue = configValue;
    this.hours = hours;
  }

  static List<String> configValues() {
    return Arrays.stream(values()).map(Frequency::configValue).toList();
  }

  /**
   * @param configValue one of {@link #configValues}
   */
  static Frequency of(String configValue) {
    return values()[configValues().indexOf(configValue)];
  }

  /** The value in AWS Config's API. */
  public String configValue() {
    return configValue;
  }

  /** The hours between two schedules. */
  public int hours() {
    return hours;
  }

  /**
   * How many hours an event may wait: until the next schedule supersedes it, if Lambda keeps it.
   */
  public int eventAgeHours() {
    return Math.min(hours, MAXIMUM_EVENT_AGE_HOURS);
  }
}
