package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomPasswordTest {

  private static final List<String> PASSWORDS =
      Stream.generate(RandomPassword::next).limit(50).toList();

  @Test
  void lengthIsTheMostThatIamAllows() {
    assertThat(PASSWORDS).allSatisfy(it -> assertThat(it).hasSize(128));
  }

  @Test
  void everyKindOfLetterIsInEachPassword() {
    assertThat(PASSWORDS)
        .allSatisfy(
            it ->
                assertThat(it)
                    .matches("[A-Za-z0-9!@#$%^&*]+")
                    .containsPattern("[A-Z]")
                    .containsPattern("[a-z]")
                    .containsPattern("[0-9]")
                    .containsPattern("[!@#$%^&*]"));
  }

  @Test
  void passwordsDifferAndBeginWithAnyKind() {
    assertThat(PASSWORDS).doesNotHaveDuplicates();
    assertThat(PASSWORDS).anyMatch(it -> Character.isDigit(it.charAt(0)));
    assertThat(PASSWORDS).anyMatch(it -> Character.isUpperCase(it.charAt(0)));
  }
}
