package initialkeys.run;

import initialkeys.aws.AccountClients;
import initialkeys.aws.SignedHttpClient;
import initialkeys.config.ConfigSender;
import initialkeys.config.RuleEvent;
import initialkeys.config.Trigger;
import initialkeys.decision.TriState;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import initialkeys.processcheck.ProcessCheckSender;
import initialkeys.securityhub.FindingArchiver;
import initialkeys.securityhub.FindingFormat;
import initialkeys.securityhub.FindingImports;
import initialkeys.securityhub.FindingSender;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.config.ConfigClient;

/** The senders of a run other than the one that sends evaluations to AWS Config. */
public final class FurtherSenders {

  /** None. */
  public static final FurtherSenders NONE = new FurtherSenders(false, Optional.empty(), List.of());

  private final boolean processChecks;
  private final Optional<FindingTarget> findings;
  private final List<OutcomeSender> others;

  /**
   * @param processChecks whether process checks are answered after a complete scheduled run
   * @param findings where findings are sent; empty when none are
   * @param others are handed each result before the sender to AWS Config is
   */
  public FurtherSenders(
      boolean processChecks, Optional<FindingTarget> findings, List<OutcomeSender> others) {
    this.processChecks = processChecks;
    this.findings = findings;
    this.others = List.copyOf(others);
  }

  /**
   * Security Hub in the evaluated account.
   *
   * @param ruleName the rule's name as deployed
   * @param severity the severity of every finding
   */
  public record FindingTarget(
      Supplier<SignedHttpClient> client, String partition, String ruleName, String severity) {}

  /** The senders to the destinations that the deployment has set. */
  public static FurtherSenders of(
      ResultDestinations destinations, AccountClients account, String partition, String ruleName) {
    return new FurtherSenders(
        destinations.processChecks(),
        destinations
            .findingSeverity()
            .map(
                severity ->
                    new FindingTarget(account.securityHub(), partition, ruleName, severity)),
        List.of());
  }

  /** Whether findings are sent for the event. */
  boolean hasFindings(RuleEvent event) {
    return findings.isPresent() && !event.resultToken().isTestMode();
  }

  /**
   * The senders of one run. In test mode AWS Config stores nothing (F14), and no other service is
   * sent anything.
   *
   * @param started a time before the facts of a user were read
   * @param history what is known of the findings of users
   */
  Senders inOrder(
      RuleEvent event,
      ConfigClient config,
      RunContext context,
      ConfigSender toConfig,
      Function<Resource, Instant> started,
      FindingHistory history) {
    if (event.resultToken().isTestMode()) return new Senders(others, toConfig, List.of());
    BooleanSupplier isLate = context.deadline().forSending()::isNear;
    List<OutcomeSender> processChecks = processCheckSender(event, config, isLate);
    if (findings.isEmpty()) return new Senders(others, toConfig, processChecks);
    SignedHttpClient client = findings.get().client().get();
    FindingImports imports = new FindingImports(client, event.accountId(), isLate);
    FindingFormat format = format(findings.get(), client.region(), event, started);
    ConfigSender keeping = toConfig.keeping(imports::isUnarchived);
    return new Senders(
        with(
            others,
            List.of(
                new FindingArchiver(
                    imports,
                    format,
                    context.clock(),
                    user -> isPossible(history.mayHaveFinding(user))))),
        keeping,
        with(
            List.of(new FindingSender(imports, format, user -> isHeld(user, keeping, history))),
            processChecks));
  }

  private static List<OutcomeSender> with(List<OutcomeSender> senders, List<OutcomeSender> more) {
    return Stream.concat(senders.stream(), more.stream()).toList();
  }

  private static boolean isHeld(Resource user, ConfigSender sent, FindingHistory history) {
    boolean isStored = sent.hasAccepted(user) && !history.isOutdated(user);
    return isStored || history.mayHaveFinding(user) == TriState.YES;
  }

  /** If it is not known, a finding that does not exist is archived rather than one left behind. */
  private static boolean isPossible(TriState mayHaveFinding) {
    return switch (mayHaveFinding) {
      case YES, UNKNOWN -> true;
      case NO -> false;
    };
  }

  private static FindingFormat format(
      FindingTarget target, String region, RuleEvent event, Function<Resource, Instant> started) {
    return new FindingFormat(
        new FindingFormat.Source(target.partition(), region, event.accountId(), target.ruleName()),
        event.parameters().decision(),
        target.severity(),
        started);
  }

  private List<OutcomeSender> processCheckSender(
      RuleEvent event, ConfigClient config, BooleanSupplier isLate) {
    if (!processChecks || !(event.trigger() instanceof Trigger.Schedule schedule)) {
      return List.of();
    }
    return List.of(
        new ProcessCheckSender(
            config,
            new ProcessCheckSender.CheckedRule(
                event.accountId(),
                event.ruleName(),
                event.parameters().decision(),
                schedule.ordering()),
            isLate));
  }
}
