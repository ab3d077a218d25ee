package initialkeys.lambda;

import initialkeys.aws.AccountClients;
import initialkeys.iam.Sleeper;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/** What tests in other packages need of the entry points, and only this package may call. */
public final class EntryPoints {

  private EntryPoints() {}

  /** How often the evaluating function calls AssumeRole while STS throttles it. */
  public static int assumeRoleCalls() {
    return RuleHandler.ASSUME_ROLE_CALLS;
  }

  /** The number of AssumeRole calls of the remediating function. */
  public static int assumeRoleCallsOfRemediation() {
    return RemediationHandler.ASSUME_ROLE_CALLS;
  }

  /** The remediating function, in a process that goes on after an {@link Error}. */
  public static RemediationHandler remediation(
      AccountClients.Provider accounts,
      Map<String, String> environment,
      InstantSource clock,
      Sleeper sleeper,
      Consumer<String> log) {
    return new RemediationHandler(accounts, environment, clock, sleeper, log, status -> {});
  }
}
