package initialkeys.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
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
    PutEvaluationsResponse last = put(batch, 0);
    for (int attempt = 2; attempt <= ATTEMPTS && !last.failedEvaluations().isEmpty(); attempt++) {
      List<Evaluation> failed = last.failedEvaluations();
      last = put(failed, batch.size() - failed.size());
    }
    List<Evaluation> failed = last.failedEvaluations();
    if (!failed.isEmpty()) {
      String reason = "not taken in %s attempts%s".formatted(ATTEMPTS, requestId(last));
      throw failure(failed, reason, batch.size() - failed.size());
    }
    return batch.size();
  }

  private static String requestId(PutEvaluationsResponse response) {
    return Optional.ofNullable(response.responseMetadata())
        .map(AwsResponseMetadata::requestId)
        .map(" (Request ID: %s)"::formatted)
        .orElse("");
  }

  private PutEvaluationsResponse put(List<Evaluation> batch, int taken) {
    try {
      return config.putEvaluations(
          request ->
              request
                  .evaluations(batch)
                  .resultToken(resultToken.value())
                  .testMode(resultToken.isTestMode()));
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
