package initialkeys.simulation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.config.model.RecordingStrategyType;

/** AWS Config with the results that an account's file says it holds; it keeps what it is sent. */
public final class FakeConfig implements ConfigClient {

  private static final ConfigurationRecorder RECORDS_EVERYTHING =
      ConfigurationRecorder.builder()
          .name("default")
          .recordingGroup(
              group ->
                  group
                      .allSupported(true)
                      .includeGlobalResourceTypes(true)
                      .recordingStrategy(
                          strategy ->
                              strategy.useOnly(RecordingStrategyType.ALL_SUPPORTED_RESOURCE_TYPES)))
          .build();

  private final List<PutEvaluationsRequest> requests = new ArrayList<>();
  private final List<EvaluationResult> held = new ArrayList<>();
  private UnaryOperator<List<Evaluation>> failing = batch -> List.of();
  private RuntimeException refusal;
  private RuntimeException unreadable;
  private Duration latency = Duration.ZERO;
  private AwsResponseMetadata metadata;
  private boolean isCircling;
  private int reads;
  private List<ConfigurationRecorder> recorders = List.of(RECORDS_EVERYTHING);
  private RuntimeException recordersUnreadable;

  public FakeConfig(List<Account.Stored> stored) {
    stored.forEach(result -> holding("AWS::IAM::User", result));
  }

  public FakeConfig(Account account) {
    this(account.stored());
  }

  /** Takes so long for every call. */
  public FakeConfig withLatency(Duration perCall) {
    latency = perCall;
    return this;
  }

  /** Chooses the evaluations of each request that AWS Config says have failed. */
  public FakeConfig failing(UnaryOperator<List<Evaluation>> choice) {
    failing = choice;
    return this;
  }

  public FakeConfig refusing(RuntimeException refused) {
    refusal = refused;
    return this;
  }

  public FakeConfig unreadable(RuntimeException failed) {
    unreadable = failed;
    return this;
  }

  /** Holds a result of this type of resource too. */
  public FakeConfig holding(String type, Account.Stored stored) {
    held.add(result(type, stored));
    return this;
  }

  /** Gives its answers this request's id. */
  public FakeConfig answeringFor(AwsResponseMetadata request) {
    metadata = request;
    return this;
  }

  /** Says of every page of stored results that the second is next. */
  public FakeConfig circling() {
    isCircling = true;
    return this;
  }

  /** Has these configuration recorders instead of one that records every resource type. */
  public FakeConfig recordedBy(ConfigurationRecorder... instead) {
    recorders = List.of(instead);
    return this;
  }

  /** Rejects DescribeConfigurationRecorders. */
  public FakeConfig withoutReadableRecorders(RuntimeException rejected) {
    recordersUnreadable = rejected;
    return this;
  }

  /** Every PutEvaluations request so far. */
  public List<PutEvaluationsRequest> requests() {
    return List.copyOf(requests);
  }

  /** Every evaluation sent so far, in order. */
  public List<Evaluation> evaluations() {
    return requests.stream().flatMap(request -> request.evaluations().stream()).toList();
  }

  /** The evaluation of a resource that holds: the newest by its ordering timestamp (F13). */
  public Evaluation held(String resourceId) {
    return evaluations().stream()
        .filter(evaluation -> evaluation.complianceResourceId().equals(resourceId))
        .max(comparing(Evaluation::orderingTimestamp))
        .orElseThrow();
  }

  /** How many pages of stored results were read. */
  public int reads() {
    return reads;
  }

  @Override
  public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    requests.add(request);
    if (refusal != null) throw refusal;
    PutEvaluationsResponse.Builder answer =
        PutEvaluationsResponse.builder().failedEvaluations(failing.apply(request.evaluations()));
    if (metadata != null) answer.responseMetadata(metadata);
    return answer.build();
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    reads++;
    if (unreadable != null) throw unreadable;
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(held.size(), from + request.limit());
    return GetComplianceDetailsByConfigRuleResponse.builder()
        .evaluationResults(
            held.subList(from, to).stream()
                .filter(result -> request.complianceTypes().contains(result.complianceType()))
                .toList())
        .nextToken(isCircling ? "100" : to < held.size() ? String.valueOf(to) : null)
        .build();
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    if (recordersUnreadable != null) throw recordersUnreadable;
    return DescribeConfigurationRecordersResponse.builder()
        .configurationRecorders(recorders)
        .build();
  }

  private static EvaluationResult result(String type, Account.Stored stored) {
    return EvaluationResult.builder()
        .complianceType(stored.compliance())
        .annotation(stored.annotation())
        .evaluationResultIdentifier(
            identifier ->
                identifier.evaluationResultQualifier(
                    qualifier -> qualifier.resourceType(type).resourceId(stored.id())))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
