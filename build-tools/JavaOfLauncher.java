import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the path of the Java that runs it, which is the JDK that the build has found, to the file
 * that its argument names. The launchers start the command line with it.
 */
class JavaOfLauncher {

  public static void main(String[] arguments) throws IOException {
    String suffix = File.separatorChar == '\\' ? ".exe" : "";
    Path java = Path.of(System.getProperty("java.home"), "bin", "java" + suffix);
    Files.writeString(Path.of(arguments[0]), java + System.lineSeparator());
  }
}
