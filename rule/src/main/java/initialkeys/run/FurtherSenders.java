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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.config.ConfigClient;

/**
 * The senders of a run besides the one to AWS Config's own list.
 *
 * @param processChecks whether process checks are answered after a complete scheduled run
 * @param findings where findings are sent; empty when none are
 * @param others are handed each result before the sender to AWS Config is
 */
public record FurtherSenders(
    boolean processChecks, Optional<FindingTarget> findings, List<OutcomeSender> others) {

  /** None. */
  public static final FurtherSenders NONE = new FurtherSenders(false, Optional.empty(), List.of());

  /**
   * Security Hub in the evaluated account.
   *
   * @param ruleName the rule's name as deployed
   * @param severity the severity of every finding
   */
  public record FindingTarget(
      Supplier<SignedHttpClient> client, String partition, String ruleName, String severity) {}

  public FurtherSenders {
    others = List.copyOf(others);
  }

  /** Those to the services that the deployment has set. */
  public static FurtherSenders of(
      Services services, AccountClients account, String partition, String ruleName) {
    return new FurtherSenders(
        services.processChecks(),
        services
            .findingSeverity()
            .map(
                severity ->
                    new FindingTarget(account.securityHub(), partition, ruleName, severity)),
        List.of());
  }

  /**
   * The senders of one run. In test mode AWS Config stores nothing (F14), and no other service is
   * sent anything.
   *
   * @param started the time of the run, before its facts were read
   * @param wasNonCompliant whether AWS Config held NON_COMPLIANT for a user before the run
   */
  Senders inOrder(
      RuleEvent event,
      ConfigClient config,
      RunContext context,
      ConfigSender toConfig,
      Instant started,
      Function<Resource, TriState> wasNonCompliant) {
    List<OutcomeSender> before = new ArrayList<>(others);
    List<OutcomeSender> after = new ArrayList<>();
    if (!event.resultToken().isTestMode()) {
      BooleanSupplier isLate = context.deadline().forSending()::isNear;
      findings.ifPresent(
          target -> {
            SignedHttpClient client = target.client().get();
            FindingImports imports = new FindingImports(client, event.accountId(), isLate);
            FindingFormat format = format(target, client.region(), event, started);
            before.add(
                new FindingArchiver(
                    imports, format, user -> isPossible(wasNonCompliant.apply(user))));
            after.add(
                new FindingSender(
                    imports,
                    format,
                    user ->
                        toConfig.hasAccepted(user) || wasNonCompliant.apply(user) == TriState.YES));
          });
      after.addAll(processCheckSender(event, config, isLate));
    }
    return new Senders(before, toConfig, after);
  }

  /** If it is not known, a finding that does not exist is archived rather than one left behind. */
  private static boolean isPossible(TriState wasNonCompliant) {
    return switch (wasNonCompliant) {
      case YES, UNKNOWN -> true;
      case NO -> false;
    };
  }

  private static FindingFormat format(
      FindingTarget target, String region, RuleEvent event, Instant now) {
    return new FindingFormat(
        new FindingFormat.Source(target.partition(), region, event.accountId(), target.ruleName()),
        event.parameters().decision(),
        target.severity(),
        now);
  }

  private List<OutcomeSender> processCheckSender(
      RuleEvent event, ConfigClient config, BooleanSupplier isLate) {
    if (!processChecks || !(event.trigger() instanceof Trigger.Schedule schedule)) {
      return List.of();
    }
    return List.of(
        new ProcessCheckSender(
            config,
            new ProcessCheckSender.Question(
                event.accountId(),
                event.ruleName(),
                event.parameters().decision(),
                schedule.ordering()),
            isLate));
  }
}
