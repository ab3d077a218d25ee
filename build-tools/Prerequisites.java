import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends the build with what to install and how. It runs on the newest JDK that Maven finds, so that
 * it must compile on Java 17. Its arguments are the least Java release, and whether Node.js is
 * needed.
 */
class Prerequisites {

  public static void main(String[] arguments) {
    int release = Integer.parseInt(arguments[0]);
    List<String> missing = new ArrayList<>();
    if (Runtime.version().feature() < release) {
      missing.add(
          "This build needs JDK %1$s or later; the newest JDK found is %2$s, in %3$s. Install JDK %1$s (for example Eclipse Temurin, from https://adoptium.net), or set JAVA%1$s_HOME to its folder. Maven itself may run on Java 17."
              .formatted(release, Runtime.version().feature(), System.getProperty("java.home")));
    }
    if (arguments[1].equals("needed") && !isOnPath("node")) {
      missing.add(
          "The CDK app and its tests need Node.js 20 or later, and no `node` is on the PATH."
              + " Install it from https://nodejs.org or with a package manager. Without it, `mvn -B"
              + " verify -pl rule,cli -am -Dnode=not-needed` builds and tests the rule and the"
              + " command line.");
    }
    missing.forEach(System.err::println);
    if (!missing.isEmpty()) System.exit(1);
  }

  private static boolean isOnPath(String command) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(new File(folder, command), new File(folder, command + ".exe")))
        .anyMatch(file -> file.isFile() && file.canExecute());
  }
}
