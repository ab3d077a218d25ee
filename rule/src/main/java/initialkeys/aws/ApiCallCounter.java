package initialkeys.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts the requests that leave for AWS, by operation; each retry counts. */
public final class ApiCallCounter implements ExecutionInterceptor {

  private final Map<String, Integer> byOperation = new ConcurrentHashMap<>();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    byOperation.merge(operation, 1, Integer::sum);
  }

  /** How many there were since the last time. */
  public int total() {
    return byOperation.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The counts since the last time, in the order of their names; they start again from nothing. */
  public Map<String, Integer> drain() {
    Map<String, Integer> counts = new TreeMap<>(byOperation);
    byOperation.clear();
    return counts;
  }
}
