package initialkeys.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void lineOfTerminalIsReplacedAndErased() {
    try (Progress progress = Progress.manual(err, true)) {
      progress.state("Waiting");
      progress.print();
      progress.count(1, 2000, "users done");
      progress.print();
    }
    assertThat(printed())
        .isEqualTo("\r\u001b[KWaiting …\r\u001b[K1 of 2,000 users done …\r\u001b[K");
  }

  @Test
  void elsewhereEachStateIsOneLine() {
    try (Progress progress = Progress.manual(err, false)) {
      progress.state("Waiting");
      progress.print();
      progress.print();
      progress.count(5, 10, "users done");
      progress.print();
    }
    assertThat(printed().lines()).containsExactly("Waiting …", "5 of 10 users done …");
  }

  @Test
  void nothingIsPrintedForWorkThatEndsImmediately() {
    try (Progress progress = Progress.on(new Terminal(err, err, false, true))) {
      progress.state("Waiting");
    }
    assertThat(printed()).isEmpty();
  }

  @Test
  void nothingIsPrintedAfterEnd() {
    Progress progress = Progress.manual(err, false);
    progress.close();
    progress.state("Waiting");
    progress.print();
    assertThat(printed()).isEmpty();
  }

  @Test
  void countIsKnownUntilOtherWorkIsStated() {
    Progress progress = Progress.none();
    assertThat(progress.counted()).isEmpty();
    progress.count(5, 10, "users done");
    assertThat(progress.counted()).contains(new Progress.Count(5, 10, "users done"));
    progress.state("Waiting");
    assertThat(progress.counted()).isEmpty();
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      Progress progress = Progress.manual(err, false);
      progress.count(1234, 5000, "users done");
      assertThat(progress.stated()).isEqualTo("1,234 of 5,000 users done");
    } finally {
      Locale.setDefault(before);
    }
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
