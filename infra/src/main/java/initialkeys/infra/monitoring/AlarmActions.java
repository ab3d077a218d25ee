package initialkeys.infra.monitoring;

import initialkeys.infra.settings.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sns.Subscription;
import software.amazon.awscdk.services.sns.SubscriptionProtocol;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Who is notified of alarms: a given topic, and an e-mail address with a topic of its own. */
public final class AlarmActions {

  private AlarmActions() {}

  /** Creates the topics in the scope. */
  public static List<SnsAction> of(Construct scope, RuleSettings.Recipients recipients) {
    List<ITopic> topics = new ArrayList<>();
    recipients
        .topicArn()
        .ifPresent(arn -> topics.add(Topic.fromTopicArn(scope, "GivenTopic", arn)));
    Optional<IKey> key = recipients.kmsKeyArn().map(arn -> Key.fromKeyArn(scope, "Key", arn));
    recipients.email().ifPresent(address -> topics.add(emailTopic(scope, address, key)));
    return topics.stream().map(SnsAction::new).toList();
  }

  /**
   * A topic policy replaces the default policy, which lets the account's alarms publish. So this
   * one allows it again.
   */
  private static Topic emailTopic(Construct scope, String address, Optional<IKey> key) {
    Topic topic =
        Topic.Builder.create(scope, "EmailTopic")
            .enforceSsl(true)
            .masterKey(key.orElse(null))
            .build();
    // With CDK's EmailSubscription, the logical id would contain the address.
    Subscription.Builder.create(topic, "Email")
        .topic(topic)
        .protocol(SubscriptionProtocol.EMAIL)
        .endpoint(address)
        .build();
    topic.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("AlarmsOfThisAccount")
            .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
            .actions(List.of("sns:Publish"))
            .resources(List.of(topic.getTopicArn()))
            .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID)))
            .build());
    return topic;
  }
}
