package initialkeys.cli;

import initialkeys.cli.aws.AwsAccessException;
import initialkeys.cli.aws.AwsFailure;
import initialkeys.cli.aws.Caller;
import initialkeys.cli.prove.user.ProofContext;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Terminal;
import initialkeys.decision.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.core.exception.SdkException;

/** The program. Each command is a class of its own. */
@Command(
    name = InitialKeys.NAME,
    versionProvider = InitialKeys.Version.class,
    description = {
      "Finds IAM users whose access keys were created while the user was being set up and have"
          + " never been used since.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {"", "Run `initial-keys COMMAND --help` for the options of a command."})
public final class InitialKeys implements Runnable {

  static final String NAME = "initial-keys";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli prints the help.
  private boolean isHelpAsked;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  @SuppressWarnings("UnusedVariable") // picocli prints the version.
  private boolean isVersionAsked;

  @Spec private CommandSpec spec;

  /** Runs a command and ends the process with its {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), Caller::of, ProofContext.ofProcess(), arguments));
  }

  /** Runs a command; an {@link Error} of the JVM is one line too. */
  static int run(
      Terminal terminal,
      BiFunction<Optional<String>, Optional<String>, Caller> callers,
      ProofContext context,
      String... arguments) {
    try {
      return printed(terminal, commandLine(terminal, callers, context).execute(arguments));
    } catch (Error broken) {
      return say(terminal, "failed unexpectedly: %s".formatted(broken), ExitCode.FAILED);
    }
  }

  /** A result that nobody can read is none; a stream keeps such a failure to itself. */
  private static int printed(Terminal terminal, int code) {
    if (!terminal.out().checkError()) return code;
    int failed = say(terminal, "standard output cannot be written", ExitCode.FAILED);
    return code == ExitCode.NOT_DELETED ? code : failed;
  }

  /**
   * The commands.
   *
   * @param terminal where they print
   * @param callers gives the caller of a profile and a Region, each of which may be missing
   * @param context what a proof needs of its process
   */
  static CommandLine commandLine(
      Terminal terminal,
      BiFunction<Optional<String>, Optional<String>, Caller> callers,
      ProofContext context) {
    return new CommandLine(new InitialKeys())
        .addSubcommand(new PreviewCommand(terminal, callers))
        .addSubcommand(new DoctorCommand(terminal, callers))
        .addSubcommand(new ProveCommand(terminal, callers, context))
        .addSubcommand(new CompletionCommand(terminal))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(terminal.hasColour() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((exception, _) -> badUsage(terminal, exception))
        .setExecutionExceptionHandler(
            (exception, command, _) -> failed(terminal, exception, command));
  }

  /** Without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  private static int badUsage(Terminal terminal, ParameterException exception) {
    String command = exception.getCommandLine().getCommandSpec().qualifiedName();
    String message = OneLine.of(exception.getMessage()).replaceFirst("\\.$", "");
    terminal
        .err()
        .println(
            "%s: %s%s. See `%s --help`.".formatted(NAME, message, suggestion(exception), command));
    return ExitCode.BAD_USAGE;
  }

  private static String suggestion(ParameterException exception) {
    return Optional.of(exception)
        .filter(UnmatchedArgumentException.class::isInstance)
        .map(UnmatchedArgumentException.class::cast)
        .map(UnmatchedArgumentException::getSuggestions)
        .filter(suggestions -> !suggestions.isEmpty())
        .map(suggestions -> " (did you mean %s?)".formatted(String.join(" or ", suggestions)))
        .orElse("");
  }

  /** One line, never a stack trace. */
  private static int failed(Terminal terminal, Exception exception, CommandLine command) {
    return switch (exception) {
      case ParameterException unusable -> badUsage(terminal, unusable);
      case InvalidInputException unusable ->
          say(terminal, unusable.getMessage(), ExitCode.BAD_USAGE);
      case UsersNotRemovedException incomplete -> {
        incomplete.failure().ifPresent(cause -> failed(terminal, cause, command));
        yield ExitCode.NOT_DELETED;
      }
      case AwsAccessException unusable -> say(terminal, unusable.getMessage(), ExitCode.FAILED);
      case SdkException rejected ->
          say(terminal, new AwsFailure(rejected).message(), ExitCode.FAILED);
      default ->
          say(
              terminal,
              "%s failed unexpectedly: %s%s. Please report this line."
                  .formatted(command.getCommandName(), exception, place(exception)),
              ExitCode.FAILED);
    };
  }

  private static int say(Terminal terminal, String message, int code) {
    terminal.err().println("%s: %s".formatted(NAME, OneLine.of(message)));
    return code;
  }

  private static String place(Exception exception) {
    return Arrays.stream(exception.getStackTrace())
        .filter(at -> at.getClassName().startsWith("initialkeys."))
        .findFirst()
        .map(at -> " at " + at)
        .orElse("");
  }

  /** The version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      try (InputStream version = InitialKeys.class.getResourceAsStream("version.txt")) {
        byte[] text = Objects.requireNonNull(version, "version.txt").readAllBytes();
        return new String[] {NAME + " " + new String(text, StandardCharsets.UTF_8).strip()};
      }
    }
  }
}
