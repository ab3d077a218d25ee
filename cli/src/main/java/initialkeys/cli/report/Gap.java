package initialkeys.cli.report;

import java.time.Duration;

/** The time between the creation of a user and that of its key, as text. */
record Gap(Duration afterUser) {

  /** For example "27 s after the user". */
  String text() {
    if (afterUser.toSeconds() == 0) return "in the same second as the user";
    return "%s %s the user"
        .formatted(length(afterUser.abs()), afterUser.isNegative() ? "before" : "after");
  }

  private static String length(Duration gap) {
    if (gap.toMinutes() == 0) return "%s s".formatted(gap.toSeconds());
    if (gap.toHours() == 0) return "%s min %s s".formatted(gap.toMinutes(), gap.toSecondsPart());
    if (gap.toDays() == 0) return "%s h %s min".formatted(gap.toHours(), gap.toMinutesPart());
    return Counted.of(gap.toDays(), "day");
  }
}
