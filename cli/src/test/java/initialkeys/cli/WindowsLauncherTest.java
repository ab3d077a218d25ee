package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher for Windows does what the other one does, as far as their texts show it. */
class WindowsLauncherTest {

  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final String posix = read("initial-keys").replace("\\\n", " ");
  private final String windows = read("initial-keys.cmd").replace("\r", "");

  private static String read(String launcher) {
    try {
      return Files.readString(Path.of("..", launcher));
    } catch (IOException missing) {
      throw new AssertionError(launcher, missing);
    }
  }

  /** Java finds out by itself on Windows what the standard streams are. */
  @Test
  void javaIsStartedWithTheSameArguments() {
    List<String> expected =
        arguments(posix, "exec \"\\$\\(cat \"\\$built/java\"\\)\" (.*) \"\\$@\"")
            .filter(argument -> !argument.startsWith("-Dinitialkeys.terminal."))
            .map(argument -> argument.replace("$root", "ROOT").replace("$built", "BUILT"))
            .map(argument -> argument.startsWith("ROOT") ? argument.replace(':', ';') : argument)
            .toList();
    List<String> found =
        arguments(windows, "\"%JAVA_25%\" (.*) %\\*")
            .map(argument -> argument.replace("%ROOT%.", "ROOT").replace("%ROOT%", "ROOT\\"))
            .map(argument -> argument.replace("%BUILT%", "BUILT").replace('\\', '/'))
            .toList();
    assertThat(expected).hasSizeGreaterThan(6).contains("initialkeys.cli.InitialKeys");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void mavenIsCalledWithTheSameArguments() {
    assertThat(
            arguments(windows, "call mvn (.*) 1>&2")
                .map(argument -> argument.replace("%ROOT%", "$root/"))
                .toList())
        .isEqualTo(arguments(posix, "\n  mvn (.*) >&2 </dev/null").toList())
        .contains("-Plauncher");
  }

  private static Stream<String> arguments(String launcher, String command) {
    Matcher line = Pattern.compile(command).matcher(launcher);
    assertThat(line.find()).as(command).isTrue();
    return ARGUMENT
        .matcher(line.group(1))
        .results()
        .map(argument -> argument.group(1) == null ? argument.group(2) : argument.group(1));
  }

  @Test
  void sourcesOfTheSameModulesAreCompared() {
    String modules = group(posix, "for module in ([a-z ]+); do");
    assertThat(group(windows, "\\$sources = ([a-z',]+) ").replaceAll("[',]+", " ").strip())
        .isEqualTo(modules);
    assertThat(windows).contains("'\\src\\main'", "'\\pom.xml'", "'\\started'", "'pom.xml'");
  }

  private static String group(String launcher, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(launcher);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  @Test
  void messagesAndExitCodesAreTheSame() {
    List<String> messages =
        Pattern.compile("(?:fail|echo) \"(?:initial-keys: )?([a-z][^\"$]{20,})\"")
            .matcher(posix)
            .results()
            .map((MatchResult message) -> message.group(1))
            .toList();
    assertThat(messages).hasSize(3);
    assertThat(messages)
        .allSatisfy(message -> assertThat(windows).contains("initial-keys: " + message + " 1>&2"));
    assertThat(posix).contains("exit " + ExitCode.FAILED);
    assertThat(Pattern.compile("exit /b 4").matcher(windows).results().count()).isEqualTo(2);
    assertThat(windows.strip()).endsWith("exit /b %ERRORLEVEL%");
  }
}
