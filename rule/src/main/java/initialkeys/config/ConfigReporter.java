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

  /**
   * Sends one batch; what AWS Config says has failed is sent again. An empty batch answers the
   * token and says nothing.
   *
   * @param batch at most {@link #BATCH_SIZE} evaluations
   * @throws ConfigCallException naming the resources that have no new result
   */
  public void send(List<Evaluation> batch) {
    List<Evaluation> failed = put(batch);
    for (int attempt = 2; attempt <= ATTEMPTS && !failed.isEmpty(); attempt++) {
      failed = put(failed);
    }
    if (!failed.isEmpty()) {
      throw failure(failed, "these evaluations failed %d times".formatted(ATTEMPTS));
    }
  }

  private List<Evaluation> put(List<Evaluation> batch) {
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
      throw failure(batch, resultToken.removedFrom(String.valueOf(refused.getMessage())));
    }
  }

  private static ConfigCallException failure(List<Evaluation> batch, String reason) {
    String ids =
        batch.stream()
            .map(Evaluation::complianceResourceId)
            .collect(Collectors.joining(", ", "%d results (".formatted(batch.size()), ")"));
    return new ConfigCallException("PutEvaluations", ids, reason);
  }
}
