package initialkeys.infra.release;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.infra.release.parameter.Expressions;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.TemplateParameters;
import initialkeys.infra.settings.Setting;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What parameters must not be together, with the messages of the CDK app. */
final class TemplateRulesTest {

  private static final Variants VARIANTS = new Variants(Map.of(), Path.of("target", "unused"));

  @Test
  void whatMayBeCombinedHasNoRules() {
    assertThat(rules(ReleaseTemplate.ACCOUNT, Setting.ALARM_EMAIL, Setting.HTTPS_PROXY)).isEmpty();
  }

  @Test
  void combinationThatTheAppRejectsIsRejected() {
    Input proxy = Input.of(Setting.HTTPS_PROXY);
    Input noProxy = Input.of(Setting.NO_PROXY);
    assertThat(rules(ReleaseTemplate.REMEDIATION, Setting.HTTPS_PROXY, Setting.NO_PROXY))
        .isEqualTo(
            Map.of(
                "Combination1",
                rule(
                    Expressions.not(
                        Expressions.and(
                            Expressions.not(Expressions.isOn(proxy)), Expressions.isOn(noProxy))),
                    message(
                        Map.of("remediation", "manual", "noProxy", noProxy.texts().sample())))));
  }

  @Test
  void eachReasonIsRuleOfItsOwn() {
    Map<String, Object> rules =
        rules(
            ReleaseTemplate.REMEDIATION,
            Setting.HTTPS_PROXY,
            Setting.NO_PROXY,
            Setting.FINDINGS_EMAIL,
            Setting.FINDINGS_RESOLVED);
    assertThat(rules).containsOnlyKeys("Combination1", "Combination2");
    assertThat(rules.get("Combination1").toString()).contains("because noProxy is set");
    assertThat(rules.get("Combination2").toString()).contains("Setting findingsResolved is 'true'");
  }

  @Test
  void messagesNameSettingsOfTemplateOnly() {
    assertThat(
            rules(
                    ReleaseTemplate.ACCOUNT,
                    Setting.FINDINGS_EMAIL,
                    Setting.FINDINGS_TOPIC_ARN,
                    Setting.FINDINGS_RESOLVED)
                .toString())
        .contains("false unless findingsEmail or findingsTopicArn is set.");
    assertThat(
            rules(ReleaseTemplate.ACCOUNT, Setting.FINDINGS_EMAIL, Setting.FINDINGS_RESOLVED)
                .toString())
        .contains("false unless findingsEmail is set.");
    assertThat(
            rules(
                    ReleaseTemplate.ORGANIZATION,
                    Setting.INVOKING_ACCOUNTS,
                    Setting.ANY_ACCOUNT_MAY_INVOKE)
                .toString())
        .contains("invoke the function, unless anyAccountMayInvoke is true.");
    assertThat(
            rules(
                    ReleaseTemplate.ORGANIZATION,
                    Setting.INVOKING_ACCOUNTS,
                    Setting.INVOKING_ORGANIZATION,
                    Setting.ANY_ACCOUNT_MAY_INVOKE)
                .toString())
        .contains("unless invokingOrganization is set or anyAccountMayInvoke is true.");
  }

  /** The sample's accounts, which the message of the app cuts. */
  @Test
  void messagesDoNotShowSamples() {
    assertThat(
            rules(
                    ReleaseTemplate.ORGANIZATION,
                    Setting.INVOKING_ACCOUNTS,
                    Setting.INVOKING_ORGANIZATION)
                .toString())
        .contains("Setting invokingAccounts is set; it must be absent");
  }

  /** Not the reason why the least settings of the template are rejected without others. */
  @Test
  void namesOfBothRulesMustDiffer() {
    assertThat(rules(ReleaseTemplate.AGGREGATOR, Setting.RULE_NAME, Setting.ORGANIZATION_RULE_NAME))
        .containsEntry(
            "NamesDiffer",
            rule(
                Expressions.not(
                    Expressions.equal(
                        Expressions.ref("RuleName"), Expressions.ref("OrganizationRuleName"))),
                "Setting organizationRuleName is the same; it must be different from ruleName,"
                    + " because the metrics and alarms of both rules have the rule's name."));
  }

  /** The hours are found by asking the app: all that it rejects, from 0. */
  @Test
  void automaticRemediationNeedsTheHoursThatTheAppRequires() {
    List<String> tooFew =
        IntStream.range(0, 24)
            .mapToObj(String::valueOf)
            .filter(
                hours ->
                    VARIANTS
                        .rejection(
                            Map.of("remediation", "automatic", "remediationGraceHours", hours))
                        .isPresent())
            .toList();
    assertThat(tooFew).isNotEmpty();
    assertThat(
            rules(
                ReleaseTemplate.REMEDIATION, Setting.REMEDIATION, Setting.REMEDIATION_GRACE_HOURS))
        .isEqualTo(
            Map.of(
                "GraceOfAutomatic",
                rule(
                    Expressions.or(
                        Expressions.not(Expressions.is(Input.of(Setting.REMEDIATION), "automatic")),
                        Expressions.not(
                            Map.of(
                                "Fn::Contains",
                                List.of(tooFew, Expressions.ref("RemediationGraceHours"))))),
                    message(
                            Map.of(
                                "remediation",
                                "automatic",
                                "remediationGraceHours",
                                tooFew.getLast()))
                        .replace("'" + tooFew.getLast() + "'", "too low"))));
  }

  private static Map<String, Object> rules(ReleaseTemplate template, Setting... settings) {
    List<Input> inputs = Arrays.stream(settings).map(Input::of).toList();
    TemplateParameters parameters = new TemplateParameters();
    for (Input input : inputs) parameters.add(input, template.requires(input));
    Switches switches = new Switches(template, VARIANTS, inputs);
    return new TemplateRules(VARIANTS, switches, parameters).section();
  }

  private static String message(Map<String, String> settings) {
    return VARIANTS.rejection(settings).orElseThrow();
  }

  private static Map<String, Object> rule(Object assertion, String message) {
    return Map.of("Assertions", List.of(Map.of("Assert", assertion, "AssertDescription", message)));
  }
}
