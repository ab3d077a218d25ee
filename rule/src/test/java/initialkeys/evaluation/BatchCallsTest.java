package initialkeys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.evaluation.BatchCalls.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is sent again, when nothing more is sent, and the messages about it. */
class BatchCallsTest {

  private final List<List<String>> sent = new ArrayList<>();
  private UnaryOperator<List<String>> failing = batch -> List.of();
  private Optional<String> detail = Optional.of("why");
  private String rejection = "denied";
  private boolean isRejecting;
  private boolean isLate;

  private final BatchCalls<String> calls =
      new BatchCalls<>(
          new BatchCalls.Naming("service:Put", "thing"),
          item -> item.toUpperCase(Locale.ROOT),
          this::call,
          () -> isLate);

  private List<Failed<String>> call(List<String> batch) {
    sent.add(batch);
    if (isRejecting) throw new IllegalStateException(rejection);
    return List.of(new Failed<>(failing.apply(batch), detail));
  }

  @Test
  void acceptedBatchIsSentOnce() {
    calls.send(List.of("a", "b"));
    assertThat(sent).containsExactly(List.of("a", "b"));
    assertThat(calls.failures()).isEmpty();
    assertThat(calls.unsent()).isEmpty();
  }

  @Test
  void failedItemsAreSentThreeTimesAndNamed() {
    failing = batch -> batch.stream().filter("b"::equals).toList();
    calls.send(List.of("a", "b"));
    assertThat(sent).containsExactly(List.of("a", "b"), List.of("b"), List.of("b"));
    assertThat(calls.failures())
        .containsExactly("service:Put for B: not accepted in 3 attempts (why)");
    assertThat(calls.unsent()).hasSize(1);
  }

  @Test
  void failedItemsAreNotSentAgainWhenItIsLate() {
    failing =
        batch -> {
          isLate = true;
          return batch;
        };
    detail = Optional.empty();
    calls.send(List.of("a"));
    assertThat(sent).hasSize(1);
    assertThat(calls.failures()).containsExactly("service:Put for A: not accepted in 1 attempt");
  }

  @Test
  void nothingIsSentWhenItIsLate() {
    isLate = true;
    calls.send(List.of("a"));
    assertThat(calls.failures())
        .containsExactly("service:Put: 1 thing not sent: the invocation was about to time out");
    calls.send(List.of("b", "c"));
    assertThat(sent).isEmpty();
    assertThat(calls.failures())
        .containsExactly("service:Put: 3 things not sent: the invocation was about to time out");
    assertThat(calls.unsent()).hasSize(3);
  }

  @Test
  void everyItemOfARejectedCallIsNamed() {
    isRejecting = true;
    List<String> batch = IntStream.range(0, 100).mapToObj(i -> "a" + i).toList();
    calls.send(batch);
    assertThat(calls.failures())
        .containsExactly(
            "service:Put for %s: denied"
                .formatted(String.join(", ", batch).toUpperCase(Locale.ROOT)));
    assertThat(calls.unsent()).hasSize(100);
  }

  @Test
  void eachErrorOfABatchIsReportedWithItsItems() {
    BatchCalls<String> calls = failingInTwoWays();
    calls.send(List.of("a", "b", "c", "accepted"));
    assertThat(sent)
        .containsExactly(
            List.of("a", "b", "c", "accepted"), List.of("a", "c", "b"), List.of("a", "c", "b"));
    assertThat(calls.failures())
        .containsExactly(
            "service:Put for a, c: not accepted in 3 attempts (why)",
            "service:Put for b: not accepted in 3 attempts");
    assertThat(calls.unsent()).containsExactly("a", "c", "b");
  }

  /** However many errors it has. */
  @Test
  void batchIsRejectedOnce() {
    BatchCalls<String> calls = failingInTwoWays();
    for (int i = 0; i < 4; i++) calls.send(List.of("a", "b", "c"));
    assertThat(sent).as("three attempts for each of three batches").hasSize(9);
    assertThat(calls.unsent()).hasSize(12);
  }

  private BatchCalls<String> failingInTwoWays() {
    return new BatchCalls<>(
        new BatchCalls.Naming("service:Put", "thing"),
        item -> item,
        batch -> {
          sent.add(batch);
          return List.of(
              new Failed<>(List.of("a", "c"), Optional.of("why")),
              new Failed<>(List.of("b"), Optional.empty()));
        },
        () -> false);
  }

  /** Its reason is the service's. */
  @Test
  void messageIsOneLine() {
    isRejecting = true;
    rejection = "denied\r\nhere\nand\u2028there";
    calls.send(List.of("a"));
    assertThat(calls.failures()).containsExactly("service:Put for A: denied here and there");
  }

  @Test
  void nothingIsSentAfterThreeRejectedCallsInARow() {
    isRejecting = true;
    for (String item : List.of("a", "b", "c", "d", "e")) calls.send(List.of(item));
    assertThat(sent).hasSize(3);
    assertThat(calls.failures())
        .hasSize(4)
        .last()
        .isEqualTo("service:Put: 2 things not sent after 3 rejected calls in a row");
    assertThat(calls.unsent()).hasSize(5);
  }

  /** Also one of which a part was accepted. */
  @Test
  void acceptedCallInBetweenStartsTheRowAgain() {
    for (String item : List.of("a", "b", "accepted", "c", "d")) {
      isRejecting = !item.equals("accepted");
      failing = batch -> batch.subList(1, batch.size());
      calls.send(List.of(item));
    }
    isRejecting = false;
    failing = batch -> batch.stream().filter("f"::equals).toList();
    calls.send(List.of("e", "f"));
    isRejecting = true;
    calls.send(List.of("g"));
    failing = batch -> batch;
    calls.send(List.of("h"));
    assertThat(sent.getLast()).containsExactly("h");
  }

  /** As a whole batch that the service returns as failed is. */
  @Test
  void batchOfWhichNothingIsAcceptedCountsAsRejected() {
    failing = batch -> batch;
    for (String item : List.of("a", "b", "c", "d")) calls.send(List.of(item));
    assertThat(sent).hasSize(9);
    assertThat(calls.failures())
        .hasSize(4)
        .last()
        .isEqualTo("service:Put: 1 thing not sent after 3 rejected calls in a row");
  }
}
