package initialkeys.infra.settings;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.decision.DecisionParameters;
import initialkeys.decision.InvalidInputException;
import initialkeys.decision.RuleParameter;
import initialkeys.decision.RuleParameters;
import initialkeys.run.ResultDestinations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the rule runs, wherever it is deployed.
 *
 * @param frequency how often the rule evaluates every user
 * @param parameters the rule parameters, with the defaults of those that are not set
 * @param function where the function runs, and what becomes of its data
 * @param recipients who is notified of alarms
 * @param findings who is notified of noncompliant users
 * @param destinations where results are sent in addition to AWS Config
 */
public record RuleSettings(
    Frequency frequency,
    Map<String, String> parameters,
    FunctionSettings function,
    Recipients recipients,
    Findings findings,
    ResultDestinations destinations) {

  /** AWS Config accepts no more characters of JSON (F27). */
  private static final int MAXIMUM_PARAMETERS_LENGTH = 1024;

  /**
   * Who is notified: both, one or nobody.
   *
   * @param kmsKeyArn the key of the topic that is created for the e-mail address
   */
  public record Recipients(
      Optional<String> email, Optional<String> topicArn, Optional<String> kmsKeyArn) {

    /** Whether nobody is notified. */
    public boolean isEmpty() {
      return email.isEmpty() && topicArn.isEmpty();
    }
  }

  /**
   * Notifications of noncompliant users.
   *
   * @param resolved whether the recipients are also notified when a user is no longer noncompliant
   */
  public record Findings(Recipients recipients, boolean resolved) {

    private static Findings parse(Map<String, ?> values) {
      Findings findings =
          new Findings(
              new Recipients(
                  Setting.FINDINGS_EMAIL.optional(values),
                  Setting.FINDINGS_TOPIC_ARN.optional(values),
                  Setting.KMS_KEY_ARN.optional(values)),
              Boolean.parseBoolean(Setting.FINDINGS_RESOLVED.text(values)));
      if (findings.resolved
          && findings.recipients.isEmpty()
          && Setting.FINDINGS_EMAIL_TOPIC_ARN.optional(values).isEmpty()) {
        throw new InvalidInputException(
            "Setting " + Setting.FINDINGS_RESOLVED.key(),
            "true",
            "false unless findingsEmail, findingsTopicArn or findingsEmailTopicArn is set");
      }
      return findings;
    }
  }

  static RuleSettings parse(Map<String, ?> values) {
    return new RuleSettings(
        Frequency.of(Setting.FREQUENCY.text(values)),
        parameters(values),
        FunctionSettings.parse(values),
        new Recipients(
            Setting.ALARM_EMAIL.optional(values),
            Setting.ALARM_TOPIC_ARN.optional(values),
            Setting.KMS_KEY_ARN.optional(values)),
        Findings.parse(values),
        destinations(values));
  }

  private static ResultDestinations destinations(Map<String, ?> values) {
    String severity = Setting.FINDING_SEVERITY.text(values);
    return new ResultDestinations(
        Boolean.parseBoolean(Setting.ANSWER_PROCESS_CHECKS.text(values)),
        Boolean.parseBoolean(Setting.SECURITY_HUB_FINDINGS.text(values))
            ? Optional.of(severity)
            : Optional.empty());
  }

  /**
   * Every parameter is sent, so that AWS Config's console shows all values in force. Empty values
   * are left out: AWS Config rejects them.
   */
  private static Map<String, String> parameters(Map<String, ?> values) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (RuleParameter parameter : RuleParameter.values()) {
      if (values.containsKey(parameter.key())) {
        given.put(parameter.key(), values.get(parameter.key()));
      }
    }
    RuleParameters.parse(given);
    Map<String, String> all = new LinkedHashMap<>();
    for (RuleParameter parameter : RuleParameter.values()) {
      String value = String.valueOf(given.getOrDefault(parameter.key(), parameter.defaultValue()));
      if (!value.isBlank()) all.put(parameter.key(), value);
    }
    return requireShort(all);
  }

  private static Map<String, String> requireShort(Map<String, String> parameters) {
    int length = json(parameters).length();
    if (length > MAXIMUM_PARAMETERS_LENGTH) {
      throw InvalidInputException.withoutValue(
          "The JSON of the rule parameters",
          String.format(Locale.ROOT, "%,d characters long", length),
          String.format(
              Locale.ROOT,
              "at most %,d, so exemptUsers must be shorter (a path or * stands for many users)",
              MAXIMUM_PARAMETERS_LENGTH));
    }
    return parameters;
  }

  /** The parameters that the decision depends on. */
  public DecisionParameters decision() {
    return RuleParameters.parse(parameters).decision();
  }

  /** The form in which AWS Config accepts the parameters of an organization rule. */
  public String parametersAsJson() {
    return json(parameters);
  }

  private static String json(Map<String, String> parameters) {
    try {
      return JSON.std.asString(parameters);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
