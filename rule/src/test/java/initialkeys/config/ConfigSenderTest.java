package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.service.FakeConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/** What is sent and when, and what the sender reports. */
class ConfigSenderTest {

  private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

  private final FakeConfig config = new FakeConfig(List.of());

  private boolean isLate;

  @Test
  void responsesThatAcceptNothingEndTheSendingToo() {
    config.failingEvaluations(batch -> batch);
    assertThat(send(401).failures())
        .hasSize(4)
        .last()
        .isEqualTo("config:PutEvaluations: 101 results not sent after 3 rejected calls in a row");
    assertThat(config.requests()).hasSize(9);
  }

  @Test
  void oneAcceptedCallStartsTheCountOfRejectionsAgain() {
    Iterator<Boolean> rejected = List.of(true, true, false, true, true, false, false).iterator();
    config.failingEvaluations(
        batch -> {
          if (rejected.next()) throw ConfigException.builder().message("throttled").build();
          return List.of();
        });
    Delivery delivery = send(700);
    assertThat(delivery.sent()).isEqualTo(300);
    assertThat(delivery.failures()).hasSize(4).allMatch(it -> it.endsWith(": throttled"));
    assertThat(config.requests()).hasSize(7);
  }

  @Test
  void partlyAcceptedBatchCountsWhatWasAccepted() {
    config.failingEvaluations(batch -> batch.subList(0, batch.size() == 100 ? 2 : 1));
    Delivery delivery = send(100);
    assertThat(delivery.sent()).isEqualTo(99);
    assertThat(config.requests())
        .extracting(it -> it.evaluations().size())
        .containsExactly(100, 2, 1);
    assertThat(delivery.failures())
        .containsExactly(
            "config:PutEvaluations for %s: not accepted in 3 attempts".formatted(id(0)));
  }

  @Test
  void nothingIsSentAgainWithoutTime() {
    config.failingEvaluations(
        batch -> {
          isLate = true;
          return batch;
        });
    assertThat(send(101).failures())
        .hasSize(2)
        .last()
        .isEqualTo(
            "config:PutEvaluations: 1 result not sent: the invocation was about to time out");
    assertThat(config.requests()).hasSize(1);
  }

  @Test
  void oneAttemptIsInTheSingular() {
    config.failingEvaluations(
        batch -> {
          isLate = true;
          return batch;
        });
    assertThat(send(1).failures())
        .containsExactly(
            "config:PutEvaluations for %s: not accepted in 1 attempt".formatted(id(0)));
  }

  @Test
  void batchIsSentWhenItIsFull() {
    ConfigSender sender = ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false);
    sender.send(deletedUsers(99));
    assertThat(config.requests()).isEmpty();
    sender.send(deletedUsers(1));
    assertThat(config.requests()).hasSize(1);
    sender.flush();
    assertThat(config.requests()).as("nothing is left").hasSize(1);
  }

  /** AWS Config must get something for the token, or the rule shows INSUFFICIENT_DATA (F16). */
  @Test
  void completeRunWithoutResultsSendsAnEmptyBatch() {
    assertThat(ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false).finish(true))
        .isEqualTo(new Delivery(0, List.of()));
    assertThat(config.requests())
        .singleElement()
        .extracting(it -> it.resultToken())
        .isEqualTo("a-token");
    assertThat(config.evaluations()).isEmpty();
  }

  @Test
  void incompleteOrFailedRunSendsNoEmptyBatch() {
    ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false).finish(false);
    assertThat(config.requests()).isEmpty();
    send(1);
    assertThat(config.requests()).as("of a run with a result").hasSize(1);
    config.failingPuts(ConfigException.builder().message("denied").build());
    send(1);
    assertThat(config.requests()).as("of a run whose result was rejected").hasSize(2);
  }

  @Test
  void testModeIsPassedOn() {
    for (String token : List.of("TESTMODE", "a-token")) {
      ConfigSender.ofAll(config, event(Map.of(), token), () -> false).finish(true);
      assertThat(config.requests().getLast().testMode()).isEqualTo(token.equals("TESTMODE"));
    }
  }

  @Test
  void acceptedUsersAreKnown() {
    ConfigSender sender = ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false);
    config.failingEvaluations(
        batch -> batch.stream().filter(it -> it.complianceResourceId().equals(id(1))).toList());
    sender.send(deletedUsers(2));
    assertThat(sender.hasAccepted(Resource.user(id(0)))).as("not sent yet").isFalse();
    sender.flush();
    assertThat(sender.hasAccepted(Resource.user(id(0)))).isTrue();
    assertThat(sender.hasAccepted(Resource.user(id(1)))).isFalse();
  }

  @Test
  void unchangedResultIsNotSent() {
    RuleEvent event = event(Map.of(), "a-token");
    StoredResults stored =
        new StoredResults(
            Map.of(
                Resource.user(id(0)),
                new StoredResult(
                    ComplianceType.NOT_APPLICABLE, "The user is deleted.", NOW, Instant.EPOCH)));
    ConfigSender sender =
        ConfigSender.ofChanges(config, event, UnchangedResults.of(event, stored, NOW), () -> false);
    sender.send(deletedUsers(2));
    assertThat(sender.finish(true).sent()).isEqualTo(1);
    assertThat(config.evaluations())
        .extracting(Evaluation::complianceResourceId)
        .containsExactly(id(1));
  }

  /** A deleted user keeps its result: AWS Config would hold no other from which it is known. */
  @Test
  void resultOfAnUnarchivedFindingStaysAndSaysSo() {
    ConfigSender sender =
        ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false)
            .keeping(user -> !user.id().equals(id(0)));
    sender.send(deletedUsers(2));
    sender.send(
        List.of(
            new Evaluated(
                Subject.of(Resource.user(id(2))), new Compliant(Compliant.Reason.EXEMPT))));
    assertThat(sender.finish(true).sent()).isEqualTo(2);
    assertThat(config.evaluations())
        .extracting(Evaluation::complianceResourceId)
        .containsExactly(id(0), id(2));
    assertThat(config.evaluations())
        .extracting(Evaluation::annotation)
        .containsExactly(
            "The user is deleted.",
            "Exempt by the rule parameter exemptUsers. A finding in Security Hub may not be"
                + " archived yet.");
  }

  /** An empty batch would say that everything is in order. */
  @Test
  void withheldResultSendsNoEmptyBatch() {
    ConfigSender sender =
        ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false).keeping(_ -> true);
    sender.send(deletedUsers(1));
    assertThat(sender.finish(true)).isEqualTo(new Delivery(0, List.of()));
    assertThat(config.requests()).isEmpty();
  }

  /** It may have 256 characters. */
  @Test
  void annotationOfNonCompliantUserSaysNothingOfItsFinding() {
    ConfigSender sender =
        ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> false).keeping(_ -> true);
    Evaluated found =
        new Evaluated(
            Subject.of(IamUser.listed(new UserIdentity(id(0), "bo", "/", NOW))),
            new NonCompliant(List.of(new Finding("AKIABO", Duration.ZERO))));
    sender.send(List.of(found));
    assertThat(sender.finish(true).sent()).isEqualTo(1);
    assertThat(config.evaluations())
        .extracting(Evaluation::annotation)
        .containsExactly(
            "User bo: delete access key AKIABO: created in the same second as the user, never"
                + " used.");
  }

  @Test
  void failureNamesTheRequestAndNoToken() {
    ConfigClient rejecting =
        new ConfigClient() {
          @Override
          public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
            if (request.evaluations().size() > 1) {
              throw new IllegalStateException("not for " + request.resultToken());
            }
            PutEvaluationsResponse.Builder response =
                PutEvaluationsResponse.builder().failedEvaluations(request.evaluations());
            response.responseMetadata(
                DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", "request-of-config")));
            return response.build();
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    ConfigSender sender = ConfigSender.ofAll(rejecting, event(Map.of(), "s3cr3t"), () -> false);
    sender.send(deletedUsers(1));
    sender.flush();
    sender.send(deletedUsers(2));
    assertThat(sender.finish(true).failures())
        .containsExactly(
            "config:PutEvaluations for %s: not accepted in 3 attempts (Request ID:".formatted(id(0))
                + " request-of-config)",
            "config:PutEvaluations for %s, %s: not for (the result token)".formatted(id(0), id(1)));
  }

  private Delivery send(int results) {
    ConfigSender sender = ConfigSender.ofAll(config, event(Map.of(), "a-token"), () -> isLate);
    sender.send(deletedUsers(results));
    Delivery delivery = sender.finish(true);
    assertThat(config.evaluations()).extracting(Evaluation::complianceResourceId).startsWith(id(0));
    return delivery;
  }

  private static RuleEvent event(Map<String, String> parameters, String token) {
    return RuleEvent.read(Events.stream(Events.schedule("123456789012", NOW, parameters, token)));
  }

  private static List<Evaluated> deletedUsers(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Evaluated(
                    Subject.of(Resource.user(id(i))),
                    new NotApplicable(NotApplicable.Reason.DELETED)))
        .toList();
  }

  private static String id(int number) {
    return "AIDA" + (1_000_000_000_000_000L + number);
  }
}
