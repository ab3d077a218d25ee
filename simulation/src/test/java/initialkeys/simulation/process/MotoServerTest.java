package initialkeys.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That moto starts, the end-to-end tests show; here another program is started in its place. */
class MotoServerTest {

  @TempDir private Path folder;

  /** Java knows no such options, and ends at once. */
  @Test
  void programThatEndsIsAnErrorWithWhatItPrinted() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path log = folder.resolve("moto.log");
    assertThatThrownBy(() -> MotoServer.start(java, log))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("moto_server did not start: ")
        .hasMessageContaining("-H");
    assertThat(Files.readString(log)).isNotEmpty();
  }

  @Test
  void missingProgramIsAnError() {
    assertThatThrownBy(
            () -> MotoServer.start(folder.resolve("missing"), folder.resolve("moto.log")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }
}
