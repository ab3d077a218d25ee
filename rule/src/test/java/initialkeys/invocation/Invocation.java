package initialkeys.invocation;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.SignedHttpClient;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.ResultDestinations;
import initialkeys.run.RunContext;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Invokes the real handler over the in-memory IAM and AWS Config, and records its log lines. */
public record Invocation(
    FakeIam iam,
    FakeConfig config,
    ResultDestinations destinations,
    Supplier<SignedHttpClient> securityHub,
    List<String> log) {

  /**
   * Before any credential report, so that each can be fresh; CredentialReportTest tests the time.
   */
  private static final InstantSource LONG_AGO = InstantSource.fixed(Instant.EPOCH);

  /** A function that sends results to AWS Config alone. */
  public static Invocation of(FakeIam iam, FakeConfig config) {
    return new Invocation(
        iam,
        config,
        ResultDestinations.NONE,
        new AccountClients(iam, config).securityHub(),
        new ArrayList<>());
  }

  /** The same, of a function that sends results to other services too. */
  public Invocation with(ResultDestinations further) {
    return new Invocation(iam, config, further, securityHub, log);
  }

  /** The same, with a client of Security Hub. */
  public Invocation with(SignedHttpClient client) {
    return new Invocation(iam, config, destinations, () -> client, log);
  }

  /**
   * Invokes the handler with a given remaining time.
   *
   * @throws FailedInvocation with the messages of its log, when the invocation fails
   */
  public Invocation run(String event, IntSupplier remainingMillis) {
    AccountClients.Provider accounts =
        (accountId, function) -> new AccountClients(iam, config, securityHub);
    RuleHandler handler =
        new RuleHandler(
            accounts,
            Optional.empty(),
            destinations,
            new ApiCallCounter(),
            deadline -> new RunContext(deadline, LONG_AGO, length -> {}),
            log::add);
    FailedInvocation.invoke(handler, event, remainingMillis, log);
    return this;
  }

  /** Invokes the handler with the whole timeout remaining. */
  public Invocation run(String event) {
    return run(event, () -> 900_000);
  }
}
