package initialkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A class that decides anything has a test named after it, in its package: {@code NameTest}, or
 * {@code NameIT} where it takes a packaged function or a server. It decides something when its
 * source, that of its nested classes included, has a branch; interfaces, constants and plain
 * records have none. The sources of every module are read from here, because they need no build.
 * The test may be in another module than the class.
 *
 * <p>A test's name is a statement of at most ten words about the subject. It has no underscore, and
 * does not start with an article; one may stand inside.
 */
class TestNamesTest {

  private static final Path ROOT = Path.of("..");
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TESTS = Path.of("src", "test", "java");

  private static final Set<String> TESTED =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

  private static final Set<Tree.Kind> BRANCHES =
      Set.of(
          Tree.Kind.IF,
          Tree.Kind.CONDITIONAL_EXPRESSION,
          Tree.Kind.SWITCH,
          Tree.Kind.SWITCH_EXPRESSION,
          Tree.Kind.FOR_LOOP,
          Tree.Kind.ENHANCED_FOR_LOOP,
          Tree.Kind.WHILE_LOOP,
          Tree.Kind.DO_WHILE_LOOP,
          Tree.Kind.ASSERT,
          Tree.Kind.LOGICAL_COMPLEMENT,
          Tree.Kind.CONDITIONAL_AND,
          Tree.Kind.CONDITIONAL_OR,
          Tree.Kind.EQUAL_TO,
          Tree.Kind.NOT_EQUAL_TO,
          Tree.Kind.LESS_THAN,
          Tree.Kind.LESS_THAN_EQUAL,
          Tree.Kind.GREATER_THAN,
          Tree.Kind.GREATER_THAN_EQUAL);

  /** Before a capital letter, but not inside an abbreviation: {@code ofIAMUser} is three words. */
  private static final Pattern WORD_START =
      Pattern.compile("(?<=[^A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private static final Pattern STARTS_WITH_ARTICLE = Pattern.compile("[.](a|an|the)[A-Z]");

  @Test
  void classWithABranchHasATestOfItsName() throws IOException {
    assertThat(modules()).hasSizeGreaterThan(4);
    Set<String> tests = new TreeSet<>();
    for (Path module : modules()) {
      for (Path file : sources(module.resolve(TESTS))) tests.add(name(module.resolve(TESTS), file));
    }
    for (Path module : modules()) {
      assertThat(classesWithABranch(module))
          .as("classes of %s", module.getFileName())
          .isNotEmpty()
          .filteredOn(name -> !tests.contains(name + "Test") && !tests.contains(name + "IT"))
          .isEmpty();
    }
  }

  @Test
  void testsNameIsAStatementOfAtMostTenWords() throws IOException {
    for (Path module : modules()) {
      assertThat(testMethods(module))
          .as("test methods of %s", module.getFileName())
          .isNotEmpty()
          .filteredOn(
              method ->
                  WORD_START.splitAsStream(method.replaceFirst(".*[.]", "")).count() > 10
                      || method.contains("_")
                      || STARTS_WITH_ARTICLE.matcher(method).find())
          .isEmpty();
    }
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders.filter(folder -> Files.isDirectory(folder.resolve(MAIN))).sorted().toList();
    }
  }

  private static Set<String> classesWithABranch(Path module) throws IOException {
    return namesIn(
        module.resolve(MAIN), (source, name) -> hasBranch(source) ? Set.of(name) : Set.of());
  }

  private static Set<String> testMethods(Path module) throws IOException {
    return namesIn(module.resolve(TESTS), TestNamesTest::testMethods);
  }

  /** What {@code namesOf} finds in every parsed source of the folder and the source's name. */
  private static Set<String> namesIn(
      Path folder, BiFunction<CompilationUnitTree, String, Set<String>> namesOf)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var objects = files.getJavaFileObjectsFromPaths(sources(folder));
      var parser = (JavacTask) compiler.getTask(null, files, null, null, null, objects);
      Set<String> names = new TreeSet<>();
      for (CompilationUnitTree source : parser.parse()) {
        names.addAll(namesOf.apply(source, name(folder, files.asPath(source.getSourceFile()))));
      }
      return names;
    }
  }

  private static List<Path> sources(Path folder) throws IOException {
    if (Files.notExists(folder)) return List.of();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** The path below the folder, without an ending. */
  private static String name(Path folder, Path file) {
    Path relative =
        folder.toAbsolutePath().normalize().relativize(file.toAbsolutePath().normalize());
    return relative.toString().replace('\\', '/').replaceFirst("[.]java$", "");
  }

  private static boolean hasBranch(CompilationUnitTree source) {
    Boolean found =
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean scan(Tree tree, Void none) {
            if (tree == null) return false;
            return BRANCHES.contains(tree.getKind()) || reduce(super.scan(tree, null), false);
          }

          @Override
          public Boolean reduce(Boolean one, Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(source, null);
    return Boolean.TRUE.equals(found);
  }

  /** The test methods of one source, {@code pathOfTheSource.method}. */
  private static Set<String> testMethods(CompilationUnitTree source, String name) {
    Set<String> methods = new TreeSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void none) {
        if (method.getModifiers().getAnnotations().stream()
            .anyMatch(annotation -> TESTED.contains(annotation.getAnnotationType().toString()))) {
          methods.add(name + "." + method.getName());
        }
        return super.visitMethod(method, null);
      }
    }.scan(source, null);
    return methods;
  }
}
