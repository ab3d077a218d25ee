package initialkeys.securityhub;

import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.decision.Verdict.NotApplicable;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Archives the findings of users that are no longer NON_COMPLIANT, before AWS Config is sent the
 * same outcomes: its stored result is how a later run finds a finding that was not archived. An
 * archive has the time at which it is sent, so that it replaces what another run has sent
 * meanwhile; a finding that is archived too early is sent again by the next run.
 */
public final class FindingArchiver implements OutcomeSender {

  private final FindingImports imports;
  private final FindingFormat format;
  private final InstantSource clock;
  private final Predicate<Resource> mayHaveFinding;

  /**
   * @param mayHaveFinding whether a user has a finding, by the result that AWS Config holds, or
   *     whether that is not known
   */
  public FindingArchiver(
      FindingImports imports,
      FindingFormat format,
      InstantSource clock,
      Predicate<Resource> mayHaveFinding) {
    this.imports = imports;
    this.format = format;
    this.clock = clock;
    this.mayHaveFinding = mayHaveFinding;
  }

  /** Sends everything before it returns. */
  @Override
  public void send(List<Evaluated> outcomes) {
    imports.archive(
        outcomes.stream()
            .filter(this::isResolved)
            .map(
                outcome ->
                    new FindingImports.Entry(
                        outcome.subject().resource(),
                        format.archived(outcome, clock.instant()),
                        false))
            .toList());
  }

  private boolean isResolved(Evaluated outcome) {
    Resource resource = outcome.subject().resource();
    return switch (outcome.verdict()) {
      case NonCompliant _ -> false;
      case Compliant _ -> mayHaveFinding.test(resource);
      case NotApplicable _ -> resource.isUser() && mayHaveFinding.test(resource);
    };
  }

  @Override
  public void flush() {}

  /** What it has sent is part of what {@link FindingSender} reports. */
  @Override
  public Delivery finish(boolean isComplete) {
    return new Delivery(0, List.of());
  }
}
