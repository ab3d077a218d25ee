package initialkeys.infra.release;

import static initialkeys.infra.release.parameter.Expressions.equal;
import static initialkeys.infra.release.parameter.Expressions.is;
import static initialkeys.infra.release.parameter.Expressions.isOn;
import static initialkeys.infra.release.parameter.Expressions.not;
import static initialkeys.infra.release.parameter.Expressions.or;
import static initialkeys.infra.release.parameter.Expressions.ref;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.TemplateParameters;
import initialkeys.infra.release.template.DecisionTree;
import initialkeys.infra.settings.Setting;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the parameters of a template must not be together. CloudFormation checks it before it
 * changes anything. Each message is that with which the CDK app rejects the same settings, but it
 * names neither a value that nobody entered nor a setting that the template does not have.
 */
final class TemplateRules {

  private static final Pattern ONE_OF = Pattern.compile("(\\w+(?:, \\w+)*) or (\\w+) is set");

  private static final Pattern THIS_OR = Pattern.compile("unless (\\w+) is set or ");

  /** A value that is neither empty nor a switch's. */
  private static final String SAMPLE = "'(?!'|true'|false')[^']*'( \\([^)]*\\))?";

  private final Variants variants;
  private final Switches switches;
  private final TemplateParameters parameters;
  private final Map<String, Object> section = new LinkedHashMap<>();

  TemplateRules(Variants variants, Switches switches, TemplateParameters parameters) {
    this.variants = variants;
    this.switches = switches;
    this.parameters = parameters;
  }

  /** The section of the template; empty where everything may be combined. */
  Map<String, Object> section() {
    addSwitches();
    addNames();
    addGrace();
    return section;
  }

  private void addSwitches() {
    List<String> keys = switches.keysOfRules(have(Setting.INVOKING_ACCOUNTS));
    Map<Set<String>, Optional<String>> rejections = switches.rejections(keys);
    Set<Optional<String>> messages = new LinkedHashSet<>(rejections.values());
    messages.remove(Optional.<String>empty());
    for (Optional<String> message : messages) {
      Map<Set<String>, Boolean> isRejected = new LinkedHashMap<>();
      // What is rejected for another reason says nothing about this one.
      rejections.forEach(
          (on, rejection) -> {
            if (rejection.isEmpty() || rejection.equals(message)) {
              isRejected.put(on, rejection.isPresent());
            }
          });
      Object rejected =
          Expressions.of(DecisionTree.of(isRejected, keys), key -> isOn(switches.byKey().get(key)));
      add("Combination" + (section.size() + 1), not(rejected), message.orElseThrow(), "set");
    }
  }

  private void addNames() {
    if (!have(Setting.RULE_NAME, Setting.ORGANIZATION_RULE_NAME)) return;
    Input plain = Input.of(Setting.RULE_NAME);
    Input organization = Input.of(Setting.ORGANIZATION_RULE_NAME);
    add(
        "NamesDiffer",
        not(equal(ref(plain.parameter()), ref(organization.parameter()))),
        // Only the names are set: with the template's required settings, the app may name another
        // reason first.
        variants
            .rejection(new TreeMap<>(Map.of(plain.key(), "this", organization.key(), "this")))
            .orElseThrow(),
        "the same");
  }

  /** The hours that are too few are those that the CDK app rejects. */
  private void addGrace() {
    if (!have(Setting.REMEDIATION, Setting.REMEDIATION_GRACE_HOURS)) return;
    Input start = Input.of(Setting.REMEDIATION);
    Input hours = Input.of(Setting.REMEDIATION_GRACE_HOURS);
    List<String> tooFew =
        IntStream.iterate(0, it -> it + 1)
            .mapToObj(String::valueOf)
            .takeWhile(it -> rejection(automaticAfter(it)).isPresent())
            .toList();
    add(
        "GraceOfAutomatic",
        or(
            not(is(start, "automatic")),
            not(Map.of("Fn::Contains", List.of(tooFew, ref(hours.parameter()))))),
        rejection(automaticAfter(tooFew.getLast())).orElseThrow(),
        "too low");
  }

  private static Map<String, String> automaticAfter(String hours) {
    return new TreeMap<>(
        Map.of(
            Setting.REMEDIATION.key(), "automatic", Setting.REMEDIATION_GRACE_HOURS.key(), hours));
  }

  private boolean have(Setting... settings) {
    return List.of(settings).stream().allMatch(it -> parameters.contain(Input.of(it).parameter()));
  }

  private Optional<String> rejection(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(switches.settings(Set.of()));
    all.putAll(settings);
    return variants.rejection(all);
  }

  /** The message with only those settings that are parameters, where any of several will do. */
  private String ofParameters(String message) {
    List<String> keys =
        Input.all().stream()
            .filter(it -> parameters.contain(it.parameter()))
            .map(Input::key)
            .toList();
    String shorter =
        THIS_OR
            .matcher(message)
            .replaceAll(found -> keys.contains(found.group(1)) ? found.group() : "unless ");
    return ONE_OF
        .matcher(shorter)
        .replaceAll(
            found ->
                Stream.of((found.group(1) + ", " + found.group(2)).split(", "))
                        .filter(keys::contains)
                        .collect(Collectors.joining(", "))
                        .replaceFirst(", (\\w+)$", " or $1")
                    + " is set");
  }

  /**
   * @param what describes the value, to replace the sample value in the app's message
   */
  private void add(String name, Object assertion, String message, String what) {
    Map<String, Object> checked = new LinkedHashMap<>();
    checked.put("Assert", assertion);
    checked.put("AssertDescription", ofParameters(message.replaceFirst(SAMPLE, what)));
    section.put(name, Map.of("Assertions", List.of(checked)));
  }
}
