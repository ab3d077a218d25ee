package initialkeys.cli.aws.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

@EnabledOnOs({OS.LINUX, OS.MAC})
class CredentialProcessTest {

  private static final String KEY =
      "\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"hidden\"";

  @TempDir private Path folder;

  /** The process of a shell script, which has a space in its path. */
  private CredentialProcess process(String script) throws IOException {
    Path file = folder.resolve("get credentials.sh");
    Files.writeString(file, script);
    return CredentialProcess.of("sh '%s' argument".formatted(file));
  }

  private CredentialProcess printing(String output) throws IOException {
    return process("cat <<'END'\n%s\nEND\n".formatted(output));
  }

  private static void assertFails(CredentialProcess process, String message) {
    assertThatThrownBy(process::resolveCredentials)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void credentialsAreThoseThatAreReturned() throws IOException {
    assertThat(printing("{%s}".formatted(KEY)).resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("A", "hidden"));
    assertThat(printing("{%s,\"SessionToken\":null}".formatted(KEY)).resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("A", "hidden"));
    assertThat(printing("{%s,\"SessionToken\":\"token\"}".formatted(KEY)).resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("A", "hidden", "token"));
  }

  /** Otherwise an argument such as $(id) would be run. */
  @Test
  void noShellReadsCommand() throws IOException {
    Path file = folder.resolve("print.sh");
    Files.writeString(file, "printf '{%s,\"SessionToken\":\"%%s\"}' \"$*\"".formatted(KEY));
    assertThat(
            CredentialProcess.of("sh %s $HOME '$(id)' ~ a;b >c".formatted(file))
                .resolveCredentials())
        .isEqualTo(AwsSessionCredentials.create("A", "hidden", "$HOME $(id) ~ a;b >c"));
  }

  /** It is that of this process, so that a person can enter a code. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void standardInputIsInherited() throws IOException {
    assertThat(
            process(
                    "printf '{%s,\"SessionToken\":\"%%s\"}' \"$(readlink /proc/$$/fd/0)\""
                        .formatted(KEY))
                .resolveCredentials())
        .isEqualTo(
            AwsSessionCredentials.create(
                "A", "hidden", Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString()));
  }

  @Test
  void longMessageDoesNotBlockProcess() throws IOException {
    String message = "head -c 100000 /dev/zero | tr '\\0' x >&2\n";
    assertThat(process(message + "echo '{%s}'".formatted(KEY)).resolveCredentials())
        .isEqualTo(AwsBasicCredentials.create("A", "hidden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit 3 | it ended with exit status 3
          echo 'password hidden' >&2; exit 1 | it ended with exit status 1
          kill -9 $$ | it ended with exit status 137
          """)
  void exitStatusIsNamedWithoutMessage(String script, String message) throws IOException {
    assertFails(process("echo '{%s}'\n%s".formatted(KEY, script)), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hidden", "[]", "\"hidden\"", "{\"hidden\":1", "{} hidden"})
  void outputThatIsNoJsonIsNotShown(String output) throws IOException {
    assertFails(printing(output), "its output is not valid JSON");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | its output does not have the Version 1
          {"Version":2,"AccessKeyId":"A","SecretAccessKey":"hidden"} | its output does not have the Version 1
          {"Version":"1","AccessKeyId":"A","SecretAccessKey":"hidden"} | its output does not have the Version 1
          {"Version":1,"SecretAccessKey":"hidden"} | its output lacks AccessKeyId
          {"Version":1,"AccessKeyId":"","SecretAccessKey":"hidden"} | its output lacks AccessKeyId
          {"Version":1,"AccessKeyId":"A"} | its output lacks SecretAccessKey
          {"Version":1,"AccessKeyId":"A","SecretAccessKey":null} | its output lacks SecretAccessKey
          {"Version":1,"AccessKeyId":"A","SecretAccessKey":"hidden","Expiration":"soon"} | its output has an Expiration that is not a time, such as 2026-11-29T12:00:00Z
          {"Version":1,"AccessKeyId":"A","SecretAccessKey":"hidden","Expiration":"2020-01-01T00:00:00Z"} | the credentials that it returned have expired
          """)
  void outputWithoutUsableKeyIsNotShown(String output, String message) throws IOException {
    assertFails(printing(output), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2999-01-01T00:00:00Z",
        "2999-01-01T00:00:00+00:00",
        "2999-01-01T00:00:00.123456+0530",
        "2999-01-01 00:00:00-08:00"
      })
  void processIsNotRepeatedBeforeExpiration(String expiration) throws IOException {
    assertThat(timesStarted(expiration)).isEqualTo(1);
  }

  @Test
  void processIsRepeatedWhenCredentialsExpire() throws IOException {
    assertThat(timesStarted(Instant.now().plusSeconds(30).toString())).isEqualTo(2);
  }

  /** How often the process is started for two requests. */
  private long timesStarted(String expiration) throws IOException {
    Path count = folder.resolve("count");
    CredentialProcess process =
        process(
            "echo started >>'%s'\necho '{%s,\"Expiration\":\"%s\"}'"
                .formatted(count, KEY, expiration));
    assertThat(process.resolveCredentials()).isEqualTo(process.resolveCredentials());
    try (var lines = Files.lines(count)) {
      return lines.count();
    }
  }

  @Test
  void programThatCannotBeStartedIsNotShown() {
    assertFails(CredentialProcess.of("TOKEN=hidden /bin/sh"), "its program cannot be started");
  }

  @ParameterizedTest
  @CsvSource({
    "'',it has no command",
    "\"hid,'a quote is not closed, or nothing follows a backslash'"
  })
  void commandWithoutWordsIsRejected(String command, String message) {
    assertThatThrownBy(() -> CredentialProcess.of(command))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
