package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlWriterTest {

  @Test
  void textsAndAttributesAreEscaped() {
    assertThat(new HtmlWriter().element("p", "a < b & \"c\"\u0001", "class", "x\"><y").html())
        .isEqualTo("<!DOCTYPE html>\n<p class=\"x&quot;&gt;&lt;y\">a &lt; b &amp; \"c\" </p>\n");
  }

  /** They would change the order of what is read, or hide a part of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"061C", "200B", "200E", "200F", "202A", "202E", "2066", "2069", "FEFF", "E0041"})
  void formatCharactersAreShown(String code) {
    String character = Character.toString(Integer.parseInt(code, 16));
    assertThat(new HtmlWriter().element("p", "a" + character + "b").html())
        .endsWith("<p>a[U+%s]b</p>\n".formatted(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\t\r\n", "\u007F", "\u0085", "\u2028", "\u2029"})
  void controlCharactersAreOneSpace(String control) {
    assertThat(new HtmlWriter().element("p", "a" + control + "b").html()).endsWith("<p>a b</p>\n");
  }

  @Test
  void lettersOfEveryScriptAreKept() {
    assertThat(new HtmlWriter().element("p", "ü אב عر 你 😀").html())
        .endsWith("<p>ü אב عر 你 😀</p>\n");
  }

  @Test
  void elementWithoutTextHasEndTag() {
    assertThat(new HtmlWriter().open("td").close().html()).endsWith("<td></td>\n");
  }
}
