package initialkeys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlWriterTest {

  @Test
  void textsAndAttributesAreEscaped() {
    assertThat(new HtmlWriter().element("p", "a < b & \"c\"\u0001", "class", "x\"><y").html())
        .isEqualTo("<!DOCTYPE html>\n<p class=\"x&quot;&gt;&lt;y\">a &lt; b &amp; \"c\" </p>\n");
  }

  @Test
  void elementWithoutTextHasEndTag() {
    assertThat(new HtmlWriter().open("td").close().html()).endsWith("<td></td>\n");
  }
}
