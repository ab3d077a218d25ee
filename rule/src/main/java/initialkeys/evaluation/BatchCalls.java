package initialkeys.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls of a sender that each send a batch. What the service returns as failed is sent again.
 * No call is started when the invocation is about to time out, and after the service has rejected
 * several calls in a row.
 *
 * @param <T> what is sent
 */
public final class BatchCalls<T> {

  /** How often an item is sent that the service returns as failed. */
  private static final int ATTEMPTS = 3;

  /** After so many rejected calls in a row, the next one would be rejected too. */
  private static final int MAX_REJECTIONS_IN_A_ROW = 3;

  /** One call. */
  public interface Call<T> {

    /**
     * Sends a batch, and returns the items that the service did not accept, by its error.
     *
     * @throws RuntimeException when the service rejects the call; its message is safe to log
     */
    List<Failed<T>> send(List<T> batch);
  }

  /**
   * Items of a batch that a service did not accept.
   *
   * @param detail the error of each of them
   */
  public record Failed<T>(List<T> items, Optional<String> detail) {}

  /**
   * How messages name what is sent.
   *
   * @param action for example config:PutEvaluations
   * @param item for example result; followed by an s for several
   */
  public record Naming(String action, String item) {}

  private final Naming naming;
  private final Function<T, String> id;
  private final Call<T> call;
  private final BooleanSupplier isLate;
  private final List<String> failures = new ArrayList<>();
  private final List<T> rejected = new ArrayList<>();
  private final List<T> notSentInTime = new ArrayList<>();
  private final List<T> notSentAfterRejections = new ArrayList<>();
  private int rejectionsInARow;

  /**
   * @param id how messages name an item
   * @param isLate whether no further call must be started
   */
  public BatchCalls(Naming naming, Function<T, String> id, Call<T> call, BooleanSupplier isLate) {
    this.naming = naming;
    this.id = id;
    this.call = call;
    this.isLate = isLate;
  }

  /** Sends a batch, unless it is too late or was rejected too often. */
  public void send(List<T> batch) {
    if (rejectionsInARow >= MAX_REJECTIONS_IN_A_ROW) {
      notSentAfterRejections.addAll(batch);
    } else if (isLate.getAsBoolean()) {
      notSentInTime.addAll(batch);
    } else {
      send(batch, 1);
    }
  }

  private void send(List<T> batch, int attempt) {
    List<Failed<T>> failed;
    try {
      failed = call.send(batch);
    } catch (RuntimeException rejection) {
      rejectionsInARow++;
      fail(batch, String.valueOf(rejection.getMessage()));
      return;
    }
    List<T> items = failed.stream().map(Failed::items).flatMap(List::stream).toList();
    if (items.size() < batch.size()) rejectionsInARow = 0;
    if (items.isEmpty()) return;
    if (attempt < ATTEMPTS && !isLate.getAsBoolean()) {
      send(items, attempt + 1);
    } else {
      rejectionsInARow++;
      failed.forEach(each -> fail(each, attempt));
    }
  }

  private void fail(Failed<T> failed, int attempts) {
    fail(
        failed.items(),
        "not accepted in %s%s"
            .formatted(
                counted(attempts, "attempt"), failed.detail().map(" (%s)"::formatted).orElse("")));
  }

  /** The message is one line, also where the service's reason is not. */
  private void fail(List<T> items, String reason) {
    rejected.addAll(items);
    String ids = items.stream().map(id).collect(Collectors.joining(", "));
    failures.add("%s for %s: %s".formatted(naming.action(), ids, reason.replaceAll("\\R", " ")));
  }

  /** The items that were not accepted, or not sent. */
  public List<T> unsent() {
    return Stream.of(rejected, notSentInTime, notSentAfterRejections)
        .flatMap(List::stream)
        .toList();
  }

  /** A message for each failure so far. */
  public List<String> failures() {
    List<String> all = new ArrayList<>(failures);
    if (!notSentInTime.isEmpty()) {
      all.add(
          "%s: %s not sent: the invocation was about to time out"
              .formatted(naming.action(), counted(notSentInTime.size(), naming.item())));
    }
    if (!notSentAfterRejections.isEmpty()) {
      all.add(
          "%s: %s not sent after %s rejected calls in a row"
              .formatted(
                  naming.action(),
                  counted(notSentAfterRejections.size(), naming.item()),
                  MAX_REJECTIONS_IN_A_ROW));
    }
    return all;
  }

  private static String counted(int count, String item) {
    return "%s %s%s".formatted(count, item, count == 1 ? "" : "s");
  }
}
