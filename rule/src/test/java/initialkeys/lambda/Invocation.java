package initialkeys.lambda;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.run.RunContext;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.InvocationContext;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The real handler over the fakes: invoked as Lambda does, with what it logs written down. */
record Invocation(FakeIam iam, FakeConfig config, List<String> log) {

  /** So that a report of any time can be of this run; CredentialReportTest minds the clock. */
  private static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);

  static Invocation of(FakeIam iam, FakeConfig config) {
    return new Invocation(iam, config, new ArrayList<>());
  }

  /** The same with so much of Lambda's time left, whenever it is asked. */
  Invocation run(String event, IntSupplier remainingMillis) {
    AccountClients.Provider accounts = (accountId, function) -> new AccountClients(iam, config);
    new RuleHandler(
            accounts,
            Optional.empty(),
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, LONG_AGO, Invocation::refuseToWait),
            log::add)
        .handleRequest(
            Events.stream(event),
            OutputStream.nullOutputStream(),
            new InvocationContext("request-1", remainingMillis));
    return this;
  }

  private static void refuseToWait(Duration length) {
    throw new IllegalStateException("No test waits, and this one would for " + length);
  }

  /** Runs the handler on an event; its failures are the caller's. */
  Invocation run(String event) {
    return run(event, () -> 900_000);
  }
}
