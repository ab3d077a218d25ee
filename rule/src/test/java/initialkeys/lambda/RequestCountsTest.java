package initialkeys.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Events;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many requests go out, at once and in all, and that each is counted. */
class RequestCountsTest extends FaultInjection {

  @Test
  void the_line_of_counts_counts_every_request_and_what_came_of_it() {
    Iterator<Instant> ticks = Stream.iterate(NOW, tick -> tick.plusMillis(700)).iterator();
    clock = ticks::next;
    wire.failFirst("ListUsers", refusal("ListUsers", 400, "Throttling", THROTTLED));

    assertThat(run(schedule())).isEmpty();

    assertThat(log)
        .singleElement()
        .asString()
        .endsWith(
            "\"RuleName\":\"%s\",\"UsersEvaluated\":4,\"NonCompliantUsers\":2,\"UndecidedUsers\":0,"
                    .formatted(Events.RULE_NAME)
                + "\"RunsWithoutReport\":0,\"AwsCalls\":15,\"account\":\"123456789012\","
                + "\"trigger\":\"Schedule\",\"decided\":{\"COMPLIANT\":2,\"NON_COMPLIANT\":2,"
                + "\"NOT_APPLICABLE\":1},\"sent\":5,\"report\":\"earlier, made"
                + " 2026-01-15T11:00:00Z, speaks of 3 users\",\"failures\":0,"
                + "\"awsCallsByOperation\":{\"GenerateCredentialReport\":1,"
                + "\"GetAccessKeyLastUsed\":2,\"GetComplianceDetailsByConfigRule\":1,"
                + "\"GetCredentialReport\":1,\"GetLoginProfile\":2,\"GetUser\":1,"
                + "\"ListAccessKeys\":2,\"ListUsers\":3,\"PutEvaluations\":2},\"liveReads\":7,"
                + "\"durationMillis\":1400,\"requestId\":\"request-1\"}");
  }

  @Test
  void what_an_invocation_that_was_cut_off_has_asked_is_not_counted_again() {
    assertThat(
            run(
                change("clean"),
                () -> 900_000,
                clients -> {
                  clients.iam().getUser(it -> it.userName("clean"));
                  throw new IllegalStateException("cut off");
                }))
        .isPresent();
    log.clear();

    assertThat(run(change("clean"))).isEmpty();

    assertThat(log).singleElement().asString().contains("\"AwsCalls\":3");
  }

  /** Eight wait for each other; a ninth that came before one of them is answered would be seen. */
  @Test
  void eight_users_are_asked_about_at_once_and_no_more() throws IOException {
    IntStream.range(0, 40)
        .mapToObj(i -> user("u" + i, LONG_AGO, List.of(key("u" + i, LONG_AGO, null))))
        .forEach(iam::add);
    CountDownLatch eight = new CountDownLatch(8);
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    answerFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          eight.countDown();
          awaitAtMost(eight);
          under.decrementAndGet();
          return Optional.empty();
        });

    assertThat(run(schedule())).isEmpty();

    assertThat(most).hasValue(8);
  }

  private static void awaitAtMost(CountDownLatch latch) {
    try {
      assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
