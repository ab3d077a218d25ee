package initialkeys.evaluation;

import initialkeys.evaluation.Outcome.Evaluated;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends outcomes to one service. Senders stand side by side: each converts the verdicts to its own
 * service's requests, and one that fails loses only its own results. A sender is used by one
 * thread, for one run.
 */
public interface OutcomeSender {

  /**
   * Takes outcomes to send, the most urgent ones first. A sender may collect them until a request
   * is full. A failure of its service is not thrown; it is part of {@link #finish}.
   */
  void send(List<Evaluated> outcomes);

  /** Sends what was collected. */
  void flush();

  /**
   * Learns that a user has no verdict in this run, because a fact could not be read or there was no
   * time. Most services keep the result that they hold.
   *
   * @param reason names the call that failed, or says that there was no time
   */
  default void notEvaluated(Subject subject, String reason) {}

  /**
   * Sends what was collected, and ends the run.
   *
   * @param isComplete whether every resource has an outcome, and nothing else failed
   */
  Delivery finish(boolean isComplete);

  /**
   * What a sender did.
   *
   * @param sent how many results the service accepted
   * @param failures a message for each failure, naming the call and what it was about
   * @param counts what else is counted, by the name of its metric
   * @param warnings a message for each thing that was not done, and does not fail the run
   * @param recipients what has accepted something, where a service has several recipients
   */
  record Delivery(
      int sent,
      List<String> failures,
      Map<String, Integer> counts,
      List<String> warnings,
      List<String> recipients) {

    public Delivery {
      failures = List.copyOf(failures);
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
      warnings = List.copyOf(warnings);
      recipients = List.copyOf(recipients);
    }

    /** The delivery of a sender that counts nothing else. */
    public Delivery(int sent, List<String> failures) {
      this(sent, failures, Map.of(), List.of(), List.of());
    }
  }
}
