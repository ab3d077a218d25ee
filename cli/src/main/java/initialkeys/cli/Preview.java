package initialkeys.cli;

import initialkeys.aws.ApiCallCounter;
import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.Account;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Shows what the rule would report for an account, by the code that the Lambda function runs. The
 * account is that of a file, or that of the caller's own AWS credentials, which is only read.
 *
 * @param out where the table goes
 * @param err where the reasons of failures go, one line each
 */
public record Preview(PrintStream out, PrintStream err) {

  /** The table shows the result of every user. */
  static final int COMPLETE = 0;

  /** There is no table: an argument or the credentials cannot be used. */
  static final int FAILED = 1;

  /** Some users of the table are not evaluated, or some are not in it. */
  static final int INCOMPLETE = 2;

  /**
   * Prints the preview. The exit code is 0 when it is complete, 1 when there is none because an
   * argument or the credentials cannot be used, and 2 when users are not evaluated.
   *
   * @param arguments "file" and an account's file, or "aws" and anything; then the rule parameters
   *     as a JSON object, or "as-given" for those of the file or the defaults
   */
  public static void main(String[] arguments) {
    ApiCallCounter calls = new ApiCallCounter();
    Preview preview = new Preview(System.out, System.err);
    int code;
    try (Progress _ = Progress.start(calls, preview.err::println)) {
      code = preview.run(List.of(arguments), calls);
    }
    System.exit(code);
  }

  int run(List<String> arguments, ApiCallCounter calls) {
    GivenParameters given =
        new GivenParameters(Optional.of(arguments.get(2)).filter(json -> !json.equals("as-given")));
    return switch (arguments.getFirst()) {
      case "file" -> ofFile(new AccountFile(file(arguments.get(1))), given);
      case "aws" -> ofCaller(() -> CallerAccount.ofMachine(calls), given);
      case String other -> failed(new InvalidInputException("source", other, "file or aws"));
    };
  }

  /** The file, as seen from where Maven was called. */
  private static Path file(String name) {
    return Path.of(System.getProperty("preview.folder", "")).resolve(name);
  }

  int ofFile(AccountFile file, GivenParameters given) {
    try {
      Account account = file.read();
      // There is nothing to wait for: a file does not change.
      return print(AccountFile.preview(account, given).evaluate(account.stored(), wait -> {}));
    } catch (InvalidInputException unusable) {
      return failed(unusable);
    }
  }

  /** AWS Config is not called, so no stored results are known. */
  int ofCaller(Supplier<CallerAccount> caller, GivenParameters given) {
    try {
      return print(
          caller
              .get()
              .preview(given, Instant.now().truncatedTo(ChronoUnit.SECONDS))
              .evaluate(List.of(), Thread::sleep));
    } catch (InvalidInputException | CredentialsException unusable) {
      return failed(unusable);
    } catch (SdkException failed) {
      err.println(new AwsFailure(failed).message());
      return FAILED;
    }
  }

  private int failed(RuntimeException unusable) {
    err.println(unusable.getMessage());
    return FAILED;
  }

  private int print(PreviewResult result) {
    new PreviewTable(result).print(out);
    result.failures().forEach(reason -> err.println(OneLine.of(reason)));
    return result.isComplete() ? COMPLETE : INCOMPLETE;
  }
}
