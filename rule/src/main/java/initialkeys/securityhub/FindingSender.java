package initialkeys.securityhub;

import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sends a finding for each NON_COMPLIANT user, at every run so that it does not expire (F43), and
 * only once AWS Config holds that result: from it a later run knows that there is a finding to
 * archive.
 */
public final class FindingSender implements OutcomeSender {

  private final FindingImports imports;
  private final FindingFormat format;
  private final Predicate<Resource> isAlreadyStored;
  private final List<FindingImports.Entry> pending = new ArrayList<>();

  /**
   * @param imports those of the run's {@link FindingArchiver}
   * @param isAlreadyStored whether AWS Config has stored that the user is NON_COMPLIANT
   */
  public FindingSender(
      FindingImports imports, FindingFormat format, Predicate<Resource> isAlreadyStored) {
    this.imports = imports;
    this.format = format;
    this.isAlreadyStored = isAlreadyStored;
  }

  @Override
  public void send(List<Evaluated> outcomes) {
    for (Evaluated outcome : outcomes) {
      if (outcome.verdict() instanceof NonCompliant verdict) {
        pending.add(
            new FindingImports.Entry(
                outcome.subject().resource(), format.failed(outcome, verdict), true));
      }
    }
  }

  /** AWS Config has been sent everything that was handed over. */
  @Override
  public void flush() {
    imports.sendActive(
        pending.stream().filter(entry -> isAlreadyStored.test(entry.user())).toList());
    pending.clear();
  }

  @Override
  public Delivery finish(boolean isComplete) {
    flush();
    return imports.delivery();
  }
}
