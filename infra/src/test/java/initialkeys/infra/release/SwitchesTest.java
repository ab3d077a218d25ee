package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.settings.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which inputs are on or off, and what is set with some of them on. Nothing is synthesized. */
final class SwitchesTest {

  private static final String PROXY = "httpsProxy";
  private static final String NO_PROXY = "noProxy";
  private static final String RESOLVED = "findingsResolved";
  private static final String EMAIL = "findingsEmail";

  private static final List<Input> INPUTS =
      inputs(
          Setting.RULE_NAME,
          Setting.FREQUENCY,
          Setting.HTTPS_PROXY,
          Setting.NO_PROXY,
          Setting.FINDINGS_EMAIL,
          Setting.FINDINGS_RESOLVED);

  private final Switches switches = switches(ReleaseTemplate.REMEDIATION, INPUTS);

  @Test
  void optionalInputsAndBooleanInputsAreSwitches() {
    assertThat(switches.keys()).containsExactly(PROXY, NO_PROXY, EMAIL, RESOLVED);
    assertThat(switches.byKey().keySet())
        .containsExactly("ruleName", "frequency", PROXY, NO_PROXY, EMAIL, RESOLVED);
  }

  /** The stack needs some, and the accounts that may invoke the function are a list of entries. */
  @Test
  void requiredInputsAndAccountsAreNoSwitches() {
    List<Input> inputs =
        inputs(
            Setting.ORGANIZATIONAL_UNITS,
            Setting.INVOKING_ACCOUNTS,
            Setting.ANY_ACCOUNT_MAY_INVOKE);
    assertThat(switches(ReleaseTemplate.ORGANIZATION, inputs).keys())
        .containsExactly("anyAccountMayInvoke");
  }

  @Test
  void removedInputIsNoSwitch() {
    switches.remove(Input.of(Setting.FINDINGS_EMAIL));
    assertThat(switches.keys()).containsExactly(PROXY, NO_PROXY, RESOLVED);
  }

  /** Every input that is not a switch and not a choice has its sample. */
  @Test
  void settingsHaveTheSwitchesThatAreOn() {
    assertThat(switches.settings(Set.of(PROXY)))
        .isEqualTo(
            Map.of(
                "remediation",
                "manual",
                "ruleName",
                sample(Setting.RULE_NAME),
                PROXY,
                sample(Setting.HTTPS_PROXY),
                RESOLVED,
                "false"));
    assertThat(switches.settings(Set.of(EMAIL, RESOLVED)))
        .containsEntry(EMAIL, sample(Setting.FINDINGS_EMAIL))
        .containsEntry(RESOLVED, "true")
        .doesNotContainKey(PROXY);
  }

  @Test
  void choiceOfAnInputIsSetOrSwitched() {
    assertThat(switches.settings(Set.of(), Input.of(Setting.FREQUENCY), "One_Hour"))
        .containsEntry("frequency", "One_Hour");
    Input resolved = Input.of(Setting.FINDINGS_RESOLVED);
    assertThat(switches.settings(Set.of(EMAIL), resolved, "true"))
        .isEqualTo(switches.settings(Set.of(EMAIL, RESOLVED)));
    assertThat(switches.settings(Set.of(EMAIL, RESOLVED), resolved, "false"))
        .isEqualTo(switches.settings(Set.of(EMAIL)));
  }

  @Test
  void combinationIsAcceptedWhenTheAppAcceptsItsSettings() {
    assertThat(switches.isAccepted(Set.of())).isTrue();
    assertThat(switches.isAccepted(Set.of(NO_PROXY))).isFalse();
    assertThat(switches.isAccepted(Set.of(NO_PROXY, PROXY))).isTrue();
  }

  @Test
  void asManyAreOnAsAreAcceptedTogether() {
    assertThat(switches.allOn()).containsExactlyInAnyOrder(PROXY, NO_PROXY, EMAIL, RESOLVED);
  }

  /** What is rejected alone is on together with what it needs. */
  @Test
  void combinationsHaveUpToTwoOnAndAllButOne() {
    List<Set<String>> combinations = switches.combinations();
    assertThat(combinations)
        .allMatch(switches::isAccepted)
        .doesNotHaveDuplicates()
        .contains(
            Set.of(),
            Set.of(PROXY),
            Set.of(EMAIL, PROXY),
            Set.of(NO_PROXY, PROXY),
            Set.of(NO_PROXY, PROXY, EMAIL, RESOLVED))
        .doesNotContain(Set.of(NO_PROXY), Set.of(RESOLVED));
    for (String off : List.of(NO_PROXY, RESOLVED)) {
      Set<String> others = new HashSet<>(switches.keys());
      others.remove(off);
      assertThat(combinations).contains(others);
    }
  }

  @Test
  void rejectionsOfAllCombinationsHaveTheAppsMessage() {
    Map<Set<String>, Optional<String>> rejections = switches.rejections(List.of(PROXY, NO_PROXY));
    assertThat(rejections)
        .containsOnlyKeys(Set.of(), Set.of(PROXY), Set.of(NO_PROXY), Set.of(PROXY, NO_PROXY));
    assertThat(rejections.get(Set.of(NO_PROXY)))
        .hasValueSatisfying(message -> assertThat(message).contains("because noProxy is set"));
    rejections.remove(Set.of(NO_PROXY));
    assertThat(rejections.values()).containsOnly(Optional.empty());
  }

  /** Nothing that depends on more can be found. */
  @Test
  void rejectionsAreOfAtMostFourSwitches() {
    List<Input> inputs =
        inputs(
            Setting.HTTPS_PROXY,
            Setting.KMS_KEY_ARN,
            Setting.ALARM_EMAIL,
            Setting.ALARM_TOPIC_ARN,
            Setting.FINDINGS_EMAIL);
    Switches five = switches(ReleaseTemplate.REMEDIATION, inputs);
    assertThat(five.rejections(five.keys()).keySet()).hasSize(31).allMatch(on -> on.size() < 5);
  }

  /** Without them, the app does not know who may invoke the function. */
  @Test
  void accountsAreListedWhereNothingElseSaysWhoMayInvoke() {
    List<Input> inputs =
        inputs(
            Setting.ORGANIZATIONAL_UNITS,
            Setting.INVOKING_ACCOUNTS,
            Setting.ANY_ACCOUNT_MAY_INVOKE);
    Switches ofOrganization = switches(ReleaseTemplate.ORGANIZATION, inputs);
    assertThat(ofOrganization.settings(Set.of()))
        .containsEntry("invokingAccounts", sample(Setting.INVOKING_ACCOUNTS));
    assertThat(ofOrganization.settings(Set.of("anyAccountMayInvoke")))
        .doesNotContainKey("invokingAccounts");
    assertThat(ofOrganization.keysOfRules(true))
        .containsExactly("anyAccountMayInvoke", "invokingAccounts");
    assertThat(ofOrganization.keysOfRules(false)).containsExactly("anyAccountMayInvoke");
    assertThat(ofOrganization.rejections(ofOrganization.keysOfRules(true)).get(Set.of()))
        .isPresent();
    assertThat(ofOrganization.rejections(ofOrganization.keysOfRules(false)).get(Set.of()))
        .isEmpty();
  }

  private static Switches switches(ReleaseTemplate template, List<Input> inputs) {
    return new Switches(template, new Variants(Map.of(), Path.of("target", "unused")), inputs);
  }

  private static List<Input> inputs(Setting... settings) {
    return Arrays.stream(settings).map(Input::of).toList();
  }

  private static String sample(Setting setting) {
    return Input.of(setting).texts().sample();
  }
}
