package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.Synthesized;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.settings.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stack of each template, and the settings without which there is none. */
final class ReleaseTemplateTest {

  /** With the least settings of each, the app has each stack. */
  @Test
  void everyStackOfTheAppHasItsTemplate() {
    assertThat(Arrays.stream(ReleaseTemplate.values()).map(ReleaseTemplate::stack).distinct())
        .containsExactlyInAnyOrderElementsOf(Synthesized.APP_BY_DEFAULT.keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "ORGANIZATION, ORGANIZATIONAL_UNITS",
    "MEMBER_ROLE, FUNCTION_ROLE_ARN",
    "REMEDIATION, REMEDIATION",
    "ORGANIZATION_REMEDIATION, ORGANIZATIONAL_UNITS"
  })
  void settingWithoutWhichThereIsNoStackIsRequired(ReleaseTemplate template, Setting setting) {
    assertThat(Input.all())
        .filteredOn(template::requires)
        .extracting(Input::key)
        .containsExactly(setting.key());
  }

  /** One has the resource type that some Regions lack, and nothing else to choose from. */
  @ParameterizedTest
  @EnumSource
  void invokersAreThoseOfTheTemplate(ReleaseTemplate template) {
    List<Input> invokers =
        Stream.of(
                Setting.INVOKING_ACCOUNTS,
                Setting.INVOKING_ORGANIZATION,
                Setting.ANY_ACCOUNT_MAY_INVOKE)
            .map(Input::of)
            .toList();
    boolean isOrganization = template == ReleaseTemplate.INVOKING_ORGANIZATION;
    List<Input> expected = new ArrayList<>(Input.all());
    expected.removeIf(
        input -> invokers.contains(input) && isOrganization != input.equals(invokers.get(1)));
    assertThat(template.inputs()).isEqualTo(expected);
  }

  @Test
  void bothTemplatesOfOrganizationAreOfOneStack() {
    assertThat(ReleaseTemplate.INVOKING_ORGANIZATION.stack())
        .isEqualTo(ReleaseTemplate.ORGANIZATION.stack());
    assertThat(ReleaseTemplate.INVOKING_ORGANIZATION.least())
        .containsKey(Setting.INVOKING_ORGANIZATION.key());
    assertThat(ReleaseTemplate.ORGANIZATION.least())
        .doesNotContainKey(Setting.INVOKING_ORGANIZATION.key());
  }

  @Test
  void organizationThatMayInvokeIsRequired() {
    assertThat(Input.all())
        .filteredOn(ReleaseTemplate.INVOKING_ORGANIZATION::requires)
        .containsExactly(
            Input.of(Setting.ORGANIZATIONAL_UNITS), Input.of(Setting.INVOKING_ORGANIZATION));
  }

  @ParameterizedTest
  @EnumSource(names = {"ACCOUNT", "AGGREGATOR", "SECURITY_HUB"})
  void otherTemplatesRequireNothing(ReleaseTemplate template) {
    assertThat(Input.all()).noneMatch(template::requires);
  }

  @ParameterizedTest
  @EnumSource
  void requiredSettingsAreAmongTheLeast(ReleaseTemplate template) {
    assertThat(template.least().keySet())
        .containsAll(Input.all().stream().filter(template::requires).map(Input::key).toList());
    assertThat(template.file()).endsWith(".template.json");
  }

  /** The remediation of one account and that of an organization exclude each other. */
  @Test
  void remediationOfAccountIsSetAlone() {
    assertThat(ReleaseTemplate.REMEDIATION.least()).containsOnlyKeys(Setting.REMEDIATION.key());
    assertThat(ReleaseTemplate.ORGANIZATION_REMEDIATION.least())
        .containsEntry(Setting.ORGANIZATION_REMEDIATION.key(), "manual")
        .doesNotContainKey(Setting.REMEDIATION.key());
    assertThat(ReleaseTemplate.ORGANIZATION.least())
        .doesNotContainKey(Setting.ORGANIZATION_REMEDIATION.key());
  }

  /** With one it would need the topic; the other stacks send to the address themselves. */
  @ParameterizedTest
  @EnumSource
  void onlyMemberRoleHasNoAddressForFindings(ReleaseTemplate template) {
    assertThat(template.least().containsKey(Setting.FINDINGS_EMAIL.key()))
        .isEqualTo(template == ReleaseTemplate.MEMBER_ROLE);
    assertThat(template.least().getOrDefault(Setting.FINDINGS_EMAIL.key(), "")).isEmpty();
  }
}
