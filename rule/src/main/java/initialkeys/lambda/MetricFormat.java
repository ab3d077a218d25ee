package initialkeys.lambda;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** CloudWatch's embedded metric format, which makes the numbers of a log line metrics. */
final class MetricFormat {

  static final String NAMESPACE = "InitialKeys";
  static final String DIMENSION = "RuleName";

  private MetricFormat() {}

  /**
   * The value of the field _aws.
   *
   * @param metrics the names of the line's fields that are metrics
   */
  static Map<String, ?> directive(Instant timestamp, Set<String> metrics) {
    List<Map<String, String>> named =
        metrics.stream().map(name -> Map.of("Name", name, "Unit", "Count")).toList();
    return Map.of(
        "Timestamp",
        timestamp.toEpochMilli(),
        "CloudWatchMetrics",
        List.of(
            Map.of(
                "Namespace",
                NAMESPACE,
                "Dimensions",
                List.of(List.of(DIMENSION)),
                "Metrics",
                named)));
  }
}
