package initialkeys.run;

import initialkeys.decision.TriState;
import initialkeys.evaluation.Resource;

/** What the results that AWS Config holds say about the finding of a user in Security Hub. */
interface FindingHistory {

  /** Whether the user has a finding, by the result that AWS Config held before the run. */
  TriState mayHaveFinding(Resource user);

  /**
   * Whether AWS Config may drop what the run sends of the user, because it holds a result of a
   * later event (F13). The run then sends no finding: no later run would know that there is one.
   */
  boolean isOutdated(Resource user);
}
