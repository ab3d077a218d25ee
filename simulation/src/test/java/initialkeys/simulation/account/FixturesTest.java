package initialkeys.simulation.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixturesTest {

  private record Point(int x) {}

  @TempDir Path folder;

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("point.json"), json);
  }

  @Test
  void fileIsReadAsAWhole() throws IOException {
    assertThat(Fixtures.read(file("{\"x\":1}"), Point.class)).isEqualTo(new Point(1));
  }

  /** A misspelled field would otherwise test nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"x\":1,\"y\":2}", "{\"x\":1} {}", "{"})
  void unknownFieldAndTrailingTextAreRejectedNamingTheFile(String json) throws IOException {
    Path file = file(json);
    assertThatThrownBy(() -> Fixtures.read(file, Point.class))
        .isExactlyInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(file + ": ");
  }

  private record Fact(String text, Instant time, boolean isTrue) {}

  @Test
  void timeIsText() throws IOException {
    assertThat(
            Fixtures.read(
                file("{\"text\":\"0\",\"time\":\"2026-01-15T12:00:00Z\",\"isTrue\":true}"),
                Fact.class))
        .isEqualTo(new Fact("0", Instant.parse("2026-01-15T12:00:00Z"), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\":0",
        "\"text\":0.5",
        "\"text\":false",
        "\"time\":0",
        "\"time\":0.5",
        "\"time\":\"0\"",
        "\"time\":\"\"",
        "\"isTrue\":1",
        "\"isTrue\":\"true\"",
        "\"isTrue\":\"\""
      })
  void valueOfAnotherTypeIsRejected(String field) throws IOException {
    Path file = file("{%s}".formatted(field));
    assertThatThrownBy(() -> Fixtures.read(file, Fact.class))
        .isExactlyInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(MismatchedInputException.class);
  }

  @Test
  void filesAreSortedAndOfTheirFolder() {
    assertThat(Fixtures.accountFiles()).isNotEmpty().isSorted();
    assertThat(Fixtures.eventFiles())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(Fixtures.accountFiles());
    assertThat(Fixtures.allDataFiles())
        .containsAll(Fixtures.accountFiles())
        .containsAll(Fixtures.eventFiles());
  }

  @Test
  void textThatIsNoJsonIsRejected() {
    assertThat(Fixtures.tree("{\"x\":1}").get("x").intValue()).isEqualTo(1);
    assertThatThrownBy(() -> Fixtures.tree("{")).isExactlyInstanceOf(UncheckedIOException.class);
  }
}
