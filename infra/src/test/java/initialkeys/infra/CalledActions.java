package initialkeys.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The IAM actions that a function can call: those of every SDK method to which a class refers that
 * its handler can reach, from class file to class file.
 */
public final class CalledActions {

  private static final String CLIENTS = "software/amazon/awssdk/services/";
  private static final String OURS = "initialkeys/";

  /** A call returns a response or a paginator; the name of either contains the action. */
  private static final Pattern RETURN_TYPE =
      Pattern.compile(
          "\\)L"
              + CLIENTS
              + "(iam|config|sts)/(?:model/(\\w+)Response|paginators/(\\w+)Iterable);");

  /** A service that is called without a client of the SDK: the code names the action. */
  private static final Pattern NAMED = Pattern.compile("securityhub:\\w+");

  private static final Pattern PROVIDER =
      Pattern.compile("^" + CLIENTS + "sts/auth/Sts(\\w+)CredentialsProvider$");

  private CalledActions() {}

  /** The actions, for example iam:ListUsers. */
  public static Set<String> from(Class<?> handler) {
    Set<String> actions = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    Queue<String> next = new ArrayDeque<>(Set.of(handler.getName().replace('.', '/')));
    while (!next.isEmpty()) {
      String name = next.remove();
      if (!seen.add(name)) continue;
      ConstantPool pool = pool(name);
      entries(pool, ClassEntry.class)
          .map(ClassEntry::asInternalName)
          .filter(other -> other.startsWith(OURS))
          .forEach(next::add);
      entries(pool, MemberRefEntry.class)
          .flatMap(member -> Stream.concat(called(member), calledByProvider(member)))
          .forEach(actions::add);
      entries(pool, StringEntry.class)
          .map(StringEntry::stringValue)
          .filter(NAMED.asMatchPredicate())
          .forEach(actions::add);
    }
    return actions;
  }

  private static ConstantPool pool(String name) {
    try (InputStream compiled =
        CalledActions.class.getClassLoader().getResourceAsStream(name + ".class")) {
      return ClassFile.of().parse(compiled.readAllBytes()).constantPool();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static <E extends PoolEntry> Stream<E> entries(ConstantPool pool, Class<E> kind) {
    Iterable<PoolEntry> all = pool;
    return StreamSupport.stream(all.spliterator(), false).filter(kind::isInstance).map(kind::cast);
  }

  private static Stream<String> called(MemberRefEntry member) {
    if (!member.owner().asInternalName().matches(CLIENTS + ".*Client")) return Stream.of();
    return RETURN_TYPE
        .matcher(member.type().stringValue())
        .results()
        .map(type -> "%s:%s".formatted(type.group(1), operation(type)));
  }

  /** The SDK's credentials providers call STS; their names contain the action. */
  private static Stream<String> calledByProvider(MemberRefEntry member) {
    return PROVIDER
        .matcher(member.owner().asInternalName())
        .results()
        .map(provider -> "sts:" + provider.group(1));
  }

  private static String operation(MatchResult type) {
    return type.group(2) == null ? type.group(3) : type.group(2);
  }
}
