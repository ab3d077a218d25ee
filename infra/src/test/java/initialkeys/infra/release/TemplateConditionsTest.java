package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.template.DecisionTree;
import initialkeys.infra.release.template.DecisionTree.Branch;
import initialkeys.infra.release.template.DecisionTree.Leaf;
import initialkeys.infra.settings.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names of conditions, and which of them a template needs. */
final class TemplateConditionsTest {

  private static final Input EMAIL = Input.of(Setting.ALARM_EMAIL);
  private static final Input TOPIC = Input.of(Setting.ALARM_TOPIC_ARN);
  private static final Input RESOLVED = Input.of(Setting.FINDINGS_RESOLVED);
  private static final Input SEVERITY = Input.of(Setting.FINDING_SEVERITY);
  private static final List<Input> INPUTS = List.of(EMAIL, TOPIC, RESOLVED, SEVERITY);

  private static final DecisionTree<Boolean> YES = new Leaf<>(true);
  private static final DecisionTree<Boolean> NO = new Leaf<>(false);

  private final TemplateConditions conditions = new TemplateConditions(INPUTS);
  private final Switches switches =
      new Switches(
          ReleaseTemplate.ACCOUNT, new Variants(Map.of(), Path.of("target", "unused")), INPUTS);

  @Test
  void conditionOfSwitchIsAddedWithItsName() {
    assertThat(conditions.switchedOn(EMAIL)).isEqualTo("AlarmEmailIsSet");
    assertThat(conditions.switchedOn(RESOLVED)).isEqualTo("FindingsResolvedIsTrue");
    assertThat(used("AlarmEmailIsSet", "FindingsResolvedIsTrue"))
        .isEqualTo(
            Map.of(
                "AlarmEmailIsSet", Expressions.isOn(EMAIL),
                "FindingsResolvedIsTrue", Expressions.isOn(RESOLVED)));
  }

  @Test
  void entryThatIsAlwaysThereHasNoCondition() {
    assertThat(conditions.named(YES, switches)).isEmpty();
  }

  @Test
  void entryOfSwitchHasItsCondition() {
    assertThat(conditions.named(new Branch<>("alarmEmail", YES, NO), switches))
        .isEqualTo("AlarmEmailIsSet");
    assertThat(used("AlarmEmailIsSet")).containsOnlyKeys("AlarmEmailIsSet");
  }

  @Test
  void entryOfSeveralSwitchesHasConditionNamedAfterAll() {
    DecisionTree<Boolean> either =
        new Branch<>("alarmEmail", YES, new Branch<>("alarmTopicArn", YES, NO));
    assertThat(conditions.named(either, switches)).isEqualTo("AlarmEmailIsSetOrAlarmTopicArnIsSet");
    assertThat(used("AlarmEmailIsSetOrAlarmTopicArnIsSet"))
        .isEqualTo(
            Map.of(
                "AlarmEmailIsSetOrAlarmTopicArnIsSet",
                Expressions.or(Expressions.isOn(EMAIL), Expressions.isOn(TOPIC))));
  }

  @Test
  void entryOfSwitchThatIsOffHasNegatedCondition() {
    assertThat(conditions.named(new Branch<>("alarmEmail", NO, YES), switches))
        .isEqualTo("NotAlarmEmailIsSet");
    assertThat(used("NotAlarmEmailIsSet"))
        .isEqualTo(Map.of("NotAlarmEmailIsSet", Expressions.is(EMAIL, "")));
  }

  @Test
  void onlyUsedConditionsAreKept() {
    conditions.switchedOn(EMAIL);
    conditions.add("Other", Expressions.ref("A"));
    assertThat(used("Other")).isEqualTo(Map.of("Other", Map.of("Ref", "A")));
  }

  @Test
  void conditionsOfConditionsAreKept() {
    conditions.add("Inner", Expressions.ref("A"));
    conditions.add("Middle", Expressions.not(Map.of("Condition", "Inner")));
    conditions.add("Outer", Expressions.not(Map.of("Condition", "Middle")));
    assertThat(used("Outer")).containsOnlyKeys("Inner", "Middle", "Outer");
  }

  @Test
  void choiceOfAnInputHasItsCondition() {
    assertThat(used("FindingSeverityIsHIGH"))
        .isEqualTo(Map.of("FindingSeverityIsHIGH", Expressions.is(SEVERITY, "HIGH")));
  }

  /** A switch has no other condition. */
  @Test
  void valueOfSwitchHasNone() {
    assertThat(used("FindingsResolvedIstrue")).isEmpty();
  }

  @Test
  void conditionsOfTheAppsTemplateAreKeptIfUsed() {
    Map<String, Object> own = Map.of("Own", Expressions.ref("A"), "Unused", Expressions.ref("B"));
    assertThat(conditions.usedIn(Map.of("Condition", "Own"), own)).containsOnlyKeys("Own");
  }

  private Map<String, Object> used(String... names) {
    List<Map<String, String>> entries =
        List.of(names).stream().map(name -> Map.of("Condition", name)).toList();
    return conditions.usedIn(entries, null);
  }
}
