package initialkeys.documents;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the documents as a whole: links, names, cited facts, decisions, field cases. */
class RepositoryDocumentsTest {

  private static final Path REPOSITORY = Path.of("..");
  private static final Path FACTS = REPOSITORY.resolve("docs/aws-facts.md");
  private static final Path DECISIONS = REPOSITORY.resolve("docs/decisions");
  private static final Path ARCHITECTURE = REPOSITORY.resolve("docs/architecture.md");
  private static final Path FIELD_CASES = REPOSITORY.resolve("docs/field-cases.md");

  /** Folders that no author writes to. */
  private static final Set<String> GENERATED = Set.of("target", "cdk.out", "node_modules", ".git");

  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern LINK_AS_TEXT = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern WEB_ADDRESS = Pattern.compile("[a-z]+:.*");
  private static final Pattern CITATION = Pattern.compile("\\bF[0-9]{1,2}a?\\b");
  private static final Pattern FACT = Pattern.compile("(?m)^\\| (F[0-9]{1,2}a?) \\|");
  private static final Pattern DECISION = Pattern.compile("(?ms)^## (.*?)\n(.*?)(?=^## |\\z)");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w+)(?:\\.\\w+)?`");
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern NAME = Pattern.compile("`([A-Z][a-z0-9]+[A-Z]\\w*)(?:\\.(\\w+))?`");
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  private static final Pattern CASE =
      Pattern.compile("(?m)^\\| ([CT][0-9]+) \\|.*\\| ([^|]*) \\|$");

  @Test
  void readmeHasAtMost150Lines() {
    assertThat(text(REPOSITORY.resolve("README.md")).lines().count()).isBetween(50L, 150L);
  }

  @Test
  void everyLinkBetweenDocumentsLeadsToFileAndHeading() {
    List<Path> documents = files(".md");
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path document : documents) {
      for (String link : found(LINK, text(document))) {
        if (WEB_ADDRESS.matcher(link).matches()) continue;
        links++;
        if (!leadsSomewhere(document, link)) broken.add(document + ": " + link);
      }
    }
    assertThat(broken).isEmpty();
    assertThat(documents).hasSizeGreaterThan(20);
    assertThat(links).isGreaterThan(150);
  }

  @Test
  void everyDocumentIsLinkedFromAnother() {
    Path start = REPOSITORY.resolve("README.md").normalize();
    Set<Path> linked =
        files(".md").stream()
            .flatMap(
                document ->
                    found(LINK, text(document)).stream()
                        .filter(link -> !WEB_ADDRESS.matcher(link).matches())
                        .map(link -> target(document, link)))
            .collect(toSet());
    assertThat(files(".md"))
        .filteredOn(document -> !document.equals(start) && !document.toString().contains(".github"))
        .allSatisfy(document -> assertThat(linked).contains(document));
  }

  @Test
  void eachFactIsDefinedOnce() {
    assertThat(found(FACT, text(FACTS))).hasSizeGreaterThan(30).doesNotHaveDuplicates();
  }

  @Test
  void everyCitedFactIsDefined() {
    Set<String> defined = Set.copyOf(found(FACT, text(FACTS)));
    Map<String, Set<Path>> citations =
        Stream.concat(files(".java").stream(), files(".md").stream())
            .flatMap(
                file ->
                    CITATION
                        .matcher(text(file))
                        .results()
                        .map(fact -> Map.entry(fact.group(), file)))
            .collect(
                groupingBy(Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toSet())));
    assertThat(citations).hasSizeGreaterThan(30);
    citations.keySet().removeAll(defined);
    assertThat(citations).isEmpty();
  }

  /** "It is not established … (F58)" in a document, and OPEN in the list of facts. */
  @Test
  void whatIsNotEstablishedIsOpen() {
    List<String> named =
        files(".md").stream()
            .flatMap(
                file ->
                    Pattern.compile("not\\s+established[^.|]{0,140}?\\((F[0-9]+[a-z]?)\\)")
                        .matcher(text(file))
                        .results())
            .map(fact -> fact.group(1))
            .distinct()
            .toList();
    assertThat(named).contains("F56", "F58");
    assertThat(named)
        .allSatisfy(
            fact ->
                assertThat(
                        text(FACTS).lines().filter(it -> it.startsWith("| %s |".formatted(fact))))
                    .singleElement()
                    .asString()
                    .contains("OPEN"));
  }

  @Test
  void eachDecisionHasDateOptionsReasonAndCosts() {
    List<MatchResult> decisions = decisions();
    assertThat(decisions).hasSizeGreaterThan(50);
    assertThat(decisions)
        .allSatisfy(
            decision ->
                assertThat(decision.group(2))
                    .as(decision.group(1))
                    .containsPattern("\\*20[0-9]{2}-[0-9]{2}-[0-9]{2}")
                    .contains("**Options", "**Because**", "**Costs:**"));
  }

  @Test
  void indexListsEveryDecision() {
    assertThat(decisions().stream().map(decision -> "- [%s](".formatted(decision.group(1))))
        .allSatisfy(entry -> assertThat(text(DECISIONS.resolve("README.md"))).contains(entry));
  }

  @Test
  void eachFieldCaseNamesATest() {
    Map<String, String> tests = sources("/src/test/");
    Map<String, String> cases = new TreeMap<>();
    CASE.matcher(text(FIELD_CASES)).results().forEach(row -> cases.put(row.group(1), row.group(2)));
    assertThat(cases).hasSizeGreaterThan(45);
    cases.values().removeIf(test -> test.equals("none yet") || exists(test, tests));
    assertThat(cases).as("cases whose test does not exist").isEmpty();
  }

  /** Whether a test of that name is in a class of that name: `Class.method`. */
  private static boolean exists(String test, Map<String, String> tests) {
    if (test.startsWith("`.ci/run ")) {
      return text(Path.of("..", ".ci", "run")).contains("\n%s() {".formatted(gate(test)));
    }
    Matcher name = TEST.matcher(test);
    return name.matches()
        && tests.getOrDefault(name.group(1), "").contains("void %s(".formatted(name.group(2)));
  }

  /** The gate in `.ci/run gate`. */
  private static String gate(String test) {
    return test.substring("`.ci/run ".length(), test.length() - 1);
  }

  /** The answers to "where to change what" are files that exist. */
  @Test
  void classesNamedInWhereToChangeWhatExist() {
    String section =
        text(ARCHITECTURE)
            .replaceFirst("(?s).*\n## Where to change what\n", "")
            .split("\n## ", 2)[0];
    List<String> named = found(CLASS, section);
    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named).isSubsetOf(sources("").keySet());
  }

  /**
   * A name in backquotes, of more than one word, is a class, or it is in a string of the code: a
   * stack, a metric, an AWS call. In the templates of a release, a setting begins with a capital
   * letter. The changelog also names what no longer exists.
   */
  @Test
  void namesInDocumentsAreThoseOfCode() {
    Map<String, String> sources = sources("");
    Set<String> strings =
        sources("/src/main/").values().stream()
            .flatMap(source -> found(STRING, source).stream())
            .flatMap(string -> Stream.of(string.split("\\W+")))
            .collect(toSet());
    List<String> unknown = new ArrayList<>();
    int names = 0;
    for (Path document : files(".md")) {
      if (document.endsWith("CHANGELOG.md")) continue;
      for (MatchResult name : NAME.matcher(text(document)).results().toList()) {
        names++;
        if (!isOfCode(name, sources, strings)) unknown.add(document + ": " + name.group());
      }
    }
    assertThat(unknown).isEmpty();
    assertThat(names).isGreaterThan(200);
  }

  private static boolean isOfCode(
      MatchResult match, Map<String, String> sources, Set<String> strings) {
    String name = match.group(1);
    String member = match.group(2);
    if (sources.containsKey(name)) {
      return member == null
          || Pattern.compile("\\b%s\\b".formatted(member)).matcher(sources.get(name)).find();
    }
    String setting = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    return strings.contains(name) || strings.contains(setting);
  }

  /** The Java sources by the name of the class, of the folders that contain a part of the path. */
  private static Map<String, String> sources(String part) {
    return files(".java").stream()
        .filter(file -> file.toString().replace('\\', '/').contains(part))
        .collect(
            toMap(
                file -> file.getFileName().toString().replace(".java", ""),
                RepositoryDocumentsTest::text,
                String::concat));
  }

  private static List<MatchResult> decisions() {
    return files(".md").stream()
        .filter(file -> file.startsWith(DECISIONS.normalize()) && !file.endsWith("README.md"))
        .flatMap(file -> DECISION.matcher(text(file)).results())
        .toList();
  }

  private static boolean leadsSomewhere(Path document, String link) {
    Path target = target(document, link);
    if (!Files.exists(target)) return false;
    int anchor = link.indexOf('#');
    return anchor < 0 || anchors(target).contains(link.substring(anchor + 1));
  }

  private static Path target(Path document, String link) {
    String file = link.replaceFirst("#.*", "");
    return file.isEmpty() ? document : document.resolveSibling(file).normalize();
  }

  /** As the headings are rendered: a heading that occurs again has a number behind it. */
  private static Collection<String> anchors(Path document) {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String heading : found(HEADING, CODE_BLOCK.matcher(text(document)).replaceAll(""))) {
      String anchor =
          LINK_AS_TEXT
              .matcher(heading)
              .replaceAll("$1")
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      int before = seen.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static List<Path> files(String suffix) {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files
          .map(Path::normalize)
          .filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
          .filter(RepositoryDocumentsTest::isWritten)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isWritten(Path file) {
    for (Path part : file) {
      if (GENERATED.contains(part.toString())) return false;
    }
    return true;
  }

  /** With the line ends of no system: a checkout may have either. */
  private static String text(Path file) {
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
