package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  /** What separates the entries of a class path differs. */
  @Test
  void folderWithSeparatorIsRejectedWithTheSameWords() {
    String message = "because the path contains a %s: move or rename the folder.";
    assertThat(posix).contains("case $root in\n  *:*) fail ").contains(message.formatted("colon"));
    assertThat(windows)
        .contains("if not \"%ROOT:;=%\"==\"%ROOT%\" (\n")
        .contains(message.formatted("semicolon"));
  }

  @Test
  void cdkAppIsStartedWithTheSameArguments() {
    List<String> expected =
        arguments(posix, "exec \"\\$\\(cat \"\\$built/java\"\\)\" (.*RuleApp .*) >&2")
            .map(argument -> argument.replace("$root/", "ROOT").replace("$built", "BUILT"))
            .map(argument -> argument.startsWith("ROOT") ? argument.replace(':', ';') : argument)
            .toList();
    List<String> found =
        arguments(windows, "\"%JAVA_25%\" (.*RuleApp .*) 1>&2")
            .map(argument -> argument.replace("%ROOT%", "ROOT").replace("%BUILT%", "BUILT"))
            .map(argument -> argument.replace('\\', '/'))
            .toList();
    assertThat(found).isEqualTo(expected).hasSizeGreaterThan(4);
  }

  @Test
  void mavenIsCalledWithTheSameArguments() {
    assertThat(
            arguments(windows, "call mvn (.*) 1>&2 <nul")
                .map(
                    argument -> argument.replace("%%ROOT%%", "$root/").replace("%GOALS%", "$goals"))
                .toList())
        .isEqualTo(arguments(posix, "\n  mvn (.*) >&2 </dev/null").toList());
    assertThat(values(windows, "set \"GOALS=(.*)\""))
        .isEqualTo(values(posix, "goals='?([^'\n]+)'?"))
        .contains("-Plauncher");
    assertThat(posix).contains("MAVEN_OPTS=\"${MAVEN_OPTS-} -Djansi.noreset=true\"");
    assertThat(windows).contains("\"MAVEN_OPTS=%MAVEN_OPTS% -Djansi.noreset=true\"");
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
    assertThat(
            values(windows, "set \"MODULES=(.*)\"").stream()
                .map(modules -> modules.replace(',', ' ')))
        .containsExactlyElementsOf(values(posix, "modules='(.*)'"));
    assertThat(windows).contains("'\\src\\main'", "'\\pom.xml'", "'\\started'", "'pom.xml'");
  }

  private static boolean isOfCdkApp(String value) {
    return value.contains("infra") || value.contains("CDK");
  }

  /** The values of both programs; the first is the command line's. */
  private static List<String> values(String launcher, String pattern) {
    List<String> values =
        all(launcher, pattern).stream()
            .sorted(Comparator.comparing(WindowsLauncherTest::isOfCdkApp))
            .toList();
    assertThat(values).as(pattern).hasSize(2);
    return values;
  }

  private static List<String> all(String launcher, String pattern) {
    return Pattern.compile(pattern)
        .matcher(launcher)
        .results()
        .map(value -> value.group(1))
        .toList();
  }

  /** Otherwise it would run without classes, or with a JDK that was uninstalled. */
  @Test
  void missingClassesAndMissingJavaAreBuilt() {
    assertThat(posix)
        .contains(
            "[ -x \"$(cat \"$built/java\")\" ]",
            "[ -d \"$root/$module/target/classes/initialkeys\" ] || return 1");
    assertThat(windows)
        .contains(
            "set /p JAVA_25=<\"%BUILT%\\java\"\nif not exist \"%JAVA_25%\" goto build\n",
            "if not exist \"%ROOT%rule\\target\\classes\\initialkeys\" goto build\n",
            "set \"RESULT=%ROOT%simulation\\target\\classes\\initialkeys\"\n",
            "if not exist \"%RESULT%\" goto build\n");
  }

  /** Otherwise a path with letters that are not ASCII would not be found. */
  @Test
  void codePageIsThatOfJavaUntilTheEnd() {
    assertThat(windows)
        .containsSubsequence(
            "('chcp') do set \"CODE_PAGE=%%C\"\n",
            "chcp 65001 >nul", "set /p JAVA_25", "InitialKeys %*\n", ":end\nchcp %CODE_PAGE% >nul");
  }

  /** In cmd, cd does not accept a network path. */
  @Test
  void cdkAppRunsInFolderOfLauncher() {
    assertThat(posix).contains("cd -- \"$root\" || exit 4");
    assertThat(windows).containsSubsequence("pushd \"%ROOT%\"\n", "RuleApp ", "popd\n");
  }

  @Test
  void messagesAndExitCodesAreTheSame() {
    List<String> messages =
        Pattern.compile("(?:fail|echo) \"(?:initial-keys: )?([a-z][^\"$]{20,})\"")
            .matcher(posix)
            .results()
            .map((MatchResult message) -> message.group(1))
            .toList();
    assertThat(messages).hasSize(2);
    assertThat(values(windows, "set \"NAME=(.*)\"")).isEqualTo(values(posix, "name='(.*)'"));
    assertThat(windows)
        .contains("building %NAME% (on first use, and when its sources change) ... 1>&2");
    assertThat(posix).contains("building $name (on first use, and when its sources change) ...");
    assertThat(messages)
        .allSatisfy(message -> assertThat(windows).contains("initial-keys: " + message + " 1>&2"));
    assertThat(posix).contains("exit " + ExitCode.FAILED);
    assertThat(all(windows, "set \"CODE=(.*)\""))
        .containsExactly("4", "4", "4", "%ERRORLEVEL%", "4", "%ERRORLEVEL%");
    assertThat(all(windows, "(goto end\n|exit /b .*)"))
        .containsExactly(
            "goto end\n", "goto end\n", "goto end\n", "goto end\n", "goto end\n", "exit /b %CODE%");
    assertThat(windows.strip()).endsWith("exit /b %CODE%");
  }
}
