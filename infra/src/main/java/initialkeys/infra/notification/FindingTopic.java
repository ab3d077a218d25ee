package initialkeys.infra.notification;

import initialkeys.infra.function.StackOutputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.sns.Subscription;
import software.amazon.awscdk.services.sns.SubscriptionProtocol;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * The topic of the e-mail address that is notified of noncompliant users. Its key is the
 * customer's: the key policy of alias/aws/sns lets no other account publish (F46).
 */
public final class FindingTopic extends Construct {

  private final IKey key;
  private final Topic topic;

  /**
   * Creates the topic with its subscription. Only roles of its own account may publish.
   *
   * @param kmsKeyArn a given key, whose policy its owner writes; empty for a key of the topic's own
   */
  public FindingTopic(Construct scope, String id, String email, Optional<String> kmsKeyArn) {
    super(scope, id);
    key = kmsKeyArn.map(arn -> Key.fromKeyArn(this, "Key", arn)).orElseGet(this::ownKey);
    topic = Topic.Builder.create(this, "Topic").enforceSsl(true).masterKey(key).build();
    // With CDK's EmailSubscription, the logical id would contain the address.
    Subscription.Builder.create(topic, "Email")
        .topic(topic)
        .protocol(SubscriptionProtocol.EMAIL)
        .endpoint(email)
        .build();
    StackOutputs.add(
        Stack.of(this), "FindingsTopicArn", arn(), "The value for findingsEmailTopicArn");
  }

  private IKey ownKey() {
    return Key.Builder.create(this, "Key")
        .description("Encrypts notifications of noncompliant IAM users")
        .enableKeyRotation(true)
        // The messages are sent at once: nothing is left to decrypt.
        .removalPolicy(RemovalPolicy.DESTROY)
        .build();
  }

  /**
   * Lets the roles of {@link FindingEvents} in other accounts of the same organization publish, and
   * nobody else there. A list of accounts would grow with the organization.
   */
  public void allowMembers() {
    topic.addToResourcePolicy(
        byMembers("sns:Publish").resources(List.of(arn())).conditions(rolesOfMembers()).build());
    Map<String, Object> forTopics = new LinkedHashMap<>(rolesOfMembers());
    // The topic's own ARN would make a cycle: the topic refers to its key.
    forTopics.put(
        "ArnLike",
        new TreeMap<>(
            Map.of(
                "aws:PrincipalArn",
                FindingEvents.rolesOfAnyAccount(),
                "kms:EncryptionContext:aws:sns:topicArn",
                "arn:%s:sns:%s:%s:*".formatted(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID))));
    key.addToResourcePolicy(
        byMembers("kms:Decrypt", "kms:GenerateDataKey")
            .resources(List.of("*"))
            .conditions(forTopics)
            .build());
  }

  private static PolicyStatement.Builder byMembers(String... actions) {
    return PolicyStatement.Builder.create()
        .sid("EventsOfMembers")
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of(actions));
  }

  private static Map<String, Object> rolesOfMembers() {
    return new TreeMap<>(
        Map.of(
            "StringEquals",
            Map.of("aws:PrincipalOrgID", "${aws:ResourceOrgID}"),
            "ArnLike",
            Map.of("aws:PrincipalArn", FindingEvents.rolesOfAnyAccount())));
  }

  /** The key that encrypts the messages. */
  public String keyArn() {
    return key.getKeyArn();
  }

  /** What events are published to. */
  public String arn() {
    return topic.getTopicArn();
  }
}
