package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Which classes refer to calls that change something in an account. */
class WritingCallsTest {

  private static final String PROVE = "initialkeys/cli/prove/";

  private static final Pattern CLIENT =
      Pattern.compile("software/amazon/awssdk/services/[a-z/]+/\\w+Client");

  /** What a client's methods that read are named; and those that give and close clients. */
  private static final Pattern READS =
      Pattern.compile("(get|list|describe)[A-Z].*|generateCredentialReport|builder|create|close");

  @Test
  void onlyProveRefersToCallsThatWrite() {
    assertThat(writes(it -> !it.startsWith(PROVE))).isEmpty();
    assertThat(writes(it -> it.startsWith(PROVE)))
        .containsExactly(
            "createAccessKey",
            "createLoginProfile",
            "createUser",
            "deleteAccessKey",
            "deleteLoginProfile",
            "deleteUser",
            "deleteUserPolicy",
            "putUserPolicy",
            "startConfigRulesEvaluation",
            "startRemediationExecution",
            "updateAccessKey");
  }

  @Test
  void onlyProveCommandAndItsReportReferToProve() {
    Set<String> referring =
        classes()
            .filter(it -> !name(it).startsWith(PROVE))
            .filter(
                it ->
                    entries(it, ClassEntry.class)
                        .anyMatch(other -> other.asInternalName().startsWith(PROVE)))
            .map(it -> name(it).replaceFirst("\\$.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(referring)
        .containsExactly(
            "initialkeys/cli/InitialKeys",
            "initialkeys/cli/ProveCommand",
            "initialkeys/cli/report/ProofReport");
  }

  private interface Selection {
    boolean contains(String className);
  }

  private static Set<String> writes(Selection selection) {
    return classes()
        .filter(it -> selection.contains(name(it)))
        .flatMap(it -> entries(it, MemberRefEntry.class))
        .filter(member -> CLIENT.matcher(member.owner().asInternalName()).matches())
        .map(member -> member.name().stringValue())
        .filter(method -> !READS.matcher(method).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<ClassModel> classes() {
    try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
      List<Path> compiled = files.filter(file -> file.toString().endsWith(".class")).toList();
      assertThat(compiled).hasSizeGreaterThan(50);
      return compiled.stream().map(WritingCallsTest::parse);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String name(ClassModel model) {
    return model.thisClass().asInternalName();
  }

  private static <E extends PoolEntry> Stream<E> entries(ClassModel model, Class<E> kind) {
    Iterable<PoolEntry> all = model.constantPool();
    return StreamSupport.stream(all.spliterator(), false).filter(kind::isInstance).map(kind::cast);
  }
}
