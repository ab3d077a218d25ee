package initialkeys.cli.report;

import static initialkeys.cli.report.TestResults.account;
import static initialkeys.cli.report.TestResults.key;
import static initialkeys.cli.report.TestResults.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.UserResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The HTML of a preview in a real browser. `.ci/run browser` runs it, and installs Chromium where
 * it can; the build does not, because it cannot assume a browser. The pictures are in {@code
 * cli/target/browser}.
 */
class PreviewPageInBrowser {

  private static final Path FOLDER = Path.of("target", "browser");
  private static final String HOSTILE = "<img src=http://127.0.0.1:9/x onerror=alert(1)>\"'&";

  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws IOException, InterruptedException {
    browser = new Chromium(Files.createDirectories(FOLDER));
  }

  @AfterAll
  static void closeBrowser() {
    browser.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 800, 1400})
  void pageFitsWidthOfWindow(int width) throws IOException {
    browser.open(page("large", large()), width);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(width);
  }

  @Test
  void nothingIsLoadedAndNothingRuns() throws IOException {
    browser.open(page("hostile", hostile()), 1000);
    assertThat(browser.events("Network.requestWillBeSent"))
        .extracting(event -> event.at("/request/url").textValue())
        .containsExactly(FOLDER.resolve("hostile.html").toAbsolutePath().toUri().toString());
    assertThat(browser.events("Log.entryAdded")).isEmpty();
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(browser.events("Page.javascriptDialogOpening")).isEmpty();
    assertThat(browser.evaluate("document.images.length + document.scripts.length").intValue())
        .isZero();
    assertThat(browser.evaluate("document.querySelector('h3').textContent").textValue())
        .isEqualTo(HOSTILE);
  }

  /** What is drawn is inside of the picture, and its labels do not cover each other. */
  @Test
  void pictureIsWholeAndReadable() throws IOException {
    browser.open(page("large", large()), 1000);
    JsonNode outside =
        browser.evaluate(
            """
            (() => {
              const all = document.querySelector('svg').getBoundingClientRect();
              return [...document.querySelectorAll('svg *:not(title)')]
                .map(it => it.getBoundingClientRect())
                .filter(it => it.left < all.left - 1 || it.right > all.right + 1
                  || it.top < all.top - 1 || it.bottom > all.bottom + 1).length
            })()
            """);
    assertThat(outside.intValue()).isZero();
    JsonNode overlaps =
        browser.evaluate(
            """
            (() => {
              const ticks = [...document.querySelectorAll('svg .tick')]
                .map(it => it.getBoundingClientRect());
              return ticks.filter((it, i) => i > 0 && it.left < ticks[i - 1].right).length
            })()
            """);
    assertThat(overlaps.intValue()).isZero();
    assertThat(
            browser
                .evaluate("document.querySelectorAll('svg rect:not(.window)').length")
                .intValue())
        .isGreaterThan(20);
    assertThat(
            browser
                .evaluate("getComputedStyle(document.querySelector('svg .non-compliant')).fill")
                .textValue())
        .isEqualTo("rgb(164, 0, 29)");
    Path screenshot =
        Chromium.write(
            browser.call("Page.captureScreenshot", Map.of("format", "png")),
            FOLDER.resolve("large.png"));
    assertThat(Files.size(screenshot)).isGreaterThan(20_000);
  }

  /** On paper nothing is cut off, and colours that carry a meaning are printed. */
  @Test
  void pageIsReadableInPrint() throws IOException {
    browser.open(page("large", large()), 1000);
    browser.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
    browser.resize(720);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").intValue())
        .isLessThanOrEqualTo(720);
    assertThat(
            browser
                .evaluate(
                    "getComputedStyle(document.querySelector('svg rect.window')).printColorAdjust")
                .textValue())
        .isEqualTo("exact");
    Path pdf =
        Chromium.write(
            browser.call("Page.printToPDF", Map.of("printBackground", false)),
            FOLDER.resolve("large.pdf"));
    browser.call("Emulation.setEmulatedMedia", Map.of("media", ""));
    assertThat(Files.size(pdf)).isGreaterThan(20_000);
  }

  private static PreviewResult hostile() {
    return PreviewResult.of(
        account(
            "123456789012",
            List.of(),
            user(
                HOSTILE,
                Result.NON_COMPLIANT,
                HOSTILE,
                key(HOSTILE, Duration.ofSeconds(1), true))));
  }

  /** 2,000 users, of which some have the longest name that IAM allows. */
  private static PreviewResult large() {
    Random random = new Random(1);
    List<UserResult> users = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Duration gap = Duration.ofSeconds((long) Math.exp(random.nextDouble() * 18));
      String name = i % 50 == 0 ? "n".repeat(60) + i : "user-" + i;
      Result result =
          gap.toSeconds() <= 300 && i % 20 == 0
              ? Result.NON_COMPLIANT
              : i % 400 == 7 ? Result.NOT_EVALUATED : Result.COMPLIANT;
      users.add(
          user(
              name,
              result,
              "User %s: what the annotation says, with AKIAIOSFODNN7EXAMPLE.".formatted(name),
              key("AKIAIOSFODNN7EXAMPLE", gap, result == Result.NON_COMPLIANT)));
    }
    return PreviewResult.of(account("123456789012", List.of(), users.toArray(UserResult[]::new)));
  }

  private static Path page(String name, PreviewResult preview) throws IOException {
    return Files.writeString(FOLDER.resolve(name + ".html"), new PreviewPage(preview, true).text())
        .toAbsolutePath();
  }
}
