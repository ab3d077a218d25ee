package initialkeys.infra.notification;

import initialkeys.infra.settings.RuleSettings.Findings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;

/** Notifies the recipients that are set of the findings in the account of the stack. */
public final class FindingNotifications extends Construct {

  private final Optional<FindingTopic> topic;
  private final FindingEvents events;

  private FindingNotifications(
      Construct scope, String id, FindingEvents.RuleName ruleName, Findings findings) {
    super(scope, id);
    topic = findings.recipients().email().map(email -> new FindingTopic(this, "Email", email));
    List<String> topicArns =
        Stream.of(findings.recipients().topicArn(), topicArn()).flatMap(Optional::stream).toList();
    events =
        new FindingEvents(
            this,
            "Events",
            ruleName,
            findings.resolved(),
            topicArns,
            findings.recipients().topicArn().isPresent()
                ? Optional.empty()
                : topic.map(FindingTopic::keyArn));
  }

  /** Empty when nobody is to be notified. */
  public static Optional<FindingNotifications> create(
      Construct scope, String id, FindingEvents.RuleName ruleName, Findings findings) {
    return findings.recipients().isEmpty()
        ? Optional.empty()
        : Optional.of(new FindingNotifications(scope, id, ruleName, findings));
  }

  /** Has everything created before the rule whose first results are published. */
  public void createBefore(CfnResource configRule) {
    configRule.getNode().addDependency(this);
  }

  /** The messages that could not be published. */
  public IMetric failedInvocations() {
    return events.failedInvocations();
  }

  /** Lets member accounts publish to the topic of the e-mail address, if there is one. */
  public void allowMembers() {
    topic.ifPresent(FindingTopic::allowMembers);
  }

  /** The topic of the e-mail address. */
  public Optional<String> topicArn() {
    return topic.map(FindingTopic::arn);
  }
}
