package initialkeys.infra;

import java.util.Arrays;
import java.util.List;

/** How often the rule looks at every user (F27). */
enum Frequency {
  ONE_HOUR("One_Hour", 1),
  THREE_HOURS("Three_Hours", 3),
  SIX_HOURS("Six_Hours", 6),
  TWELVE_HOURS("Twelve_Hours", 12),
  TWENTY_FOUR_HOURS("TwentyFour_Hours", 24);

  private final String word;
  private final int hours;

  Frequency(String word, int hours) {
    this.word = word;
    this.hours = hours;
  }

  /** All of them, as AWS Config calls them. */
  static List<String> words() {
    return Arrays.stream(values()).map(Frequency::word).toList();
  }

  /** One of {@link #words}. */
  static Frequency of(String word) {
    return values()[words().indexOf(word)];
  }

  /** As AWS Config calls it. */
  String word() {
    return word;
  }

  int hours() {
    return hours;
  }
}
