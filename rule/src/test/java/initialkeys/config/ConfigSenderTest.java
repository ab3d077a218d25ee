package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender.Delivery;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.Evaluation;

/** How many calls are made, and what the sender reports; contents are tested with the handler. */
class ConfigSenderTest {

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

  private Delivery send(int results) {
    BooleanSupplier late = () -> isLate;
    RuleEvent event =
        RuleEvent.read(
            Events.stream(
                Events.schedule(
                    "123456789012", Instant.parse("2026-01-15T12:00:00Z"), Map.of(), "a-token")));
    ConfigSender sender = ConfigSender.ofAll(config, event, late);
    sender.send(
        IntStream.range(0, results)
            .mapToObj(
                i ->
                    new Evaluated(
                        Subject.of(Resource.user(id(i))),
                        new NotApplicable(NotApplicable.Reason.DELETED)))
            .toList());
    Delivery delivery = sender.finish(true);
    assertThat(config.evaluations()).extracting(Evaluation::complianceResourceId).startsWith(id(0));
    return delivery;
  }

  private static String id(int number) {
    return "AIDA" + (1_000_000_000_000_000L + number);
  }
}
