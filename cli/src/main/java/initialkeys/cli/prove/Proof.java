package initialkeys.cli.prove;

import initialkeys.cli.aws.AwsFailure;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.prove.user.ProofCase;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.cli.terminal.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;

/**
 * One proof: creates the users, waits for what AWS Config shows of them, and compares. The command
 * that runs it removes the users.
 */
public final class Proof {

  /** The maximum number of requests to AWS Config to evaluate. */
  public static final int MAX_REQUESTS = Reevaluation.MAX_REQUESTS;

  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);

  /** How long a look that fails after the timeout is retried. */
  private static final Duration LAST_LOOKS = Duration.ofMinutes(1);

  private final Caller caller;
  private final String ruleName;
  private final ProofPlan plan;
  private final ProofContext context;
  private final Duration timeout;
  private final boolean hasRemediationTrial;

  /**
   * @param timeout how long to wait for results
   * @param hasRemediationTrial whether the deployed remediation is started
   */
  public Proof(
      Caller caller,
      String ruleName,
      ProofPlan plan,
      ProofContext context,
      Duration timeout,
      boolean hasRemediationTrial) {
    this.caller = caller;
    this.ruleName = ruleName;
    this.plan = plan;
    this.context = context;
    this.timeout = timeout;
    this.hasRemediationTrial = hasRemediationTrial;
  }

  /** Runs it. */
  public ProofResult run(ProofUsers creator, Progress progress) {
    ProofAccount account = new ProofAccount(caller, ruleName, plan.parameters(), creator, context);
    List<ProofUser> users = new ArrayList<>();
    for (ProofCase proofCase : plan.provable()) {
      progress.count(users.size(), plan.provable().size(), "users created");
      users.add(new ProofUser(proofCase, account));
    }
    CredentialReportFacts report = new CredentialReportFacts(caller.iam(), users);
    Reevaluation reevaluation = new Reevaluation(account);
    Map<String, ConfigResult> results =
        waitForResults(account, users, report, reevaluation, progress);
    Optional<Instant> lastRun = lastRun();
    Predicate<Instant> hasRunSince = settled -> reevaluation.hasRunSince(settled, lastRun);
    List<ProofRow> rows = new ArrayList<>();
    for (ProofCase proofCase : ProofCase.values()) {
      rows.add(
          users.stream()
              .filter(user -> user.proofCase() == proofCase)
              .findFirst()
              .map(user -> user.row(found(results, user), hasRunSince))
              .orElseGet(() -> notProvable(proofCase)));
    }
    report.request(context);
    List<ObservedFact> facts = new ArrayList<>(report.facts());
    facts.add(lag(users));
    facts.add(reevaluation.fact());
    if (hasRemediationTrial) {
      progress.state("Waiting for the remediation");
      facts.add(remediation(account, users));
    }
    return new ProofResult(rows, facts);
  }

  private Map<String, ConfigResult> waitForResults(
      ProofAccount account,
      List<ProofUser> users,
      CredentialReportFacts report,
      Reevaluation reevaluation,
      Progress progress) {
    Instant end = account.now().plus(timeout);
    while (true) {
      report.look();
      try {
        Map<String, ConfigResult> results = look(users, reevaluation);
        List<ProofUser> open = users.stream().filter(user -> !user.isDone()).toList();
        if (open.isEmpty() || !account.now().isBefore(end)) return results;
        reevaluation.askWhenDue(open);
        progress.state(
            "Waiting for AWS Config: %s of %s results are as expected, %s min left"
                .formatted(
                    users.size() - open.size(),
                    users.size(),
                    Duration.between(account.now(), end).toMinutes()));
      } catch (SdkException failed) {
        if (!isTransient(failed) || !account.now().isBefore(end.plus(LAST_LOOKS))) throw failed;
        progress.state("Trying again: " + new AwsFailure(failed).message());
      }
      context.pause(BETWEEN_LOOKS);
    }
  }

  private Map<String, ConfigResult> look(List<ProofUser> users, Reevaluation reevaluation) {
    Map<String, ConfigResult> results = ConfigResult.read(caller.config(), ruleName);
    users.forEach(user -> user.advance(found(results, user)));
    Map<String, ConfigResult> ofUsers = new HashMap<>(results);
    ofUsers
        .keySet()
        .retainAll(users.stream().map(user -> user.identity().id()).collect(Collectors.toSet()));
    reevaluation.observe(ofUsers);
    return results;
  }

  /**
   * Whether the same call may succeed later: no response, a fault of the service, or throttling.
   */
  private static boolean isTransient(SdkException failed) {
    return switch (failed) {
      case SdkServiceException rejected ->
          rejected.statusCode() >= 500 || rejected.isThrottlingException();
      default -> true;
    };
  }

  private static Optional<ConfigResult> found(Map<String, ConfigResult> results, ProofUser user) {
    return Optional.ofNullable(results.get(user.identity().id()));
  }

  private ProofRow notProvable(ProofCase proofCase) {
    return new ProofRow(proofCase.line(), Status.NOT_PROVABLE, plan.notProvable().get(proofCase));
  }

  private Optional<Instant> lastRun() {
    try {
      return readLastRun();
    } catch (SdkException failed) {
      if (isTransient(failed)) return Optional.empty();
      throw failed;
    }
  }

  private Optional<Instant> readLastRun() {
    return caller
        .config()
        .describeConfigRuleEvaluationStatus(it -> it.configRuleNames(ruleName))
        .configRulesEvaluationStatus()
        .stream()
        .map(ConfigRuleEvaluationStatus::lastSuccessfulInvocationTime)
        .flatMap(Stream::ofNullable)
        .findFirst();
  }

  private static ObservedFact lag(List<ProofUser> users) {
    return users.stream()
        .flatMap(user -> user.lag().stream())
        .findFirst()
        .map(
            lag ->
                ObservedFact.of(
                    "F19",
                    "IAM showed the use of a key within %s s of the call."
                        .formatted(lag.toSeconds())))
        .orElse(ObservedFact.none("F19", "IAM showed no use of a key."));
  }

  private static ObservedFact remediation(ProofAccount account, List<ProofUser> users) {
    return users.stream()
        .filter(user -> user.proofCase() == ProofCase.UNUSED_KEY && user.isDone())
        .findFirst()
        .map(new RemediationTrial(account)::observe)
        .orElse(ObservedFact.none("F56", "no user of the proof was NON_COMPLIANT."));
  }
}
