package initialkeys.cli;

import initialkeys.cli.PreviewRow.Result;
import initialkeys.config.RuleEvent;
import initialkeys.iam.Sleeper;
import initialkeys.run.Deadline;
import initialkeys.run.RuleRun;
import initialkeys.run.RunContext;
import initialkeys.run.RunSummary;
import initialkeys.simulation.Account;
import initialkeys.simulation.FakeConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * An account that the rule can evaluate without AWS Config.
 *
 * @param heading the account's id and where its users come from
 * @param event the scheduled event to evaluate
 * @param userNames names by user id
 * @param isListComplete whether the names are those of every user
 */
record PreviewedAccount(
    String heading,
    RuleEvent event,
    Map<String, String> userNames,
    boolean isListComplete,
    IamClient iam) {

  PreviewedAccount {
    userNames = Map.copyOf(userNames);
  }

  /**
   * Evaluates every user as the rule does at a schedule.
   *
   * @param storedResults what AWS Config holds from earlier
   * @param sleeper waits while IAM generates the credential report, or is not consistent yet
   */
  PreviewResult evaluate(List<Account.Stored> storedResults, Sleeper sleeper) {
    FakeConfig config =
        new FakeConfig(storedResults.stream().filter(this::isOfDeletedUser).toList());
    RunSummary summary = new RuleRun(event, iam, config, withoutDeadline(sleeper)).execute();
    List<PreviewRow> users = new ArrayList<>();
    List<PreviewRow> deletedUsers = new ArrayList<>();
    Set<String> notEvaluated = new HashSet<>(userNames.keySet());
    for (Evaluation evaluation : config.evaluations()) {
      String id = evaluation.complianceResourceId();
      PreviewRow row = PreviewRow.of(userNames.getOrDefault(id, id), evaluation);
      boolean isDeleted = row.result() == Result.NOT_APPLICABLE && !userNames.containsKey(id);
      (isDeleted ? deletedUsers : users).add(row);
      notEvaluated.remove(id);
    }
    // A run without failures has evaluated everybody: who is missing was deleted in the meantime.
    boolean isComplete = summary.failures().isEmpty();
    if (!isComplete) {
      notEvaluated.forEach(id -> users.add(PreviewRow.notEvaluated(userNames.get(id))));
    }
    return new PreviewResult(
        heading, users, deletedUsers, isListComplete || isComplete, summary.failures());
  }

  /** The preview is not a Lambda function, which would end after some time. */
  private static RunContext withoutDeadline(Sleeper sleeper) {
    Deadline none = new Deadline(() -> Integer.MAX_VALUE);
    return new RunContext(none, InstantSource.system(), sleeper);
  }

  /** The stored result of a user that exists must not keep its new result from being shown. */
  private boolean isOfDeletedUser(Account.Stored result) {
    return !userNames.containsKey(result.id());
  }
}
