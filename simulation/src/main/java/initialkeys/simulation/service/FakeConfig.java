package initialkeys.simulation.service;

import static java.util.Comparator.comparing;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Events;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
import software.amazon.awssdk.services.config.model.ExternalEvaluation;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByResourceRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByResourceResponse;
import software.amazon.awssdk.services.config.model.InvalidParameterValueException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.Owner;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.config.model.PutExternalEvaluationRequest;
import software.amazon.awssdk.services.config.model.PutExternalEvaluationResponse;
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

  /** How many rules DescribeConfigRules returns at once. */
  private static final int RULES_IN_A_PAGE = 25;

  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:rule";

  private final List<PutEvaluationsRequest> requests = new ArrayList<>();
  private final List<EvaluationResult> stored = new ArrayList<>();
  private UnaryOperator<List<Evaluation>> failedEvaluations = batch -> List.of();
  private RuntimeException putException;
  private RuntimeException readException;
  private Duration latency = Duration.ZERO;
  private boolean repeatsNextToken;
  private Instant heldFrom = Instant.MIN;
  private int reads;
  private List<ConfigurationRecorder> recorders = List.of(RECORDS_EVERYTHING);
  private RuntimeException recordersUnreadable;
  private int recorderReads;
  private Function<Evaluation, Account.Stored> remembered;
  private final List<ConfigRule> rules = new ArrayList<>();
  private final Map<String, ExternalEvaluation> externalEvaluations = new HashMap<>();
  private int processCheckCalls;

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

  /** Returns the token of the second page with every page of results or rules. */
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
        ConfigRule.builder()
            .configRuleName(name)
            .inputParameters(inputParameters)
            .source(it -> it.owner(Owner.CUSTOM_LAMBDA).sourceIdentifier(FUNCTION))
            .build());
  }

  /** Has this rule, which may be malformed. */
  public FakeConfig withRule(ConfigRule rule) {
    rules.removeIf(held -> Objects.equals(held.configRuleName(), rule.configRuleName()));
    rules.add(rule);
    return this;
  }

  /** Has these rules, which are returned in pages of 25. */
  public FakeConfig withRules(ConfigRule... instead) {
    rules.clear();
    rules.addAll(List.of(instead));
    return this;
  }

  /** The rules that it has. */
  List<ConfigRule> rules() {
    return List.copyOf(rules);
  }

  /** A process check in a conformance pack, with its deployed name. */
  public static ConfigRule processCheck(String name) {
    return ConfigRule.builder()
        .configRuleName(name)
        .source(source -> source.owner("AWS").sourceIdentifier("AWS_CONFIG_PROCESS_CHECK"))
        .build();
  }

  /** The result that each process check has received last, by the name of the rule. */
  public Map<String, ExternalEvaluation> externalEvaluations() {
    return Map.copyOf(externalEvaluations);
  }

  /** The number of calls about process checks so far. */
  public int processCheckCalls() {
    return processCheckCalls;
  }

  /** Stores the evaluations that it accepts: the next run reads them as stored results. */
  public FakeConfig remembering() {
    remembered = evaluation -> stored(evaluation, null);
    return this;
  }

  /** Stores evaluations as results that were recorded at the clock's time. */
  public FakeConfig remembering(InstantSource clock) {
    remembered = evaluation -> stored(evaluation, clock.instant());
    return this;
  }

  private static Account.Stored stored(Evaluation evaluation, Instant recorded) {
    return new Account.Stored(
        evaluation.complianceResourceId(),
        evaluation.complianceTypeAsString(),
        evaluation.annotation(),
        recorded);
  }

  /** The results that it holds. */
  public List<EvaluationResult> storedResults() {
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
    if (remembered != null) {
      request.evaluations().stream().filter(it -> !failed.contains(it)).forEach(this::remember);
    }
    return PutEvaluationsResponse.builder().failedEvaluations(failed).build();
  }

  private void remember(Evaluation evaluation) {
    if (evaluation.orderingTimestamp().isBefore(heldFrom)) return;
    EvaluationResult result =
        result(evaluation.complianceResourceType(), remembered.apply(evaluation));
    replaceStored(
        result.copy(
            it ->
                it.evaluationResultIdentifier(
                    result
                        .evaluationResultIdentifier()
                        .copy(id -> id.orderingTimestamp(evaluation.orderingTimestamp())))));
  }

  /** Stores this result in place of the one that it stores of the resource. */
  public void replaceStored(String resourceType, Account.Stored result) {
    replaceStored(result(resourceType, result));
  }

  /** Drops evaluations that are older than a stored result with this ordering timestamp. */
  public FakeConfig holdingFrom(Instant ordering) {
    heldFrom = ordering;
    List<EvaluationResult> ordered =
        stored.stream()
            .map(
                held ->
                    held.copy(
                        it ->
                            it.evaluationResultIdentifier(
                                held.evaluationResultIdentifier()
                                    .copy(id -> id.orderingTimestamp(ordering)))))
            .toList();
    stored.clear();
    stored.addAll(ordered);
    return this;
  }

  private void replaceStored(EvaluationResult now) {
    stored.removeIf(held -> qualifierOf(held).equals(qualifierOf(now)));
    stored.add(now);
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
    List<EvaluationResult> results =
        stored.stream()
            .filter(result -> request.complianceTypes().contains(result.complianceType()))
            .toList();
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(results.size(), from + request.limit());
    return GetComplianceDetailsByConfigRuleResponse.builder()
        .evaluationResults(results.subList(from, to))
        .nextToken(repeatsNextToken ? "100" : to < results.size() ? String.valueOf(to) : null)
        .build();
  }

  /** Returns the results of its one rule in pages of one result, after those of other rules. */
  @Override
  public GetComplianceDetailsByResourceResponse getComplianceDetailsByResource(
      GetComplianceDetailsByResourceRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    reads++;
    if (readException != null) throw readException;
    List<EvaluationResult> results =
        Stream.concat(
                Stream.of(
                    ofRule("another-rule", result(request.resourceType(), ofAnotherRule(request)))),
                stored.stream()
                    .filter(held -> qualifierOf(held).resourceType().equals(request.resourceType()))
                    .filter(held -> qualifierOf(held).resourceId().equals(request.resourceId()))
                    .map(held -> ofRule(Events.RULE_NAME, held)))
            .filter(held -> request.complianceTypes().contains(held.complianceType()))
            .toList();
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    return GetComplianceDetailsByResourceResponse.builder()
        .evaluationResults(results.subList(page, Math.min(results.size(), page + 1)))
        .nextToken(
            repeatsNextToken ? "0" : page + 1 < results.size() ? String.valueOf(page + 1) : null)
        .build();
  }

  private static Account.Stored ofAnotherRule(GetComplianceDetailsByResourceRequest request) {
    return new Account.Stored(request.resourceId(), "NON_COMPLIANT", "another rule's");
  }

  private static EvaluationResult ofRule(String ruleName, EvaluationResult held) {
    return held.toBuilder()
        .evaluationResultIdentifier(
            held.evaluationResultIdentifier()
                .copy(
                    identifier ->
                        identifier.evaluationResultQualifier(
                            qualifierOf(held).toBuilder().configRuleName(ruleName).build())))
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
    processCheckCalls++;
    if (!request.configRuleNames().isEmpty()) return rulesNamed(request.configRuleNames());
    int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    int to = Math.min(rules.size(), from + RULES_IN_A_PAGE);
    return DescribeConfigRulesResponse.builder()
        .configRules(rules.subList(from, to))
        .nextToken(to == rules.size() ? null : repeatsNextToken ? "25" : String.valueOf(to))
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

  /** Rejects any other rule than a process check, and any resource but an account (F41). */
  @Override
  public PutExternalEvaluationResponse putExternalEvaluation(PutExternalEvaluationRequest request) {
    LockSupport.parkNanos(latency.toNanos());
    processCheckCalls++;
    ConfigRule rule =
        rules.stream()
            .filter(known -> known.configRuleName().equals(request.configRuleName()))
            .findFirst()
            .orElseThrow(() -> NoSuchConfigRuleException.builder().message("no rule").build());
    ExternalEvaluation evaluation = request.externalEvaluation();
    if (!rule.equals(processCheck(rule.configRuleName()))
        || !evaluation.complianceResourceType().equals("AWS::::Account")
        || !evaluation.complianceResourceId().matches("[0-9]{12}")
        || evaluation.annotation().isEmpty()
        || evaluation.annotation().length() > 256) {
      throw InvalidParameterValueException.builder().message("not for a process check").build();
    }
    externalEvaluations.put(request.configRuleName(), evaluation);
    return PutExternalEvaluationResponse.builder().build();
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
