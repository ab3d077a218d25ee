import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format to every Java source of the build. {@code check} lists the
 * files that differ and fails; {@code apply} rewrites them ({@code mvn -N verify
 * -DsourceFormat=apply}).
 */
void main(String... arguments) throws IOException {
  List<String> mode =
      switch (arguments[0]) {
        case "check" -> List.of("--dry-run", "--set-exit-if-changed");
        case "apply" -> List.of("--replace");
        default ->
            throw new IllegalArgumentException(
                "sourceFormat is '%s'; it must be check or apply".formatted(arguments[0]));
      };
  String[] options = Stream.concat(mode.stream(), javaSources()).toArray(String[]::new);
  ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
  int exitCode = formatter.run(System.out, System.err, options);
  if (exitCode != 0) {
    System.err.println("Not formatted: the files above. Run: mvn -N verify -DsourceFormat=apply");
  }
  System.exit(exitCode);
}

/** The source folders of every module, and this folder. */
Stream<String> javaSources() throws IOException {
  Path root = Path.of("");
  try (Stream<Path> files = Files.find(root, Integer.MAX_VALUE, (file, _) -> isJavaSource(file))) {
    return files.map(Path::toString).sorted().toList().stream();
  }
}

boolean isJavaSource(Path file) {
  String path = file.toString().replace('\\', '/');
  return path.matches("(build-tools|[a-z-]+/src)/.*[.]java");
}
