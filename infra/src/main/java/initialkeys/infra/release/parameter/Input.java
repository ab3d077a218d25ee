package initialkeys.infra.release.parameter;

import initialkeys.decision.RuleParameter;
import initialkeys.infra.release.parameter.ParameterDescription.Parameter;
import initialkeys.infra.settings.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A setting, a rule parameter or the permissions boundary, as a parameter of a template.
 *
 * @param key the setting's name
 * @param defaultValue the value when it is not set; empty for none
 * @param pattern what the whole of a value matches
 * @param allowed a description of that
 * @param texts how it appears
 */
public record Input(
    String key, String defaultValue, String pattern, String allowed, Parameter texts) {

  private static final String ONLY_CHOICES = "[\\w|]+";

  /** Between the entries of a list in a setting's pattern. */
  private static final String SEPARATOR = ", *";

  /** Every one: the rule parameters and the settings in their orders, and the boundary. */
  public static List<Input> all() {
    Stream<Optional<Input>> parameters =
        Arrays.stream(RuleParameter.values())
            .map(
                it ->
                    of(
                        it.key(),
                        it.defaultValue(),
                        it.pattern(),
                        it.allowed(),
                        ParameterDescriptions.of(it)));
    Stream<Optional<Input>> settings =
        Arrays.stream(Setting.values())
            .map(
                it ->
                    of(
                        it.key(),
                        it.defaultValue(),
                        it.parameterPattern(),
                        it.parameterAllowed(),
                        ParameterDescriptions.of(it)));
    return Stream.of(parameters, settings, Stream.of(Optional.of(PermissionsBoundary.input())))
        .flatMap(it -> it)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Input> of(
      String key,
      String defaultValue,
      String pattern,
      String allowed,
      ParameterDescription description) {
    return switch (description) {
      case ParameterDescription.NoParameter none -> Optional.empty();
      case Parameter texts -> Optional.of(new Input(key, defaultValue, pattern, allowed, texts));
    };
  }

  public static Input of(Setting setting) {
    return all().stream().filter(it -> it.key.equals(setting.key())).findFirst().orElseThrow();
  }

  /** The name of the parameter. */
  public String parameter() {
    return Character.toUpperCase(key.charAt(0)) + key.substring(1);
  }

  /** The values that are allowed, where they are few; otherwise the pattern decides. */
  public List<String> choices() {
    return pattern.matches(ONLY_CHOICES)
        ? Arrays.stream(pattern.split("\\|")).filter(it -> !it.isEmpty()).toList()
        : List.of();
  }

  /** Whether it is off by default, so that the template depends on whether it is set. */
  public boolean isOptional() {
    return defaultValue.isEmpty();
  }

  public boolean isTrueOrFalse() {
    return choices().equals(List.of("true", "false"));
  }

  public boolean isList() {
    return pattern.contains(SEPARATOR);
  }

  /**
   * What a value matches in a template: a list has no spaces, which Fn::Split would keep.
   *
   * @param isRequired whether it must be set
   */
  public String templatePattern(boolean isRequired) {
    String whole = pattern.replace(SEPARATOR, ",");
    return "^(?:%s)$".formatted(isRequired && whole.startsWith("|") ? whole.substring(1) : whole);
  }

  /** The name of the condition that it is set, or true. */
  public String condition() {
    return parameter() + (isOptional() ? "IsSet" : "IsTrue");
  }

  /** The name of the condition that it has the value. */
  public String condition(String choice) {
    return parameter() + "Is" + choice.replaceAll("[^A-Za-z0-9]", "");
  }
}
