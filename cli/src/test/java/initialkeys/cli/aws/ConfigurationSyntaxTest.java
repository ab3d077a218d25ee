package initialkeys.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.profiles.ProfileFile;

/** The lines are separated by slashes. */
class ConfigurationSyntaxTest {

  private static String correction(ProfileFile.Type type, String lines) {
    return new ConfigurationSyntax(type, "audit")
        .correction(lines.replace('/', '\n'))
        .orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [default]/a=1/[default]/b=1 | correct line 3, which repeats a section
          [profile default]/[default] | correct line 2, which repeats a section
          [default]/[profile  default] | correct line 2, which repeats a section
          [default]/[profile "default"] | correct line 2, which repeats a section
          [profile other]/[profile 'other'] | correct line 2, which repeats a section
          [sso-session a]/[sso-session a] # again | correct line 2, which repeats a section
          [default]/region = a/Region=b | correct line 3, which repeats a property
          [default]//# note/[ profile audit ] | correct line 4, which has a space inside the brackets
          [default]/credential_process: x --a=b | correct line 2, which has a colon before the equals sign
          [profile "audit"] | correct line 1, which has the name of the profile in quotes
          [profile 'audit'] | correct line 1, which has the name of the profile in quotes
          """)
  void fileThatAwsCliReadsInAnotherWayIsRejected(String lines, String correction) {
    assertThat(correction(ProfileFile.Type.CONFIGURATION, lines)).isEqualTo(correction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [default]/a=1//[profile a]/a=1/#a=2/;a=3 | nothing
          [default]/a=x:y/s3 =/  b:c=1/\tb:c=2 | nothing
          [profile "other"]/[profile "my audit"] | nothing
          [profile audit]/[sso-session audit] | nothing
          [profile audit/region: a | nothing
          """)
  void everythingElseIsAccepted(String lines, String correction) {
    assertThat(correction(ProfileFile.Type.CONFIGURATION, lines)).isEqualTo(correction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [default]/[profile default]/[profile "audit"] | nothing
          [audit]/[audit] | correct line 2, which repeats a section
          [ audit] | correct line 1, which has a space inside the brackets
          """)
  void titleInCredentialsFileIsName(String lines, String correction) {
    assertThat(correction(ProfileFile.Type.CREDENTIALS, lines)).isEqualTo(correction);
  }
}
