package initialkeys.cli;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.TestCallers;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.config.RuleEvent;
import initialkeys.run.Deadline;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import initialkeys.simulation.service.SimulatedConfig;
import initialkeys.simulation.service.SimulatedConfig.Reevaluation;
import initialkeys.simulation.service.SimulatedTime;
import initialkeys.simulation.service.WritableIam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * An account in memory in which the rule is deployed: AWS Config invokes the rule's own code. Time
 * passes only while the command waits.
 */
public final class ProvableAccount {

  public static final String ACCOUNT_ID = "123456789012";
  public static final String PATH = "/initial-keys-proof/";

  public final SimulatedTime time = new SimulatedTime(Instant.parse("2026-01-15T12:00:00Z"));
  public final WritableIam iam;
  public final SimulatedConfig config;

  private UnaryOperator<Evaluation> results = UnaryOperator.identity();
  private UnaryOperator<IamClient> iamOfCaller = UnaryOperator.identity();
  private UnaryOperator<ConfigClient> configOfCaller = UnaryOperator.identity();
  private boolean isRuleSilent;
  private Optional<String> answer = Optional.empty();
  private final List<String> questions = new ArrayList<>();

  public ProvableAccount(Map<String, String> parameters, Reevaluation reevaluation) {
    List<Account.User> others = List.of(UserBuilder.withUnusedKey("bo"));
    iam = new WritableIam(new FakeIam(others), time, new Random(1));
    config = new SimulatedConfig(ACCOUNT_ID, time, reevaluation, this::evaluate).recording(iam);
    config.putConfigRule(
        request ->
            request.configRule(
                rule ->
                    rule.configRuleName(Events.RULE_NAME)
                        .configRuleState("ACTIVE")
                        .inputParameters(Events.json(parameters))
                        .source(
                            it ->
                                it.owner("CUSTOM_LAMBDA")
                                    .sourceIdentifier(
                                        "arn:aws:lambda:eu-west-1:123456789012:function:rule"))));
  }

  public static ProvableAccount withDefaults() {
    return new ProvableAccount(Map.of(), Reevaluation.SCHEDULE);
  }

  private void evaluate(String event) {
    if (isRuleSilent) return;
    RunContext context = new RunContext(new Deadline(() -> Integer.MAX_VALUE), time, length -> {});
    new RuleRun(
            RuleEvent.read(Events.stream(event)), iam, new ChangedResults(config, results), context)
        .execute();
  }

  /** The rule sends something other than its verdicts. */
  public ProvableAccount withResults(UnaryOperator<Evaluation> instead) {
    results = instead;
    return this;
  }

  /** The rule is invoked and does nothing. */
  public ProvableAccount withSilentRule() {
    isRuleSilent = true;
    return this;
  }

  /** The command calls through these clients. */
  public ProvableAccount calledThrough(
      UnaryOperator<IamClient> ofIam, UnaryOperator<ConfigClient> ofConfig) {
    iamOfCaller = ofIam;
    configOfCaller = ofConfig;
    return this;
  }

  /** A person answers. */
  public ProvableAccount answering(String text) {
    answer = Optional.of(text);
    return this;
  }

  public Caller caller() {
    return TestCallers.of(
        ACCOUNT_ID, iamOfCaller.apply(iam), configOfCaller.apply(config), iam::use);
  }

  /** Time that passes only while somebody waits, and the person who answers. */
  public ProofContext context() {
    return new ProofContext(
        time,
        time::pass,
        question -> {
          questions.add(question);
          return answer;
        });
  }

  /** What a person was asked so far. */
  List<String> questions() {
    return questions;
  }

  Printed run(String... arguments) {
    return Printed.by(this::caller, context(), arguments);
  }

  /** The users of proofs that exist now. */
  public List<String> proofUsers() {
    return iam.reads().all().stream()
        .filter(user -> user.path().equals(PATH))
        .map(Account.User::name)
        .toList();
  }
}
