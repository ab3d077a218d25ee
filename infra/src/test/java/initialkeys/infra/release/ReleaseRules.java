package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.settings.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules of the archive's templates, evaluated as CloudFormation does, against what the CDK app
 * rejects. It needs the archive, so that only {@code .ci/run release} runs it.
 */
final class ReleaseRules {

  private static final int COMBINATIONS = 3000;

  /** Values at the edges of a rule, in addition to the allowed ones. */
  private static final Map<String, List<String>> EDGES =
      Map.of(
          "ruleName", List.of("same-name"),
          "organizationRuleName", List.of("same-name"),
          "remediationGraceHours", List.of("0", "23", "24", "2160"));

  private static final Map<ReleaseTemplate, Map<String, Object>> BUILT = new TreeMap<>();
  private static Variants variants;

  @BeforeAll
  static void read() throws IOException {
    variants =
        new Variants(Release.context(Path.of("../cdk.json")), Path.of("target", "release-rules"));
    for (ReleaseTemplate template : ReleaseTemplate.values()) {
      BUILT.put(template, JSON.std.mapFrom(ReleaseTemplates.archived(template.file())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void rulesRejectWhatAppRejects(ReleaseTemplate template) {
    Random random = new Random(23);
    Set<String> failedAlone = new TreeSet<>();
    int accepted = 0;
    for (int i = 0; i < COMBINATIONS; i++) {
      Map<String, String> settings = settings(template, random);
      Map<String, String> failed = failed(template, settings);
      Optional<String> rejection = variants.rejection(settings);
      assertThat(failed.isEmpty())
          .as("%s with %s: %s, %s", template, settings, rejection, failed)
          .isEqualTo(rejection.isEmpty());
      rejection.ifPresent(
          message ->
              assertThat(failed.values().stream().map(ReleaseRules::meaning))
                  .contains(meaning(message)));
      if (failed.size() == 1) failedAlone.addAll(failed.keySet());
      if (failed.isEmpty()) accepted++;
    }
    assertThat(accepted).isGreaterThan(0);
    assertThat(failedAlone).isEqualTo(new TreeSet<>(rules(template).keySet()));
  }

  @ParameterizedTest
  @EnumSource
  void messagesNameSettingsOfTemplateOnly(ReleaseTemplate template) {
    Set<String> others = new TreeSet<>();
    for (Setting setting : Setting.values()) others.add(setting.key());
    for (Input input : Input.all()) {
      if (parameters(template).containsKey(input.parameter())) others.remove(input.key());
    }
    assertThat(List.of(rules(template).toString().split("\\W+")))
        .doesNotContainAnyElementsOf(others);
  }

  /** The differences that docs/release.md names: no rule can express them. */
  @Test
  void someNamesAreRejectedByAppOnly() {
    assertOnlyAppRejects(
        ReleaseTemplate.AGGREGATOR,
        Map.of("ruleName", "a-name-organization", "organizationRuleName", "a-name"));
    assertOnlyAppRejects(
        ReleaseTemplate.ACCOUNT, Map.of("ruleName", "iam-user-console-and-api-access"));
    assertOnlyAppRejects(
        ReleaseTemplate.ORGANIZATION_REMEDIATION,
        Map.of("remediationRoleName", "InitialKeysMember"));
    assertOnlyAppRejects(
        ReleaseTemplate.REMEDIATION, Map.of("ruleName", "OrgConfigRule-a-name-12345678"));
  }

  private static void assertOnlyAppRejects(ReleaseTemplate template, Map<String, String> changed) {
    Map<String, String> settings = new TreeMap<>(ReleaseTemplates.required(template));
    assertThat(variants.rejection(settings)).as("%s", template).isEmpty();
    settings.putAll(changed);
    assertThat(variants.rejection(settings)).as("%s", settings).isPresent();
    assertThat(failed(template, settings)).as("%s", settings).isEmpty();
  }

  /** Random ones of the template's parameters; the others as the template requires them. */
  private static Map<String, String> settings(ReleaseTemplate template, Random random) {
    Map<String, String> settings = new TreeMap<>(ReleaseTemplates.required(template));
    for (Input input : Input.all()) {
      if (!parameters(template).containsKey(input.parameter())) continue;
      settings.remove(input.key());
      boolean isRequired = template.requires(input);
      if (!isRequired && random.nextInt(3) > 0) continue;
      List<String> values = values(input);
      settings.put(input.key(), values.get(random.nextInt(values.size())));
    }
    return settings;
  }

  private static List<String> values(Input input) {
    if (!input.choices().isEmpty()) return input.choices();
    List<String> values = new ArrayList<>(EDGES.getOrDefault(input.key(), List.of()));
    values.add(ReleaseTemplates.VALUES.get(input.key()));
    return values;
  }

  /** The messages of the rules of which an assertion fails. */
  private static Map<String, String> failed(
      ReleaseTemplate template, Map<String, String> settings) {
    Map<String, String> values = new TreeMap<>();
    for (Input input : Input.all()) {
      values.put(input.parameter(), settings.getOrDefault(input.key(), input.defaultValue()));
    }
    Map<String, String> failed = new LinkedHashMap<>();
    rules(template)
        .forEach(
            (name, rule) -> {
              for (Object assertion : (List<?>) ((Map<?, ?>) rule).get("Assertions")) {
                Map<?, ?> checked = (Map<?, ?>) assertion;
                if (!holds(checked.get("Assert"), template, values)) {
                  failed.put((String) name, (String) checked.get("AssertDescription"));
                }
              }
            });
    return failed;
  }

  private static boolean holds(
      Object expression, ReleaseTemplate template, Map<String, String> values) {
    Map.Entry<?, ?> function = ((Map<?, ?>) expression).entrySet().iterator().next();
    List<?> arguments = (List<?>) function.getValue();
    return switch ((String) function.getKey()) {
      case "Fn::And" -> arguments.stream().allMatch(it -> holds(it, template, values));
      case "Fn::Or" -> arguments.stream().anyMatch(it -> holds(it, template, values));
      case "Fn::Not" -> !holds(arguments.getFirst(), template, values);
      case "Fn::Equals" ->
          value(arguments.get(0), template, values)
              .equals(value(arguments.get(1), template, values));
      case "Fn::Contains" ->
          ((List<?>) arguments.get(0)).contains(value(arguments.get(1), template, values));
      default -> throw new IllegalArgumentException("Unknown rule function " + expression);
    };
  }

  private static Object value(Object value, ReleaseTemplate template, Map<String, String> values) {
    if (!(value instanceof Map<?, ?> reference)) return value;
    Object name = reference.get("Ref");
    assertThat(parameters(template).keySet().stream().map(Object::toString)).contains("" + name);
    return values.get(name);
  }

  /** Without the value, which is not the user's, and without the settings of other templates. */
  private static String meaning(String message) {
    return message
        .replaceFirst(" is (set|too low|the same|'[^']*'( \\([^)]*\\))?);", " is it;")
        .replaceFirst(" unless findings[\\w, ]+ is set", " unless one is set")
        .replaceFirst(" unless invokingOrganization is set or", " unless");
  }

  private static Map<?, ?> rules(ReleaseTemplate template) {
    Object rules = BUILT.get(template).get("Rules");
    return rules == null ? Map.of() : (Map<?, ?>) rules;
  }

  private static Map<?, ?> parameters(ReleaseTemplate template) {
    return (Map<?, ?>) BUILT.get(template).get("Parameters");
  }
}
