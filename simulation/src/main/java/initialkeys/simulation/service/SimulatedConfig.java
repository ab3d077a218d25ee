package initialkeys.simulation.service;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Events.Item;
import initialkeys.simulation.account.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.config.model.DescribeConfigRuleEvaluationStatusRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRuleEvaluationStatusResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.DescribeRemediationConfigurationsRequest;
import software.amazon.awssdk.services.config.model.DescribeRemediationConfigurationsResponse;
import software.amazon.awssdk.services.config.model.DescribeRemediationExecutionStatusRequest;
import software.amazon.awssdk.services.config.model.DescribeRemediationExecutionStatusResponse;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.InvalidResultTokenException;
import software.amazon.awssdk.services.config.model.LimitExceededException;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.PutConfigRuleRequest;
import software.amazon.awssdk.services.config.model.PutConfigRuleResponse;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.config.model.RemediationConfiguration;
import software.amazon.awssdk.services.config.model.RemediationExecutionState;
import software.amazon.awssdk.services.config.model.RemediationExecutionStatus;
import software.amazon.awssdk.services.config.model.RemediationExecutionStep;
import software.amazon.awssdk.services.config.model.RemediationExecutionStepState;
import software.amazon.awssdk.services.config.model.ResourceKey;
import software.amazon.awssdk.services.config.model.StartConfigRulesEvaluationRequest;
import software.amazon.awssdk.services.config.model.StartConfigRulesEvaluationResponse;
import software.amazon.awssdk.services.config.model.StartRemediationExecutionRequest;
import software.amazon.awssdk.services.config.model.StartRemediationExecutionResponse;

/**
 * AWS Config in memory with a rule: it records users, invokes the rule's function, and keeps the
 * results that the function sends. What it keeps and returns is in {@link FakeConfig}.
 */
public final class SimulatedConfig implements ConfigClient {

  /** What StartConfigRulesEvaluation sends to a rule with both triggers: not established (F58). */
  public enum Reevaluation {
    SCHEDULE,
    CHANGES
  }

  private static final Duration UNTIL_RECORDED = Duration.ofMinutes(2);
  private static final Duration UNTIL_EVALUATED = Duration.ofSeconds(20);
  private static final Duration BETWEEN_EVALUATIONS = Duration.ofMinutes(1);

  /** A user as it was recorded last. */
  private record Recorded(Instant captured, String name) {}

  private final String accountId;
  private final SimulatedTime time;
  private final FakeConfig kept;
  private final Consumer<String> function;
  private final Reevaluation reevaluation;
  private final Map<String, Recorded> recorded = new LinkedHashMap<>();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private Instant lastRequest = Instant.MIN;
  private volatile Instant lastInvocation;
  private Optional<Function<String, List<String>>> remediation = Optional.empty();
  private final Map<String, List<String>> remediated = new ConcurrentHashMap<>();

  /**
   * @param function the rule's function, given an event; it sends its results with {@link
   *     #putEvaluations}
   */
  public SimulatedConfig(
      String accountId, SimulatedTime time, Reevaluation reevaluation, Consumer<String> function) {
    this.accountId = accountId;
    this.time = time;
    this.reevaluation = reevaluation;
    this.function = function;
    this.kept = new FakeConfig(List.of()).remembering(time);
  }

  /** Records the changes of the users of this IAM, some time after each. */
  public SimulatedConfig recording(WritableIam iam) {
    iam.whenChanged(
        user -> time.in(UNTIL_RECORDED, () -> record(user, "OK")),
        user -> time.in(UNTIL_RECORDED, () -> record(user, "ResourceDeleted")));
    return this;
  }

  /**
   * Has a remediation of the rule.
   *
   * @param steps starts it for the user with an id, and returns its steps, which have ended well
   */
  public SimulatedConfig remediating(Function<String, List<String>> steps) {
    remediation = Optional.of(steps);
    return this;
  }

  /** The stored results and the evaluations sent. */
  public FakeConfig kept() {
    return kept;
  }

  private void record(Account.User user, String status) {
    Recorded item = new Recorded(time.instant(), user.name());
    synchronized (recorded) {
      if (status.equals("OK")) recorded.put(user.id(), item);
      else recorded.remove(user.id());
    }
    for (ConfigRule rule : kept.rules()) change(rule, status, user.id(), item);
  }

  private void change(ConfigRule rule, String status, String userId, Recorded item) {
    invoke(
        Events.change(
            accountId,
            time.instant(),
            parametersOf(rule),
            token(),
            new Item(status, item.captured(), userId, item.name())));
  }

  private void schedule(ConfigRule rule) {
    invoke(Events.schedule(accountId, time.instant(), parametersOf(rule), token()));
  }

  private void invoke(String event) {
    lastInvocation = time.instant();
    function.accept(event);
  }

  private String token() {
    String token = "token-" + (tokens.size() + 1);
    tokens.add(token);
    return token;
  }

  private static Map<String, String> parametersOf(ConfigRule rule) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Fixtures.tree(rule.inputParameters())
        .properties()
        .forEach(it -> parameters.put(it.getKey(), it.getValue().textValue()));
    return parameters;
  }

  @Override
  public PutConfigRuleResponse putConfigRule(PutConfigRuleRequest request) {
    kept.withRule(request.configRule());
    return PutConfigRuleResponse.builder().build();
  }

  @Override
  public StartConfigRulesEvaluationResponse startConfigRulesEvaluation(
      StartConfigRulesEvaluationRequest request) {
    Set<String> missing = new TreeSet<>(request.configRuleNames());
    kept.rules().forEach(rule -> missing.remove(rule.configRuleName()));
    if (!missing.isEmpty()) {
      throw NoSuchConfigRuleException.builder().statusCode(400).message("no rule").build();
    }
    if (!lastRequest.equals(Instant.MIN)
        && time.instant().isBefore(lastRequest.plus(BETWEEN_EVALUATIONS))) {
      throw LimitExceededException.builder().statusCode(400).message("Try again later.").build();
    }
    lastRequest = time.instant();
    kept.rules().stream()
        .filter(rule -> request.configRuleNames().contains(rule.configRuleName()))
        .forEach(rule -> time.in(UNTIL_EVALUATED, () -> evaluate(rule)));
    return StartConfigRulesEvaluationResponse.builder().build();
  }

  private void evaluate(ConfigRule rule) {
    switch (reevaluation) {
      case SCHEDULE -> schedule(rule);
      case CHANGES -> changes(rule);
    }
  }

  private void changes(ConfigRule rule) {
    Map<String, Recorded> now;
    synchronized (recorded) {
      now = new LinkedHashMap<>(recorded);
    }
    now.forEach((id, item) -> change(rule, "OK", id, item));
  }

  @Override
  public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
    if (!tokens.contains(request.resultToken())) {
      throw InvalidResultTokenException.builder().statusCode(400).message("no token").build();
    }
    return kept.putEvaluations(request);
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    return kept.getComplianceDetailsByConfigRule(request);
  }

  @Override
  public DescribeConfigRulesResponse describeConfigRules(DescribeConfigRulesRequest request) {
    return kept.describeConfigRules(request);
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    return kept.describeConfigurationRecorders(request);
  }

  @Override
  public DescribeRemediationConfigurationsResponse describeRemediationConfigurations(
      DescribeRemediationConfigurationsRequest request) {
    return DescribeRemediationConfigurationsResponse.builder()
        .remediationConfigurations(
            remediation.stream()
                .map(
                    it ->
                        RemediationConfiguration.builder()
                            .configRuleName(request.configRuleNames().getFirst())
                            .build())
                .toList())
        .build();
  }

  @Override
  public StartRemediationExecutionResponse startRemediationExecution(
      StartRemediationExecutionRequest request) {
    String id = request.resourceKeys().getFirst().resourceId();
    time.in(UNTIL_EVALUATED, () -> remediated.put(id, remediation.orElseThrow().apply(id)));
    return StartRemediationExecutionResponse.builder().build();
  }

  @Override
  public DescribeRemediationExecutionStatusResponse describeRemediationExecutionStatus(
      DescribeRemediationExecutionStatusRequest request) {
    ResourceKey key = request.resourceKeys().getFirst();
    RemediationExecutionStatus.Builder status =
        RemediationExecutionStatus.builder().resourceKey(key);
    List<String> steps = remediated.get(key.resourceId());
    if (steps == null) status.state(RemediationExecutionState.IN_PROGRESS);
    else {
      status
          .state(RemediationExecutionState.SUCCEEDED)
          .stepDetails(
              steps.stream()
                  .map(
                      step ->
                          RemediationExecutionStep.builder()
                              .name(step)
                              .state(RemediationExecutionStepState.SUCCEEDED)
                              .build())
                  .toList());
    }
    return DescribeRemediationExecutionStatusResponse.builder()
        .remediationExecutionStatuses(status.build())
        .build();
  }

  @Override
  public DescribeConfigRuleEvaluationStatusResponse describeConfigRuleEvaluationStatus(
      DescribeConfigRuleEvaluationStatusRequest request) {
    return DescribeConfigRuleEvaluationStatusResponse.builder()
        .configRulesEvaluationStatus(
            ConfigRuleEvaluationStatus.builder()
                .configRuleName(request.configRuleNames().getFirst())
                .lastSuccessfulInvocationTime(lastInvocation)
                .build())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
