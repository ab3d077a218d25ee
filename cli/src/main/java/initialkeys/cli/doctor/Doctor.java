package initialkeys.cli.doctor;

import initialkeys.cli.aws.AwsFailure;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.RuleName;
import initialkeys.cli.terminal.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.config.model.ConfigRule;

/** Inspects a deployment of the rule. */
public final class Doctor {

  private final Caller caller;
  private final RuleName ruleName;
  private final Instant now;

  /**
   * @param ruleName the rule's name, or that of the organization rule that it is deployed for
   * @param now results and runs are compared with it
   */
  public Doctor(Caller caller, String ruleName, Instant now) {
    this.caller = caller;
    this.ruleName = new RuleName(ruleName);
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
    Optional<ConfigRule> rule = rule(checks);
    rule.ifPresent(it -> checks.addAll(checks(it, accountId)));
    progress.state("Reading conformance packs, Security Hub and the Organization");
    checks.add(check("Conformance packs", services::conformancePacks));
    checks.add(check("Security Hub", services::securityHub));
    String deployedName = rule.map(ConfigRule::configRuleName).orElse(ruleName.given());
    checks.add(
        check("Organization", () -> services.members(new RuleName(deployedName), accountId)));
    return new Diagnosis(accountId, caller.region().id(), deployedName, checks);
  }

  /** The rule; without it, the line that says why. */
  private Optional<ConfigRule> rule(List<Check> checks) {
    try {
      List<ConfigRule> rules = ruleName.find(caller.config());
      Optional<Check> fault = fault(rules);
      if (fault.isEmpty()) return Optional.of(rules.getFirst());
      checks.add(fault.get());
    } catch (SdkException failed) {
      checks.add(notChecked("Rule", failed));
    }
    return Optional.empty();
  }

  private Optional<Check> fault(List<ConfigRule> rules) {
    if (rules.isEmpty()) return Optional.of(missing());
    if (rules.size() > 1) return Optional.of(ambiguous(rules));
    return RuleName.otherSource(rules.getFirst())
        .map(
            source ->
                Check.error(
                    "Rule",
                    "%s in %s is another rule: its source is %s"
                        .formatted(ruleName.given(), caller.region(), source),
                    "Give the name of the rule that you have deployed with --rule."));
  }

  private Check missing() {
    return Check.error(
        "Rule",
        "%s is not in %s".formatted(ruleName.given(), caller.region()),
        "Deploy it (docs/deployment.md), or give its name with --rule and its Region with"
            + " --region.");
  }

  private Check ambiguous(List<ConfigRule> rules) {
    return Check.error(
        "Rule",
        "%s is the name of more than one rule in %s: %s"
            .formatted(
                ruleName.given(),
                caller.region(),
                rules.stream().map(ConfigRule::configRuleName).collect(Collectors.joining(", "))),
        "Give the whole name of one with --rule.");
  }

  private List<Check> checks(ConfigRule rule, String accountId) {
    RuleChecks checks = new RuleChecks(caller.config(), rule, now);
    FunctionChecks function = new FunctionChecks(caller, rule, ruleName, accountId);
    return List.of(
        check("Rule", checks::state),
        check("Parameters", checks::parameters),
        check("Last run", checks::lastRun),
        check("Results", checks::results),
        check("Function", () -> function.inAccount("Function", function::function)),
        check("Permission", () -> function.inAccount("Permission", function::permission)),
        check("Failure queue", () -> function.inAccount("Failure queue", function::failureQueue)),
        check("Alarms", () -> function.inAccount("Alarms", function::alarms)));
  }

  /** A check that fails is not OK, and does not prevent the others. */
  private static Check check(String name, Supplier<Check> check) {
    try {
      return check.get();
    } catch (RuntimeException failed) {
      return notChecked(name, failed);
    }
  }

  private static Check notChecked(String name, RuntimeException failed) {
    return Check.notChecked(
        name,
        new AwsFailure(failed).message(),
        "Correct the cause, and run doctor again; its policy is in docs/command-line.md.");
  }
}
