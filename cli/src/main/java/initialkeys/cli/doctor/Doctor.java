package initialkeys.cli.doctor;

import initialkeys.cli.aws.AwsFailure;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.terminal.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;

/** Inspects a deployment of the rule. */
public final class Doctor {

  private final Caller caller;
  private final String ruleName;
  private final Instant now;

  /**
   * @param now results and runs are compared with it
   */
  public Doctor(Caller caller, String ruleName, Instant now) {
    this.caller = caller;
    this.ruleName = ruleName;
    this.now = now;
  }

  /** What was found, in the order in which an operator looks. */
  public Diagnosis examine(Progress progress) {
    String accountId = caller.accountId();
    RecorderChecks recorders = new RecorderChecks(caller);
    ServiceChecks services = new ServiceChecks(caller, ruleName);
    List<Check> checks = new ArrayList<>();
    progress.state("Reading the configuration recorders");
    checks.add(check("Recorder", recorders::recorder));
    progress.state("Reading the recorders of other Regions");
    checks.add(check("Other Regions", recorders::otherRegions));
    progress.state("Reading the rule and its function");
    checks.addAll(rule(accountId));
    progress.state("Reading what takes the results");
    checks.add(check("Conformance packs", services::conformancePacks));
    checks.add(check("Security Hub", services::securityHub));
    checks.add(check("Organization", services::members));
    return new Diagnosis(accountId, caller.region().id(), ruleName, checks);
  }

  private List<Check> rule(String accountId) {
    try {
      Optional<ConfigRule> rule =
          caller
              .config()
              .describeConfigRules(it -> it.configRuleNames(ruleName))
              .configRules()
              .stream()
              .findFirst();
      return rule.map(it -> rule(it, accountId)).orElseGet(this::missing);
    } catch (NoSuchConfigRuleException none) {
      return missing();
    } catch (SdkException failed) {
      return List.of(Check.notChecked("Rule", new AwsFailure(failed).message()));
    }
  }

  private List<Check> missing() {
    return List.of(
        Check.error(
            "Rule",
            "%s is not in %s".formatted(ruleName, caller.region()),
            "Deploy it (docs/deployment.md), or give its name with --rule and its Region with"
                + " --region."));
  }

  private List<Check> rule(ConfigRule rule, String accountId) {
    RuleChecks checks = new RuleChecks(caller.config(), rule, now);
    FunctionChecks function =
        new FunctionChecks(
            caller.deployment().get(), rule.source().sourceIdentifier(), ruleName, accountId);
    return List.of(
        check("Rule", checks::state),
        check("Parameters", checks::parameters),
        check("Last run", checks::lastRun),
        check("Results", checks::results),
        check("Function", function::function),
        check("Permission", function::permission),
        check("Failure queue", function::failureQueue),
        check("Alarms", function::alarms));
  }

  /** A question that cannot be answered is not OK, and costs no other answer. */
  private static Check check(String name, Supplier<Check> question) {
    try {
      return question.get();
    } catch (RuntimeException failed) {
      return Check.notChecked(name, new AwsFailure(failed).message());
    }
  }
}
