package initialkeys;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The packages of every module are small, and depend on each other in one direction. The sources
 * are read, because they need no build; tests may depend on tests as packages do on packages.
 */
class PackagesTest {

  private static final int MOST_CLASSES = 16;
  private static final int MOST_TESTS = 20;

  private static final Path ROOT = Path.of("..");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?(initialkeys[.a-z]*)[.]([A-Z]\\w*)");

  @Test
  void packageHasAtMost16Classes() throws IOException {
    assertThat(packages("main")).hasSizeGreaterThan(30).allSatisfy(isAtMost(MOST_CLASSES));
  }

  @Test
  void packageHasAtMost20Tests() throws IOException {
    Map<String, List<Path>> packages = packages("test");
    packages.replaceAll((name, files) -> files.stream().filter(PackagesTest::isTest).toList());
    assertThat(packages).hasSizeGreaterThan(30).allSatisfy(isAtMost(MOST_TESTS));
  }

  @Test
  void packageIsDescribed() throws IOException {
    packages("main")
        .values()
        .forEach(
            classes -> assertThat(classes.getFirst().resolveSibling("package-info.java")).exists());
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() throws IOException {
    assertThat(circle(dependencies("main"))).isEmpty();
  }

  @Test
  void packagesOfTestsDependOnEachOtherInOneDirection() throws IOException {
    assertThat(circle(dependencies("test"))).isEmpty();
  }

  private static BiConsumer<String, List<Path>> isAtMost(int most) {
    return (name, classes) -> assertThat(classes).as(name).hasSizeLessThanOrEqualTo(most);
  }

  /** The packages that are left when those that depend on none of the others are taken away. */
  private static Set<String> circle(Map<String, Set<String>> dependencies) {
    assertThat(dependencies).hasSizeGreaterThan(30);
    Map<String, Set<String>> left = new TreeMap<>(dependencies);
    boolean isSmaller = true;
    while (isSmaller) {
      Set<String> before = Set.copyOf(left.keySet());
      isSmaller = left.values().removeIf(used -> used.stream().noneMatch(before::contains));
    }
    return left.keySet();
  }

  /** Each package with those whose sources of the same kind it imports. */
  private static Map<String, Set<String>> dependencies(String kind) throws IOException {
    Map<String, List<Path>> packages = packages(kind);
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (Map.Entry<String, List<Path>> entry : packages.entrySet()) {
      Set<String> used = dependencies.computeIfAbsent(entry.getKey(), it -> new TreeSet<>());
      for (Path file : entry.getValue()) {
        IMPORT
            .matcher(Files.readString(file))
            .results()
            .filter(it -> isIn(packages.getOrDefault(it.group(1), List.of()), it.group(2)))
            .map(it -> it.group(1))
            .filter(it -> !it.equals(entry.getKey()))
            .forEach(used::add);
      }
    }
    return dependencies;
  }

  /** What tests share does not count. */
  private static boolean isTest(Path file) {
    return file.toString().matches(".*(Test|IT)[.]java");
  }

  private static boolean isIn(List<Path> files, String className) {
    return files.stream().anyMatch(it -> it.endsWith(className + ".java"));
  }

  /** The classes of each package, from the sources of all modules. */
  private static Map<String, List<Path>> packages(String kind) throws IOException {
    Map<String, List<Path>> packages = new TreeMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path folder = module.resolve(Path.of("src", kind, "java"));
        if (Files.notExists(folder)) continue;
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("package-info.java"))
              .collect(groupingBy(file -> name(folder.relativize(file.getParent()))))
              .forEach((name, classes) -> packages.merge(name, classes, PackagesTest::both));
        }
      }
    }
    return packages;
  }

  private static List<Path> both(List<Path> some, List<Path> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static String name(Path folder) {
    return folder.toString().replace('\\', '/').replace('/', '.');
  }
}
