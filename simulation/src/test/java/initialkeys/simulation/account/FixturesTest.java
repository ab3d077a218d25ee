package initialkeys.simulation.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
