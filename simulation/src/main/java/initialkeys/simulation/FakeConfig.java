package initialkeys.simulation;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.config.model.RecordingStrategyType;

/**
 * AWS Config in memory: it returns stored results in pages and records the evaluations it is sent.
 */
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

  private static final int RULES_PER_PAGE = 25;

  private final List<PutEvaluationsRequest> requests = new ArrayList<>();
  private final List<EvaluationResult> stored = new ArrayList<>();
  private UnaryOperator<List<Evaluation>> failedEvaluations = batch -> List.of();
  private RuntimeException putException;
  private RuntimeException readException;
  private Duration latency = Duration.ZERO;
  private boolean repeatsNextToken;
  private int reads;
  private List<ConfigurationRecorder> recorders = List.of(RECORDS_EVERYTHING);
  private RuntimeException recordersUnreadable;
  private int recorderReads;
  private InstantSource clock;
  private final List<ConfigRule> rules = new ArrayList<>();

  public FakeConfig(List<Account.Stored> results) {
    results.forEach(result -> storing("AWS::IAM::User", result));
  }

  public FakeConfig(Account account) {
    this(account.stored());
  }

  /** Delays every call. */
  public FakeConfig withLatency(Duration perCall) {
    latency = perCall;
    return this;
  }

  /** Selects the evaluations of each request that are returned as FailedEvaluations. */
  public FakeConfig failingEvaluations(UnaryOperator<List<Evaluation>> selection) {
    failedEvaluations = selection;
    return this;
  }

  /** Fails every PutEvaluations call. */
  public FakeConfig failingPuts(RuntimeException exception) {
    putException = exception;
    return this;
  }

  /** Fails every read of stored results. */
  public FakeConfig failingReads(RuntimeException exception) {
    readException = exception;
    return this;
  }

  /** Adds a stored result of any resource type. */
  public FakeConfig storing(String resourceType, Account.Stored result) {
    stored.add(result(resourceType, result));
    return this;
  }

  /** Returns the token of the second page with every page of stored results. */
  public FakeConfig repeatingNextToken() {
    repeatsNextToken = true;
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

  /**
   * Has a rule of this name.
   *
   * @param inputParameters the JSON of its parameters; null for none
   */
  public FakeConfig withRule(String name, String inputParameters) {
    return withRule(
        ConfigRule.builder().configRuleName(name).inputParameters(inputParameters).build());
  }

  /** Has this rule, which may be malformed. */
  public FakeConfig withRule(ConfigRule rule) {
    rules.removeIf(held -> Objects.equals(held.configRuleName(), rule.configRuleName()));
    rules.add(rule);
    return this;
  }

  /** Stores the evaluations that it is sent, as AWS Config does, with the time of this clock. */
  public FakeConfig keepingResults(InstantSource time) {
    clock = time;
    return this;
  }

  /** The results that it stores now: those it began with, and those it was sent and keeps. */
  public List<EvaluationResult> stored() {
    return List.copyOf(stored);
  }

  /** Every PutEvaluations request so far. */
  public List<PutEvaluationsRequest> requests() {
    return List.copyOf(requests);
  }

  /** Every evaluation sent so far, in order. */
  public List<Evaluation> evaluations() {
    return requests.stream().flatMap(request -> request.evaluations().stream()).toList();
  }

  /** The current evaluation of a resource: the newest by its ordering timestamp (F13). */
  public Evaluation currentEvaluation(String resourceId) {
    return evaluations().stream()
        .filter(evaluation -> evaluation.complianceResourceId().equals(resourceId))
        .max(comparing(Evaluation::orderingTimestamp))
        .orElseThrow();
  }

  /** How often the configuration recorders were read. */
  public int recorderReads() {
    return recorderReads;
  }

  /** The number of pages of stored results read so far. */
  public int reads() {
    return reads;
  }

  @Override
  public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    requests.add(request);
    if (putException != null) throw putException;
    List<Evaluation> failed = failedEvaluations.apply(request.evaluations());
    if (clock != null) {
      request.evaluations().stream().filter(it -> !failed.contains(it)).forEach(this::keep);
    }
    return PutEvaluationsResponse.builder().failedEvaluations(failed).build();
  }

  private void keep(Evaluation evaluation) {
    replaceStored(
        new Account.Stored(
            evaluation.complianceResourceId(),
            evaluation.complianceTypeAsString(),
            evaluation.annotation(),
            clock.instant()));
  }

  /** Stores this result of a user in place of the one that it stores. */
  public void replaceStored(Account.Stored result) {
    stored.removeIf(held -> qualifierOf(held).resourceId().equals(result.id()));
    storing("AWS::IAM::User", result);
  }

  private static EvaluationResultQualifier qualifierOf(EvaluationResult held) {
    return held.evaluationResultIdentifier().evaluationResultQualifier();
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    reads++;
    if (readException != null) throw readException;
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(stored.size(), from + request.limit());
    return GetComplianceDetailsByConfigRuleResponse.builder()
        .evaluationResults(
            stored.subList(from, to).stream()
                .filter(result -> request.complianceTypes().contains(result.complianceType()))
                .toList())
        .nextToken(repeatsNextToken ? "100" : to < stored.size() ? String.valueOf(to) : null)
        .build();
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    recorderReads++;
    if (recordersUnreadable != null) throw recordersUnreadable;
    return DescribeConfigurationRecordersResponse.builder()
        .configurationRecorders(recorders)
        .build();
  }

  /** In pages of 25, as AWS Config returns them. */
  @Override
  public DescribeConfigRulesResponse describeConfigRules(DescribeConfigRulesRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    if (!request.configRuleNames().isEmpty()) return rulesNamed(request.configRuleNames());
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(rules.size(), from + RULES_PER_PAGE);
    return DescribeConfigRulesResponse.builder()
        .configRules(rules.subList(from, to))
        .nextToken(to < rules.size() ? String.valueOf(to) : null)
        .build();
  }

  private DescribeConfigRulesResponse rulesNamed(List<String> names) {
    List<ConfigRule> named =
        rules.stream().filter(rule -> names.contains(rule.configRuleName())).toList();
    if (named.isEmpty()) {
      throw NoSuchConfigRuleException.builder()
          .statusCode(400)
          .message("The ConfigRule '%s' provided in the request is invalid.".formatted(names))
          .build();
    }
    return DescribeConfigRulesResponse.builder().configRules(named).build();
  }

  private static EvaluationResult result(String resourceType, Account.Stored result) {
    return EvaluationResult.builder()
        .complianceType(result.compliance())
        .annotation(result.annotation())
        .resultRecordedTime(result.recorded())
        .evaluationResultIdentifier(
            identifier ->
                identifier.evaluationResultQualifier(
                    qualifier -> qualifier.resourceType(resourceType).resourceId(result.id())))
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
