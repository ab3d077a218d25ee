package initialkeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A class that decides anything has a test named after it, in its package. It decides something
 * when its code, that of its nested classes included, has a branch; interfaces, constants and plain
 * records have none.
 */
class TestNamesTest {

  private static final Path CLASSES = Path.of("target/classes");
  private static final Path TESTS = Path.of("src/test/java");

  @Test
  void classWithABranchHasATestOfItsName() {
    Set<String> classes = classesWithABranch();
    assertThat(classes).hasSizeGreaterThan(40).contains("initialkeys/decision/InitialKeyRule");
    assertThat(classes)
        .filteredOn(name -> !Files.isRegularFile(TESTS.resolve(name + "Test.java")))
        .isEmpty();
  }

  /** Each by the path of its outermost class, without an ending. */
  private static Set<String> classesWithABranch() {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(TestNamesTest::hasBranch)
          .map(file -> CLASSES.relativize(file).toString().replace('\\', '/'))
          .map(name -> name.replaceFirst("(\\$.*)?\\.class$", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean hasBranch(Path file) {
    try {
      return ClassFile.of().parse(file).methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .anyMatch(TestNamesTest::isBranch);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** A jump without a condition is no branch. */
  private static boolean isBranch(CodeElement element) {
    return switch (element) {
      case BranchInstruction jump -> jump.opcode() != Opcode.GOTO && jump.opcode() != Opcode.GOTO_W;
      case TableSwitchInstruction _, LookupSwitchInstruction _ -> true;
      default -> false;
    };
  }
}
