package initialkeys.cli;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.CallerRule;
import initialkeys.cli.prove.Proof;
import initialkeys.cli.prove.ProofPlan;
import initialkeys.cli.prove.ProofResult;
import initialkeys.cli.prove.ProofRow.Status;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.prove.user.ProofUsers;
import initialkeys.cli.prove.user.Removal;
import initialkeys.cli.report.ProofReport;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Progress;
import initialkeys.cli.terminal.Terminal;
import initialkeys.config.ConfigCallException;
import initialkeys.config.UserRecording;
import initialkeys.decision.InvalidInputException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows with users of its own that the deployed rule works, and removes them. */
@Command(
    name = "prove",
    sortOptions = false,
    description = {
      "Shows that the deployed rule works in your account, with IAM users of its own.",
      "They can do nothing, and are always deleted at the end.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed",
      "1:a result is not as expected",
      "2:an option cannot be used, or it was not confirmed; nothing was done",
      "3:a result was not there in time",
      "4:the proof could not be run: credentials, permissions or the network",
      "5:a user was not deleted: run prove --clean"
    })
final class ProveCommand implements Callable<Integer> {

  /** Keys are younger than the shortest grace period, an hour, all the time. */
  private static final int LONGEST_MINUTES = 50;

  private static final int SHORTEST_MINUTES = 1;

  @Mixin private DeploymentOptions deployment = new DeploymentOptions();

  @Option(
      names = "--timeout",
      paramLabel = "MINUTES",
      defaultValue = "40",
      description = "How long to wait for results, at most 50; by default ${DEFAULT-VALUE}.")
  private int timeoutMinutes = 40;

  @Option(
      names = "--remediation",
      description =
          "Also starts the deployed remediation for one of the users, and shows what it does.")
  private boolean hasRemediationTrial;

  @Option(names = "--clean", description = "Only deletes the users of a proof that was killed.")
  private boolean isClean;

  @Option(names = "--yes", description = "Does not ask before it begins.")
  private boolean isConfirmed;

  @Spec private CommandSpec spec;

  private final Terminal terminal;
  private final BiFunction<Optional<String>, Optional<String>, Caller> callers;
  private final ProofContext context;

  ProveCommand(
      Terminal terminal,
      BiFunction<Optional<String>, Optional<String>, Caller> callers,
      ProofContext context) {
    this.terminal = terminal;
    this.callers = callers;
    this.context = context;
  }

  @Override
  public Integer call() {
    if (timeoutMinutes < SHORTEST_MINUTES || timeoutMinutes > LONGEST_MINUTES) {
      throw new InvalidInputException(
          "--timeout",
          String.valueOf(timeoutMinutes),
          "from %s to %s minutes".formatted(SHORTEST_MINUTES, LONGEST_MINUTES));
    }
    if (isClean && hasRemediationTrial) {
      throw new ParameterException(
          spec.commandLine(), "--remediation is for a proof: leave it out with --clean");
    }
    Caller caller = deployment.caller(callers);
    return isClean ? clean(caller) : prove(caller);
  }

  private int prove(Caller caller) {
    String accountId = caller.accountId();
    CallerRule rule = CallerRule.find(caller, deployment.ruleName(), "--rule");
    String ruleName = rule.name();
    ProofPlan plan = ProofPlan.of(rule.parameters());
    requireRecording(caller);
    confirm(
        ("In account %s, this creates %s IAM users under %s that are denied everything, gives"
                + " them console passwords and access keys, asks AWS Config in %s to evaluate %s,"
                + " and removes the users. It takes up to %s minutes. Results, findings and"
                + " notifications of these users are sent as for any other user. AWS Config may"
                + " evaluate every recorded user up to %s times, which is charged, and an automatic"
                + " remediation may then act on any NON_COMPLIANT user.%s")
            .formatted(
                accountId,
                plan.provable().size(),
                ProofUsers.PATH,
                caller.region(),
                ruleName,
                timeoutMinutes,
                Proof.MAX_REQUESTS,
                hasRemediationTrial
                    ? " The deployed remediation is started for one of the new users."
                    : ""));
    ProofResult result =
        run(
            caller,
            ruleName,
            plan,
            it -> new ProofReport(it).print(accountId, caller.region().id(), ruleName, terminal));
    return exitCode(result);
  }

  private static void requireRecording(Caller caller) {
    String reason =
        switch (recording(caller)) {
          case RECORDED -> "";
          case NOT_RECORDED ->
              "AWS Config does not record IAM users in %s, so that the rule evaluates nobody; see"
                  + " `initial-keys doctor`.";
          case UNKNOWN ->
              "It is not known whether AWS Config records IAM users in %s; see `initial-keys"
                  + " doctor`.";
        };
    if (!reason.isEmpty()) throw new AwsAccessException(reason.formatted(caller.region()), null);
  }

  private static UserRecording recording(Caller caller) {
    try {
      return UserRecording.read(caller.config());
    } catch (ConfigCallException unreadable) {
      throw new AwsAccessException(unreadable.getMessage(), unreadable);
    }
  }

  /** However it ends, also by Ctrl-C or a signal, the users are removed. */
  private ProofResult run(
      Caller caller, String ruleName, ProofPlan plan, Consumer<ProofResult> report) {
    ProofUsers users = new ProofUsers(caller.iam(), context);
    Thread whenStopped = new Thread(() -> removeWhenStopped(users));
    Runtime.getRuntime().addShutdownHook(whenStopped);
    Optional<ProofResult> result = Optional.empty();
    Optional<RuntimeException> failure = Optional.empty();
    List<String> notDeleted;
    try (Progress progress = Progress.on(terminal)) {
      result =
          Optional.of(
              new Proof(
                      caller,
                      ruleName,
                      plan,
                      context,
                      Duration.ofMinutes(timeoutMinutes),
                      hasRemediationTrial)
                  .run(users, progress));
    } catch (RuntimeException failed) {
      failure = Optional.of(failed);
    } catch (Error failed) {
      failure = Optional.of(new IllegalStateException(failed.toString(), failed));
    } finally {
      notDeleted = removeAll(users, whenStopped);
      print(notDeleted);
    }
    result.ifPresent(report);
    if (!notDeleted.isEmpty()) throw new UsersNotRemovedException(failure);
    if (failure.isPresent()) throw failure.get();
    return result.orElseThrow();
  }

  private static List<String> removeAll(ProofUsers users, Thread whenStopped) {
    try {
      return users.removeAll();
    } finally {
      forget(whenStopped);
    }
  }

  private static void forget(Thread whenStopped) {
    try {
      Runtime.getRuntime().removeShutdownHook(whenStopped);
    } catch (IllegalStateException stopping) {
      // Then it has run, or finds nothing to remove.
    }
  }

  private void removeWhenStopped(ProofUsers users) {
    terminal.err().println("initial-keys: stopped; removing the users of the proof");
    print(users.removeAll());
  }

  private void print(List<String> notDeleted) {
    notDeleted.forEach(user -> terminal.err().println("not deleted: " + OneLine.of(user)));
    if (!notDeleted.isEmpty()) {
      terminal.err().println("`initial-keys prove --clean` tries again to remove them.");
    }
  }

  private static int exitCode(ProofResult result) {
    if (result.count(Status.FAIL) > 0) return ExitCode.FINDINGS;
    return result.count(Status.NOT_IN_TIME) > 0 ? ExitCode.INCOMPLETE : ExitCode.COMPLETE;
  }

  private int clean(Caller caller) {
    String accountId = caller.accountId();
    Removal removal = new Removal(caller.iam(), context);
    List<String> leftovers = removal.leftovers();
    if (leftovers.isEmpty()) {
      terminal.out().println("Account %s has no user of a proof.".formatted(accountId));
      return ExitCode.COMPLETE;
    }
    confirm(
        "In account %s, this deletes: %s. A proof that is running loses its users."
            .formatted(accountId, String.join(" ", leftovers)));
    List<String> notDeleted = new ArrayList<>();
    for (String name : leftovers) {
      removal
          .remove(name)
          .ifPresentOrElse(
              reason -> notDeleted.add("%s: %s".formatted(name, reason)),
              () -> terminal.out().println("deleted: " + name));
    }
    notDeleted.forEach(user -> terminal.err().println("not deleted: " + OneLine.of(user)));
    return notDeleted.isEmpty() ? ExitCode.COMPLETE : ExitCode.NOT_DELETED;
  }

  private void confirm(String plan) {
    if (isConfirmed) return;
    String answer =
        context
            .console()
            .apply("%s%nContinue? [y/N] ".formatted(plan))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "Without a terminal, --yes has to confirm"));
    if (!List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new ParameterException(spec.commandLine(), "Not confirmed; nothing was done");
    }
  }
}
