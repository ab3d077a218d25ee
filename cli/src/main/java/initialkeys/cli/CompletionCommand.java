package initialkeys.cli;

import initialkeys.cli.terminal.Terminal;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands and options in bash and zsh.",
      "Load it with: source <(initial-keys completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    // Picocli writes the positions in the script with the digits of this locale.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    terminal.out().print(AutoComplete.bash(InitialKeys.NAME, spec.root().commandLine()));
    terminal.out().flush();
    return ExitCode.COMPLETE;
  }
}
