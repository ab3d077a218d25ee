package initialkeys.run;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.config.model.ComplianceType;

/**
 * What came of one invocation.
 *
 * @param decided how many resources have each compliance type
 * @param undecided how many users could not be read, or are left
 * @param sent how many evaluations AWS Config took
 * @param report which credential report was used
 * @param failures all that could not be read or reported, in words
 */
public record RunSummary(
    Map<ComplianceType, Integer> decided,
    int undecided,
    int sent,
    Source report,
    List<String> failures) {

  public RunSummary {
    decided = Collections.unmodifiableMap(new EnumMap<>(decided)); // In one order, always.
    failures = List.copyOf(failures);
  }

  /**
   * Which credential report was used.
   *
   * @param told in words, or why there was none
   * @param isMissing whether one was asked for and not had
   */
  public record Source(String told, boolean isMissing) {

    static Source of(String told) {
      return new Source(told, false);
    }

    static Source none(String why) {
      return new Source("none: " + why, true);
    }
  }

  public int decided(ComplianceType type) {
    return decided.getOrDefault(type, 0);
  }
}
