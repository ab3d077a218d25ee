package initialkeys.run;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.config.RuleEvent;
import initialkeys.run.FurtherSenders.FindingTarget;
import initialkeys.securityhub.HubServer;
import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.config.model.EvaluationResult;

/** A scheduled run during which another run replaces results in AWS Config. */
abstract class ReplacedResultsFixture {

  static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final User ZOE = UserBuilder.withUnusedKey("zoe");
  static final User ANN = UserBuilder.withoutKeys("ann");
  static final String CLEAN =
      "No unused access key created within 5 min of the user, or no console password.";
  static final String NAMED = "User %s: delete access key AKIA, never used.";

  FakeConfig config = new FakeConfig(List.of()).remembering(() -> NOW);
  final AtomicInteger remainingMillis = new AtomicInteger(900_000);
  final List<Duration> waits = new ArrayList<>();
  InstantSource clock = InstantSource.fixed(NOW);
  HubServer hub;

  @BeforeEach
  void openHub() throws IOException {
    hub = new HubServer();
  }

  @AfterEach
  void closeHub() {
    hub.close();
  }

  /** Another run stores a result for the user. */
  void replace(User user, String type, String annotation) {
    config.replaceStored("AWS::IAM::User", new Stored(user.id(), type, annotation, NOW));
  }

  String held(User user) {
    return stored(user).complianceTypeAsString();
  }

  EvaluationResult stored(User user) {
    return config.storedResults().stream()
        .filter(
            it ->
                it.evaluationResultIdentifier()
                    .evaluationResultQualifier()
                    .resourceId()
                    .equals(user.id()))
        .findFirst()
        .orElseThrow();
  }

  String finding(User user, String field) {
    JsonNode found =
        hub.hub().findings().values().stream()
            .filter(finding -> finding.toString().contains(user.id()))
            .findFirst()
            .orElseThrow();
    return found.get(field).textValue();
  }

  /** Process checks are answered too, if there are any. */
  FurtherSenders withFindings() {
    return new FurtherSenders(
        true, Optional.of(new FindingTarget(hub::client, "aws", "the-rule", "HIGH")), List.of());
  }

  RunSummary run(FakeIam iam, FurtherSenders senders, Map<String, String> parameters) {
    RuleEvent event =
        RuleEvent.read(
            Events.stream(Events.schedule("123456789012", NOW, parameters, "a-result-token")));
    return new RuleRun(
            event,
            iam,
            config,
            new RunContext(new Deadline(remainingMillis::get), () -> clock.instant(), waits::add),
            senders)
        .execute();
  }
}
