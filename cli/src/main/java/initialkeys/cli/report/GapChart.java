package initialkeys.cli.report;

import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A picture of the time between the creation of each user and that of its first key, with the
 * creation window in it. The axis is logarithmic, from seconds to years; users with about the same
 * time are stacked.
 */
final class GapChart {

  private static final int LEFT = 20;
  private static final int WIDTH = 690;
  private static final int TOP = 24;
  private static final int LOWEST = 40;
  private static final int HIGHEST = 140;
  private static final int BIN = 10;
  private static final int UNIT = 10;
  private static final long LONGEST_SECONDS = Duration.ofDays(3653).toSeconds();

  /** The ticks of the axis, in order. */
  private static final List<Map.Entry<String, Duration>> TICKS =
      List.of(
          Map.entry("0 s", Duration.ZERO),
          Map.entry("10 s", Duration.ofSeconds(10)),
          Map.entry("1 min", Duration.ofMinutes(1)),
          Map.entry("10 min", Duration.ofMinutes(10)),
          Map.entry("1 h", Duration.ofHours(1)),
          Map.entry("1 day", Duration.ofDays(1)),
          Map.entry("30 days", Duration.ofDays(30)),
          Map.entry("1 year", Duration.ofDays(365)),
          Map.entry("10 years", Duration.ofDays(3653)));

  private final List<UserResult> users;
  private final Duration window;

  /**
   * @param users users with and without a known key
   */
  GapChart(List<UserResult> users, Duration window) {
    this.users = users;
    this.window = window;
  }

  /** How many users have a place in the picture. */
  int placed() {
    return (int) users.stream().filter(user -> gap(user) >= 0).count();
  }

  void write(HtmlWriter html) {
    Map<Integer, Map<Result, List<String>>> bins = bins();
    int most =
        bins.values().stream()
            .mapToInt(bin -> bin.values().stream().mapToInt(List::size).sum())
            .reduce(1, Math::max);
    double unit = Math.min(UNIT, (double) HIGHEST / most);
    int base = TOP + Math.max(LOWEST, (int) Math.ceil(unit * most));
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 760 %s".formatted(base + 42),
        "role",
        "img",
        "aria-label",
        "Time between the creation of each user and its first access key");
    writeWindow(html, base);
    writeAxis(html, base);
    bins.forEach((bin, stacks) -> writeStacks(html, LEFT + bin * BIN, stacks, base, unit));
    html.closeLine();
  }

  private void writeWindow(HtmlWriter html, int base) {
    html.empty(
        "rect",
        "class",
        "window",
        "x",
        text(LEFT - 4),
        "y",
        text(TOP),
        "width",
        text((lastBinOfWindow() + 1) * BIN + 4),
        "height",
        text(base - TOP));
    html.element(
        "text",
        "creation window: %s min".formatted(window.toMinutes()),
        "x",
        text(LEFT - 4),
        "y",
        "16",
        "class",
        "label");
  }

  private static void writeAxis(HtmlWriter html, int base) {
    html.empty(
        "line",
        "class",
        "axis",
        "x1",
        text(LEFT - 4),
        "y1",
        text(base),
        "x2",
        text(LEFT + WIDTH + BIN),
        "y2",
        text(base));
    for (Map.Entry<String, Duration> tick : TICKS) {
      html.element(
          "text",
          tick.getKey(),
          "x",
          text(LEFT + bin(tick.getValue().toSeconds()) * BIN + BIN / 2),
          "y",
          text(base + 16),
          "text-anchor",
          "middle",
          "class",
          "tick");
    }
    html.element(
        "text",
        "time between the creation of the user and of its first access key",
        "x",
        text(LEFT + WIDTH / 2),
        "y",
        text(base + 34),
        "text-anchor",
        "middle",
        "class",
        "label");
  }

  private static void writeStacks(
      HtmlWriter html, int x, Map<Result, List<String>> stacks, int base, double unit) {
    double y = base;
    for (Map.Entry<Result, List<String>> stack : stacks.entrySet()) {
      // Too many for a square each: one bar for all of them.
      List<List<String>> bars =
          unit < UNIT
              ? List.of(stack.getValue())
              : stack.getValue().stream().map(List::of).toList();
      for (List<String> names : bars) {
        double height = unit * names.size();
        y -= height;
        html.open(
                "rect",
                "class",
                style(stack.getKey()),
                "x",
                text(x),
                "y",
                decimal(y),
                "width",
                text(BIN - 1),
                "height",
                decimal(Math.max(height - (unit < UNIT ? 0 : 1), 0.5)))
            .element("title", title(stack.getKey(), names))
            .close();
      }
    }
  }

  /** Users by place and result, those that need attention at the bottom. */
  private Map<Integer, Map<Result, List<String>>> bins() {
    Map<Integer, Map<Result, List<String>>> bins = new TreeMap<>();
    for (UserResult user : users) {
      long gap = gap(user);
      if (gap < 0) continue;
      int edge = lastBinOfWindow();
      int bin = gap > window.toSeconds() ? Math.max(bin(gap), edge + 1) : bin(gap);
      bins.computeIfAbsent(bin, x -> new EnumMap<>(Result.class))
          .computeIfAbsent(user.result(), result -> new ArrayList<>())
          .add(user.name());
    }
    return bins;
  }

  private static long gap(UserResult user) {
    return user.facts().flatMap(facts -> facts.firstKeyGap()).map(Duration::toSeconds).orElse(-1L);
  }

  private static String title(Result result, List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(names.size(), 5)));
    String more = names.size() > 5 ? " and %s more".formatted(names.size() - 5) : "";
    return "%s: %s%s".formatted(result.text(), shown, more);
  }

  /** The name of a result's style. */
  static String style(Result result) {
    return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The window ends with a bin, and no user outside of it is in that bin. */
  private int lastBinOfWindow() {
    return bin(window.toSeconds());
  }

  private static int bin(long seconds) {
    double share =
        Math.log1p((double) Math.min(seconds, LONGEST_SECONDS))
            / Math.log1p((double) LONGEST_SECONDS);
    return (int) (WIDTH / BIN * share);
  }

  private static String text(int number) {
    return String.valueOf(number);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
