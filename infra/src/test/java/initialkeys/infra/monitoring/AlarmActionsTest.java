package initialkeys.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import initialkeys.infra.settings.RuleSettings.Recipients;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/** Which topics the recipients of alarms need. */
final class AlarmActionsTest {

  private static final Optional<String> TOPIC =
      Optional.of("arn:aws:sns:eu-west-1:111122223333:alerts");
  private static final Optional<String> ADDRESS = Optional.of("security@example.com");
  private static final Optional<String> KEY =
      Optional.of("arn:aws:kms:eu-west-1:111122223333:key/our-key");

  private final Stack stack = new Stack();

  @Test
  void nobodyNeedsNothing() {
    assertThat(actions(Optional.empty(), Optional.empty(), KEY)).isEqualTo(0);
    assertThat(topics()).isEmpty();
  }

  @Test
  void givenTopicIsUsedAndNotCreated() {
    assertThat(actions(Optional.empty(), TOPIC, Optional.empty())).isEqualTo(1);
    assertThat(topics()).isEmpty();
  }

  @Test
  void addressHasTopicOfItsOwn() {
    assertThat(actions(ADDRESS, TOPIC, Optional.empty())).isEqualTo(2);
    assertThat(topics()).singleElement(MAP).doesNotContainKey("Properties");
    Template.fromStack(stack)
        .hasResourceProperties(
            "AWS::SNS::Subscription",
            Map.of("Protocol", "email", "Endpoint", ADDRESS.orElseThrow()));
  }

  @Test
  void topicOfAddressIsEncryptedWithTheKey() {
    assertThat(actions(ADDRESS, Optional.empty(), KEY)).isEqualTo(1);
    assertThat(topics())
        .singleElement(MAP)
        .containsEntry("Properties", Map.of("KmsMasterKeyId", KEY.orElseThrow()));
  }

  private int actions(Optional<String> email, Optional<String> topic, Optional<String> key) {
    return AlarmActions.of(stack, new Recipients(email, topic, key)).size();
  }

  private List<Map<String, Object>> topics() {
    return List.copyOf(Template.fromStack(stack).findResources("AWS::SNS::Topic").values());
  }
}
