package initialkeys.lambda;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.SignedHttpClient;
import initialkeys.run.RunContext;
import initialkeys.run.Services;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Invokes the real handler over the in-memory IAM and AWS Config, and records its log lines. */
record Invocation(
    FakeIam iam,
    FakeConfig config,
    Services services,
    Supplier<SignedHttpClient> securityHub,
    List<String> log) {

  /**
   * Before any credential report, so that each can be fresh; CredentialReportTest tests the time.
   */
  private static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);

  static Invocation of(FakeIam iam, FakeConfig config) {
    return new Invocation(
        iam,
        config,
        Services.NONE,
        new AccountClients(iam, config).securityHub(),
        new ArrayList<>());
  }

  /** The same, of a function that sends results to other services too. */
  Invocation with(Services further) {
    return new Invocation(iam, config, further, securityHub, log);
  }

  /** The same, with a client of Security Hub. */
  Invocation with(SignedHttpClient client) {
    return new Invocation(iam, config, services, () -> client, log);
  }

  /**
   * Invokes the handler with a given remaining time.
   *
   * @throws FailedInvocation with the messages of its log, when the invocation fails
   */
  Invocation run(String event, IntSupplier remainingMillis) {
    AccountClients.Provider accounts =
        (accountId, function) -> new AccountClients(iam, config, securityHub);
    RuleHandler handler =
        new RuleHandler(
            accounts,
            Optional.empty(),
            services,
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, LONG_AGO, length -> {}),
            log::add);
    FailedInvocation.invoke(handler, event, remainingMillis, log);
    return this;
  }

  /** Invokes the handler with the whole timeout remaining. */
  Invocation run(String event) {
    return run(event, () -> 900_000);
  }
}
