package initialkeys.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the requests sent to AWS, by operation; each retry counts. */
public final class ApiCallCounter implements ExecutionInterceptor {

  private final Map<String, Integer> byOperation = new ConcurrentHashMap<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    count(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  /** Counts a request that no client of the SDK sends. */
  void count(String operation) {
    byOperation.merge(operation, 1, Integer::sum);
  }

  /** The number of requests since the last {@link #drain}. */
  public int total() {
    return byOperation.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the counts, sorted by operation, and resets them. */
  public Map<String, Integer> drain() {
    Map<String, Integer> counts = new TreeMap<>(byOperation);
    byOperation.clear();
    return counts;
  }
}
