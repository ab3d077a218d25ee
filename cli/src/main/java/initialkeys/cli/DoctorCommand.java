package initialkeys.cli;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.doctor.Check.Status;
import initialkeys.cli.doctor.Diagnosis;
import initialkeys.cli.doctor.Doctor;
import initialkeys.cli.report.DiagnosisReport;
import initialkeys.cli.terminal.Progress;
import initialkeys.cli.terminal.Terminal;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Inspects a deployment of the rule, and changes nothing. */
@Command(
    name = "doctor",
    sortOptions = false,
    description = {
      "Inspects a deployment of the rule and says what to do. Nothing is changed.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no error; there may be warnings",
      "1:an error was found",
      "2:an option cannot be used",
      "3:something could not be checked",
      "4:nothing could be read: credentials, permissions or the network"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private DeploymentOptions deployment = new DeploymentOptions();

  @Option(names = "--json", description = "Prints JSON.")
  private boolean isJson;

  private final Terminal terminal;
  private final BiFunction<Optional<String>, Optional<String>, Caller> callers;

  DoctorCommand(Terminal terminal, BiFunction<Optional<String>, Optional<String>, Caller> callers) {
    this.terminal = terminal;
    this.callers = callers;
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis;
    try (Progress progress = Progress.on(terminal)) {
      diagnosis =
          new Doctor(deployment.caller(callers), deployment.ruleName(), Instant.now())
              .examine(progress);
    }
    DiagnosisReport report = new DiagnosisReport(diagnosis);
    if (isJson) {
      terminal.out().print(report.json());
    } else {
      report.print(terminal);
    }
    terminal.out().flush();
    return exitCode(diagnosis);
  }

  /** As for the preview, incomplete comes first: there may be more errors than are shown. */
  private static int exitCode(Diagnosis diagnosis) {
    if (diagnosis.count(Status.NOT_CHECKED) > 0) return ExitCode.INCOMPLETE;
    return diagnosis.count(Status.ERROR) > 0 ? ExitCode.FINDINGS : ExitCode.COMPLETE;
  }
}
