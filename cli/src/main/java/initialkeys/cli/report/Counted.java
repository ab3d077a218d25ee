package initialkeys.cli.report;

import java.util.Locale;

/** Numbers with their unit, the same in every locale. */
final class Counted {

  private Counted() {}

  /** For example "1 user" or "1,354 users". */
  static String of(long count, String unit) {
    return number(count) + " " + (count == 1 ? unit : unit + "s");
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
