package initialkeys.faults;

import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Events;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many requests are sent, in total and concurrently, and that each is counted. */
class RequestCountsTest extends FaultInjection {

  @Test
  void summaryLineCountsEveryRequestAndResult() {
    Iterator<Instant> ticks = Stream.iterate(NOW, tick -> tick.plusMillis(700)).iterator();
    clock = ticks::next;
    server.failFirst("ListUsers", error("ListUsers", 400, "Throttling", THROTTLING_MESSAGE));

    assertThat(run(schedule())).isEmpty();

    assertThat(log)
        .singleElement()
        .asString()
        .endsWith(
            "\"RuleName\":\"%s\",\"account\":\"123456789012\",".formatted(Events.RULE_NAME)
                + "\"UsersEvaluated\":4,\"NonCompliantUsers\":2,\"UsersNotEvaluated\":0,"
                + "\"ApiCalls\":16,\"ScheduledRuns\":1,\"RunsWithoutCredentialReport\":0,"
                + "\"trigger\":\"Schedule\","
                + "\"results\":{\"COMPLIANT\":2,\"NON_COMPLIANT\":2,\"NOT_APPLICABLE\":1},"
                + "\"evaluationsSent\":5,\"credentialReport\":{\"status\":\"EARLIER\","
                + "\"generated\":\"2026-01-15T11:00:00Z\",\"users\":3},"
                + "\"iamUsersRecorded\":\"RECORDED\",\"failures\":0,"
                + "\"apiCallsByOperation\":{\"DescribeConfigurationRecorders\":1,"
                + "\"GenerateCredentialReport\":1,"
                + "\"GetAccessKeyLastUsed\":2,\"GetComplianceDetailsByConfigRule\":1,"
                + "\"GetCredentialReport\":1,\"GetLoginProfile\":2,\"GetUser\":1,"
                + "\"ListAccessKeys\":2,\"ListUsers\":3,\"PutEvaluations\":2},\"liveReads\":7,"
                + "\"durationMillis\":2100,\"requestId\":\"request-1\"}");
  }

  /** Eight requests wait for each other; a ninth before their responses would be counted. */
  @Test
  void atMostEightUsersAreReadConcurrently() throws IOException {
    IntStream.range(0, 40).mapToObj(i -> withUnusedKey("u" + i)).forEach(iam::add);
    CountDownLatch eight = new CountDownLatch(8);
    AtomicInteger concurrent = new AtomicInteger();
    AtomicInteger maximum = new AtomicInteger();
    respondFirst(
        request -> {
          if (!request.operation().equals("ListAccessKeys")) return Optional.empty();
          maximum.accumulateAndGet(concurrent.incrementAndGet(), Math::max);
          eight.countDown();
          awaitAtMost(eight);
          concurrent.decrementAndGet();
          return Optional.empty();
        });

    assertThat(run(schedule())).isEmpty();

    assertThat(maximum).hasValue(8);
  }

  private static void awaitAtMost(CountDownLatch latch) {
    try {
      assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
