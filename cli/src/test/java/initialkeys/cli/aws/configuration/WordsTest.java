package initialkeys.cli.aws.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of a text are separated by vertical bars. */
class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          profile audit ! profile|audit
          `  a \t b  ` ! a|b
          profile "my audit" ! profile|my audit
          profile 'my "audit"' ! profile|my "audit"
          a'b c'd"e f"g ! ab cde fg
          a '' "" b ! a|||b
          a\\ b \\' \\" \\\\ ! a b|'|"|\\
          "a\\"b\\\\c\\d" ! a"b\\c\\d
          'a\\b\\' ! a\\b\\
          a#b #c $HOME ~ * ; & ! a#b|#c|$HOME|~|*|;|&
          """)
  void wordsAreThoseOfShell(String text, String words) {
    assertThat(String.join("|", Words.of(text))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          C:\\tools\\get.exe -x ! C:\\tools\\get.exe|-x
          "C:\\my tools\\get.exe" a\tb ! C:\\my tools\\get.exe|a|b
          a\\"b c\\\\\\"d ! a"b|c\\"d
          "a b\\\\" c ! a b\\|c
          a"b c"d 'e f' ! ab cd|'e|f'
          a "" b\\ \\\\ ! a||b\\|\\\\
          """)
  void wordsAreThoseOfWindows(String text, String words) {
    assertThat(String.join("|", Words.ofWindows(text))).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n"})
  void whiteSpaceHasNoWords(String text) {
    assertThat(Words.of(text)).isEmpty();
  }

  @Test
  void windowsHasNoWordsInNothing() {
    assertThat(Words.ofWindows(" ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a 'hidden", "\"hidden", "hidden\\", "\"hidden\\", "'hidden\\\"", "\"hidden\\\""})
  void unfinishedTextIsRejectedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> Words.of(text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quote is not closed, or nothing follows a backslash");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"hidden", "hidden \"\\\"", "a\"\\"})
  void unfinishedTextOfWindowsIsRejectedWithoutShowingIt(String text) {
    assertThatThrownBy(() -> Words.ofWindows(text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("a quote is not closed, or nothing follows a backslash");
  }
}
