package initialkeys.cli.report;

import initialkeys.config.Annotations;
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
    return gap.toDays() == 0 ? Annotations.gap(gap) : Counted.of(gap.toDays(), "day");
  }
}
