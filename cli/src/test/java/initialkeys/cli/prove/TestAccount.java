package initialkeys.cli.prove;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.Events;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.iam.IamClient;

/** The accounts of the tests of a proof's parts. */
final class TestAccount {

  static final String COMPLIANT =
      "No unused access key created within 5 min of the user, or no console password.";

  private TestAccount() {}

  /** An account whose rule has the default parameters. */
  static ProofAccount of(ProvableAccount account) {
    Caller caller = account.caller();
    ProofContext context = account.context();
    return new ProofAccount(
        caller,
        Events.RULE_NAME,
        ProofPlan.of(Map.of()).parameters(),
        new ProofUsers(caller.iam(), context),
        context);
  }

  /** The same, called through what counts and changes the calls. */
  static ProofAccount of(ProvableAccount account, CountedCalls calls) {
    return of(
        account.calledThrough(
            iam -> calls.through(IamClient.class, "iam", iam),
            config -> calls.through(ConfigClient.class, "config", config)));
  }

  static ConfigResult compliant(Instant recorded) {
    return new ConfigResult(ComplianceType.COMPLIANT, COMPLIANT, recorded, recorded);
  }

  /** The result of a user whose key was created with it and never used. */
  static ConfigResult nonCompliant(ProofUser user, Instant recorded) {
    return new ConfigResult(ComplianceType.NON_COMPLIANT, annotation(user), recorded, recorded);
  }

  private static String annotation(ProofUser user) {
    UserIdentity identity = user.identity();
    return "User %s: delete access key %s: created in the same second as the user, never used."
        .formatted(identity.name(), user.keys().getFirst().id());
  }
}
