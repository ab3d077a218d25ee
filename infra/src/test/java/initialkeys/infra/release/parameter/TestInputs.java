package initialkeys.infra.release.parameter;

import initialkeys.infra.release.parameter.ParameterDescription.Group;
import initialkeys.infra.release.parameter.ParameterDescription.Parameter;

/** Inputs of tests, which are no settings. */
final class TestInputs {

  private TestInputs() {}

  /** With this pattern, and a default. */
  static Input of(String key, String defaultValue, String pattern, String sample) {
    return new Input(
        key,
        defaultValue,
        pattern,
        "something",
        new Parameter(Group.RULE, "Label of " + key, "Description of " + key, sample));
  }

  /** Any text; off by default. */
  static Input text(String key, String sample) {
    return of(key, "", "|[a-zA-Z-]+", sample);
  }

  /** One of a few values, which are separated by a bar; the first one by default. */
  static Input choice(String key, String choices) {
    return of(key, choices.substring(0, choices.indexOf('|')), choices, "unused sample");
  }
}
