package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bo            | bo            | /           | true
          bo            | Bo            | /           | false
          bo            | bob           | /           | false
          b*            | bo            | /           | true
          b*            | b             | /           | true
          *o            | bo            | /           | true
          *b*           | bo            | /           | true
          *o            | bob           | /           | false
          a*b*c         | a-b-c         | /           | true
          a*b*c         | abc           | /           | true
          a*b*c         | acb           | /           | false
          a*b           | ab-b          | /           | true
          ab*ba         | aba           | /           | false
          a*bc*bd       | abcbcbd       | /           | true
          a*x*x*b       | axb           | /           | false
          a*xy*xy*b     | axyxyb        | /           | true
          a**b          | ab            | /           | true
          *             | anyone        | /any/       | true
          smith*john    | smith,john    | /           | true
          b.            | bo            | /           | false
          /machines/    | bo            | /machines/  | true
          /machines/    | bo            | /machines/a/| false
          /machines/*   | bo            | /machines/a/| true
          /machines/*   | /machines/    | /people/    | false
          /*            | bo            | /           | true
          /             | bo            | /           | true
          /             | bo            | /a/         | false
          /Machines/*   | bo            | /machines/  | false
          """)
  void entryMatchesWholeNameOrPath(String pattern, String name, String path, boolean matches) {
    UserIdentity user =
        new UserIdentity("AIDA1000000000000000", name, path, TestUsers.USER_CREATED);
    assertThat(new UserPattern(pattern).matches(user)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "AIDACKCEVSQ6C2EXAMPLE, AIDACKCEVSQ6C2EXAMPLE, bo, true",
    "AIDACKCEVSQ6C2EXAMPLE, AIDACKCEVSQ6C2EXAMPLF, bo, false",
    "AIDACKCEVSQ6C2EXAMPLE, AIDA1000000000000000, AIDACKCEVSQ6C2EXAMPLE, false",
    "AID2MAB8DPLSRHEXAMPLE, AID2MAB8DPLSRHEXAMPLE, bo, true",
    "AIDAN, AIDACKCEVSQ6C2EXAMPLE, AIDAN, true",
    "AIDAN.S*, AIDACKCEVSQ6C2EXAMPLE, AIDAN.SMITH, true",
    "*CKCEVSQ6C2EXAMPLE, AIDACKCEVSQ6C2EXAMPLE, bo, false",
  })
  void entryInTheFormOfAnIdMatchesOnlyIt(String pattern, String id, String name, boolean matches) {
    UserIdentity user = new UserIdentity(id, name, "/", TestUsers.USER_CREATED);
    assertThat(new UserPattern(pattern).matches(user)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          two words    | a user name of at most 64 letters
          bo;ann       | a user name of at most 64 letters
          "tab\there" | a user name of at most 64 letters
          bo?          | a user name of at most 64 letters
          Ünal         | a user name of at most 64 letters
          /machines    | a path of at most 512 characters from ! to ~ that starts with / and ends
          "/no space/" | a path of at most 512 characters from ! to ~ that starts with / and ends
          //           | a path of at most 512 characters from ! to ~ that starts with / and ends
          arn:aws:iam::123456789012:user/ann | the user's name, path or unique id instead of an ARN
          aidackcevsq6c2example | a complete unique id as IAM shows it: AIDA and at least 12 capital
          AIDAckcevsq6c2example | a complete unique id as IAM shows it: AIDA and at least 12 capital
          AIDACKCEVSQ6C2E       | a complete unique id as IAM shows it: AIDA and at least 12 capital
          AIDACKCEVSQ6C2EX*     | a complete unique id as IAM shows it: AIDA and at least 12 capital
          AIDA*EXAMPLE          | a complete unique id as IAM shows it: AIDA and at least 12 capital
          AIDA*                 | a complete unique id as IAM shows it: AIDA and at least 12 capital
          user/ann              | a user name of at most 64 letters
          machines/             | a user name of at most 64 letters
          AROACKCEVSQ6C2EXAMPLE | a user name, a path or the unique id of a user, which starts with
          AKIAIOSFODNN7EXAMPLE  | a user name, a path or the unique id of a user, which starts with
          """)
  void entryThatCanMatchNoUserIsRejected(String entry, String allowed) {
    assertThatThrownBy(() -> RuleParameters.parse(Map.of("exemptUsers", "ann," + entry)))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "An entry of rule parameter exemptUsers is '%s'; it must be %s", entry, allowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AIDA",
        "AIDAN",
        "AIDA-BOT2",
        "aida*",
        "aidatapipelineabcdefg",
        "AKIA-rotation",
        "123456789012",
        "///",
        "//*",
        "/a//b/"
      })
  void matchableEntryThatResemblesAnIdOrPathIsAccepted(String entry) {
    assertThat(new UserPattern(entry).text()).isEqualTo(entry);
  }

  @Test
  void longestNamesAndPathsAreAccepted() {
    assertThat(new UserPattern("x".repeat(64))).isNotNull();
    assertThat(new UserPattern("x".repeat(64) + "*")).isNotNull();
    assertThat(new UserPattern("/" + "x".repeat(510) + "/")).isNotNull();
    assertThat(new UserPattern("/" + "x".repeat(510) + "*")).isNotNull();
    assertThat(new UserPattern("/" + "x".repeat(510) + "/*")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void longerNamesAndPathsAreRejected(int index) {
    String entry =
        switch (index) {
          case 0 -> "x".repeat(65);
          case 1 -> "*" + "x".repeat(65);
          case 2 -> "/" + "x".repeat(511) + "/";
          default -> "/" + "x".repeat(511) + "*";
        };
    assertThatThrownBy(() -> new UserPattern(entry))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most");
  }
}
