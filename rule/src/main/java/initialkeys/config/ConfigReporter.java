package initialkeys.config;

import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/** Sends evaluations to AWS Config, under the token of one invocation. */
public record ConfigReporter(ConfigClient config, ResultToken resultToken) {

  /** The most that PutEvaluations takes (F13). */
  public static final int BATCH_SIZE = 100;

  private static final int ATTEMPTS = 3;

  private static final int NAMED = 20;

  /**
   * Sends one batch; what AWS Config says has failed is sent again. An empty batch answers the
   * token and says nothing.
   *
   * @param batch at most {@link #BATCH_SIZE} evaluations
   * @return how many AWS Config took: all of them
   * @throws ConfigCallException naming the resources that have no new result
   */
  public int send(List<Evaluation> batch) {
    List<Evaluation> failed = put(batch, 0);
    for (int attempt = 2; attempt <= ATTEMPTS && !failed.isEmpty(); attempt++) {
      failed = put(failed, batch.size() - failed.size());
    }
    if (!failed.isEmpty()) {
      String reason = "not taken in %s attempts".formatted(ATTEMPTS);
      throw failure(failed, reason, batch.size() - failed.size());
    }
    return batch.size();
  }

  private List<Evaluation> put(List<Evaluation> batch, int taken) {
    try {
      PutEvaluationsResponse response =
          config.putEvaluations(
              request ->
                  request
                      .evaluations(batch)
                      .resultToken(resultToken.value())
                      .testMode(resultToken.isTestMode()));
      return response.failedEvaluations();
    } catch (RuntimeException refused) {
      throw failure(batch, resultToken.removedFrom(String.valueOf(refused.getMessage())), taken);
    }
  }

  private static ConfigCallException failure(List<Evaluation> batch, String reason, int taken) {
    String ids =
        batch.stream()
            .limit(NAMED)
            .map(Evaluation::complianceResourceId)
            .collect(Collectors.joining(", "));
    String more = batch.size() > NAMED ? " and %s more".formatted(batch.size() - NAMED) : "";
    return new ConfigCallException("PutEvaluations", ids + more, reason, taken);
  }
}
