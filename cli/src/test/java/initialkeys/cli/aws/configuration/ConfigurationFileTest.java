package initialkeys.cli.aws.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Python's configparser reads; the lines are separated by slashes. */
class ConfigurationFileTest {

  private static Map<String, Map<String, String>> sections(String lines) {
    Map<String, Map<String, String>> sorted = new TreeMap<>();
    ConfigurationFile.sections(lines.replace('/', '\n'))
        .forEach((title, properties) -> sorted.put(title, new TreeMap<>(properties)));
    return sorted;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | {}
          # note/; note/ # note | {}
          [a] | {a={}}
          [a]/k=v/[b]/k=w | {a={k=v}, b={k=w}}
          [a]/k = v | {a={k=v}}
          [a]/k : v | {a={k=v}}
          [a]/k: v=w/l= v:w | {a={k=v=w, l=v:w}}
          [a]/k = | {a={k=}}
          [a]/KEY of A = v | {a={key of a=v}}
          [a]/k = v # w ; x | {a={k=v # w ; x}}
          [a]/k = #v | {a={k=#v}}
          [a]/#k = v/ ;l = v | {a={}}
          [ a ] # note | `{ a ={}}`
          [a] [b] | {a] [b={}}
          [a]b]c | {a]b={}}
          [[a]] | {[a]={}}
          []] | {]={}}
          `  [a]/  k = v/  l = w` | {a={k=v, l=w}}
          [a]/\u00a0k\u00a0=\u00a0v\u00a0 | {a={k=v}}
          [a]/  k = v/l = w | {a={k=v, l=w}}
          [DEFAULT]/k = v/l = w/[a]/l = x/[DEFAULT]/m = y | {a={k=v, l=x, m=y}}
          """)
  void propertiesAreThoseOfTheirSection(String lines, String sections) {
    assertThat(sections(lines)).hasToString(sections);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [a]/k = v/ w/l = x | v/w
          [a]/k = v/ w = x/\t[y] | v/w = x/[y]
          [a]/k = v/ # note/ w | v/w
          [a]/k = v//  w///l = x | v//w
          [a]/k = v///[b] | v
          [a]/ k = v/  w/ l = x | v/w
          [a]/k =/ w = x/ y =z | /w = x/y =z
          [a]/k =//  w = x | //w = x
          """)
  void indentedLineContinuesValue(String lines, String value) {
    assertThat(sections(lines).get("a")).containsEntry("k", value.replace('/', '\n'));
  }

  @Test
  void lineMayEndAsOnAnySystem() {
    assertThat(ConfigurationFile.sections("[a]\r\nk=v\rl=w\nm=x"))
        .isEqualTo(Map.of("a", Map.of("k", "v", "l", "w", "m", "x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hidden = v | correct line 1
          /# note/hidden | correct line 3
          \ufeff[a] | correct line 1
          [a]/hidden | correct line 2
          [a | correct line 1
          [a]/[hidden | correct line 2
          [a]/[] | correct line 2
          [a]/= hidden | correct line 2
          [a]/: hidden | correct line 2
          [a]/k =/ l = v/ hidden | correct line 4
          [a]/k =//  hidden | correct line 4
          [a]/k = v/[b]/[a] | correct line 4, which repeats a section
          [a]/[ a ]/[a] # note | correct line 3, which repeats a section
          [a]/k = v/K: hidden | correct line 3, which repeats a property
          [DEFAULT]/k = v/[DEFAULT]/k = hidden | correct line 4, which repeats a property
          """)
  void malformedLineIsNamedWithoutItsText(String lines, String message) {
    assertThatThrownBy(() -> sections(lines))
        .isExactlyInstanceOf(MalformedLineException.class)
        .hasMessage(message);
  }
}
