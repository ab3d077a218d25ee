package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.ParameterDescriptions;
import initialkeys.infra.release.template.Merge;
import initialkeys.infra.release.template.Rendering;
import initialkeys.infra.release.template.TemplateExpression.Either;
import initialkeys.infra.release.template.TemplateExpression.Reference;
import initialkeys.infra.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Permissions of samples, and those of the entries of a list. */
final class MemberPermissionsTest {

  private static final List<String> SAMPLES =
      List.of(Input.of(Setting.INVOKING_ACCOUNTS).texts().sample().split(",", -1));
  private static final String FIRST = "AllowConfig" + SAMPLES.get(0);
  private static final String SECOND = "AllowConfig" + SAMPLES.get(1);

  private final TemplateConditions conditions = new TemplateConditions(List.of());

  @Test
  void templateWithoutSampleStays() {
    Map<String, Object> template = Map.of("Resources", Map.of("Rule", Map.of("Type", "T")));
    assertThat(MemberPermissions.in(template, conditions)).isSameAs(template);
  }

  @Test
  void permissionIsOfEntryUnderItsCondition() {
    assertThat(resources(Map.of(FIRST, Map.of(), SECOND, Map.of("Account", SAMPLES.get(1)))))
        .isEqualTo(
            Map.of(
                "AllowConfigOfAccount1",
                Map.of("Condition", "InvokingAccount1"),
                "AllowConfigOfAccount2",
                Map.of("Account", entry(1), "Condition", "InvokingAccount2")));
  }

  @Test
  void otherResourcesStay() {
    Map<String, Object> rule = Map.of("Type", "T", "Values", List.of(1, "text"));
    assertThat(resources(Map.of("Rule", rule, FIRST, Map.of())))
        .isEqualTo(
            Map.of("Rule", rule, "AllowConfigOfAccount1", Map.of("Condition", "InvokingAccount1")));
  }

  @Test
  void dependencyHasTheConditionOfItsPermission() {
    Either dependency = new Either("Any", Map.of("Ref", SECOND), Merge.ABSENT);
    Either absent = new Either("Any", Merge.ABSENT, Map.of("Ref", FIRST));
    assertThat(resources(Map.of("Rule", List.of(dependency, absent, FIRST))))
        .isEqualTo(
            Map.of(
                "Rule",
                List.of(
                    new Either(
                        "InvokingAccount2", Map.of("Ref", "AllowConfigOfAccount2"), Merge.ABSENT),
                    new Either(
                        "InvokingAccount1", Map.of("Ref", "AllowConfigOfAccount1"), Merge.ABSENT),
                    "AllowConfigOfAccount1")));
  }

  @Test
  void otherChoicesStayChoices() {
    assertThat(resources(Map.of("Rule", new Either("Any", SAMPLES.get(0), Map.of("Ref", "A")))))
        .isEqualTo(Map.of("Rule", new Either("Any", entry(0), Map.of("Ref", "A"))));
  }

  /** The list is filled up with empty entries, so that each can be asked for. */
  @Test
  void conditionOfAnAccountIsItsNonEmptyEntry() {
    resources(Map.of(FIRST, Map.of()));
    int last = ParameterDescriptions.INVOKING_ACCOUNTS;
    Map<String, Object> used =
        conditions.usedIn(
            List.of(
                Map.of("Condition", "InvokingAccount1"),
                Map.of("Condition", "InvokingAccount" + last),
                Map.of("Condition", "InvokingAccount" + (last + 1))),
            null);
    assertThat(used)
        .isEqualTo(
            Map.of(
                "InvokingAccount1", isNotEmpty(0), "InvokingAccount" + last, isNotEmpty(last - 1)));
  }

  private Object resources(Map<String, Object> resources) {
    return MemberPermissions.in(Map.of("Resources", resources), conditions).get("Resources");
  }

  private static Object isNotEmpty(int i) {
    return Rendering.of(Map.of("Fn::Not", List.of(Map.of("Fn::Equals", List.of(entry(i), "")))));
  }

  private static Object entry(int i) {
    Map<String, Object> filled =
        Map.of(
            "Fn::Join",
            List.of(
                "",
                List.of(
                    new Reference("InvokingAccounts"),
                    ",".repeat(ParameterDescriptions.INVOKING_ACCOUNTS))));
    return Map.of(
        "Fn::Select", List.of(String.valueOf(i), Map.of("Fn::Split", List.of(",", filled))));
  }
}
