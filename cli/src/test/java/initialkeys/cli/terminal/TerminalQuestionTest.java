package initialkeys.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalQuestionTest {

  @TempDir private Path folder;

  @Test
  void answerIsTheNextLine() throws IOException {
    Path in = Files.writeString(folder.resolve("in"), "123456\nmore\n");
    Path out = Files.writeString(folder.resolve("out"), "");
    assertThat(TerminalQuestion.ask("Code: ", in, out)).contains("123456");
    assertThat(out).hasContent("Code: ");
  }

  @Test
  void closedTerminalGivesNoAnswer() throws IOException {
    Path empty = Files.writeString(folder.resolve("in"), "");
    assertThat(TerminalQuestion.ask("Code: ", empty, Files.createFile(folder.resolve("out"))))
        .isEmpty();
  }

  @Test
  void withoutTerminalThereIsNoAnswer() {
    Path none = folder.resolve("none");
    assertThat(TerminalQuestion.ask("Code: ", none, none)).isEmpty();
    assertThat(none).doesNotExist();
  }
}
