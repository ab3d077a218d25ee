package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.key;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapChartTest {

  /** The limit of a window belongs to it, and one second more does not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 60, 1440})
  void windowContainsExactlyUsersWithinIt(int minutes) {
    Duration window = Duration.ofMinutes(minutes);
    Document chart =
        drawn(
            window,
            withKey("limit", Result.NON_COMPLIANT, window),
            withKey("before", Result.NON_COMPLIANT, window.negated()),
            withKey("later", Result.COMPLIANT, window.plusSeconds(1)));
    Element shaded = chart.select("rect.window").first();
    double end = number(shaded, "x") + number(shaded, "width");
    assertThat(chart.select("rect.non-compliant"))
        .hasSize(2)
        .allSatisfy(bar -> assertThat(number(bar, "x") + number(bar, "width")).isLessThan(end));
    assertThat(chart.select("rect.compliant"))
        .hasSize(1)
        .allSatisfy(bar -> assertThat(number(bar, "x")).isGreaterThanOrEqualTo(end));
  }

  @Test
  void usersWithoutKeyAreNotPlaced() {
    UserResult without = user("ana", Result.COMPLIANT);
    UserResult with = withKey("zoe", Result.NON_COMPLIANT, Duration.ofSeconds(9));
    assertThat(new GapChart(List.of(without, with), Duration.ofMinutes(5)).placed()).isEqualTo(1);
    assertThat(drawn(Duration.ofMinutes(5), without, with).select("rect title").eachText())
        .containsExactly("NON_COMPLIANT: zoe");
  }

  /** The credential report's time of a key may be long after its creation (F22). */
  @Test
  void usersWithReportedKeyAreNotPlaced() {
    KeyFacts live = key("AKIA1", Duration.ofDays(3), false);
    KeyFacts reported =
        new KeyFacts(Optional.empty(), Optional.empty(), live.created(), Optional.empty(), false);
    for (UserResult user :
        List.of(
            user("bo", Result.COMPLIANT, "why", reported),
            user("cy", Result.COMPLIANT, "why", live, reported))) {
      assertThat(new GapChart(List.of(user), Duration.ofMinutes(5)).placed()).isZero();
      assertThat(drawn(Duration.ofMinutes(5), user).select("rect title")).isEmpty();
    }
  }

  @Test
  void placeIsThatOfFirstKey() {
    UserResult two =
        user(
            "zoe",
            Result.NON_COMPLIANT,
            "why",
            key("AKIA2", Duration.ofDays(30), false),
            key("AKIA1", Duration.ofSeconds(9), true));
    assertThat(x(two)).isEqualTo(x(withKey("mia", Result.COMPLIANT, Duration.ofSeconds(9))));
  }

  @Test
  void manyUsersAreOneBarThatFits() {
    UserResult[] users =
        Stream.concat(
                IntStream.range(0, 5000)
                    .mapToObj(i -> withKey("u" + i, Result.COMPLIANT, Duration.ofSeconds(9))),
                Stream.of(withKey("zoe", Result.NON_COMPLIANT, Duration.ofSeconds(9))))
            .toArray(UserResult[]::new);
    Document chart = drawn(Duration.ofMinutes(5), users);
    assertThat(chart.select("rect title").eachText())
        .containsExactlyInAnyOrder(
            "COMPLIANT: u0, u1, u2, u3, u4 and 4995 more", "NON_COMPLIANT: zoe");
    assertThat(chart.select("rect:not(.window)"))
        .allSatisfy(bar -> assertThat(number(bar, "y")).isBetween(24.0, 200.0))
        .allSatisfy(bar -> assertThat(number(bar, "height")).isGreaterThan(0.4));
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    UserResult user = withKey("zoe", Result.NON_COMPLIANT, Duration.ofSeconds(9));
    String expected = drawn(Duration.ofMinutes(5), user).html();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(drawn(Duration.ofMinutes(5), user).html()).isEqualTo(expected);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static double x(UserResult user) {
    return number(drawn(Duration.ofMinutes(5), user).select("rect:not(.window)").first(), "x");
  }

  private static UserResult withKey(String name, Result result, Duration gap) {
    return user(name, result, "why", key("AKIA1", gap, result == Result.NON_COMPLIANT));
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.attr(attribute));
  }

  private static Document drawn(Duration window, UserResult... users) {
    HtmlWriter html = new HtmlWriter();
    html.open("html");
    new GapChart(List.of(users), window).write(html);
    html.close();
    return Jsoup.parse(html.html());
  }
}
