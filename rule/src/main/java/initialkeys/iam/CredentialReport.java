package initialkeys.iam;

import initialkeys.decision.IamUser;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * IAM's credential report as a source of facts: one answer for the whole account (F20). How much of
 * it may be believed depends on whether it was made for this run. What it does not say is asked
 * live, so a report that is missing, old or strange costs calls and changes no verdict.
 *
 * @param made when IAM made it
 * @param isOfThisRun whether that was at this run's own request, so that it is as current as live
 * @param rows what it says, by user
 */
public record CredentialReport(
    Instant made, boolean isOfThisRun, Map<RowKey, CredentialReportEntry> rows) {

  /** Waits, as the caller does it. */
  public interface Pause {
    void of(Duration length) throws InterruptedException;
  }

  /** Who a row is about. It has no id; a name that passed on has another creation time. */
  record RowKey(String name, Instant created) {
    RowKey {
      created = created.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** A minute in all; a report is there within seconds, of a large account within half a minute. */
  private static final List<Integer> WAITS_IN_SECONDS = List.of(1, 2, 4, 8, 15, 30);

  /** How far apart the clocks of IAM's parts and ours may be. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(10);

  public CredentialReport {
    rows = Collections.unmodifiableMap(rows); // Not a copy: it may be the whole account.
  }

  /** A report that says nothing: everything is asked live. */
  public static final CredentialReport NONE = new CredentialReport(Instant.EPOCH, false, Map.of());

  /**
   * Asks IAM for a report and waits for it.
   *
   * @param asked the time now; a report of this run cannot be older
   * @param isLate whether it is too late to wait on
   * @throws IamReadException when there is none after a minute of waiting, or none that can be read
   */
  public static CredentialReport obtain(
      IamClient iam, Instant asked, Pause pause, BooleanSupplier isLate) {
    boolean isOurs = ask("GenerateCredentialReport", () -> isBegun(iam));
    Reply last = ask("GetCredentialReport", () -> get(iam));
    for (int seconds : WAITS_IN_SECONDS) {
      if (last.isFinal(isOurs, asked) || isLate.getAsBoolean()) break;
      await(pause, Duration.ofSeconds(seconds));
      Reply next = ask("GetCredentialReport", () -> get(iam));
      if (next.report().isPresent()) last = next;
    }
    boolean isOfThisRun = isOurs && last.isFinal(true, asked);
    return last.report().map(there -> report(there, isOfThisRun)).orElseThrow(last::notReady);
  }

  /** What IAM answered: a report, or in what words it has none yet. */
  private record Reply(Optional<GetCredentialReportResponse> report, String notYet) {

    /** Whether a report is the one to wait for: any, or if ours was begun, one that is not old. */
    boolean isFinal(boolean isOurs, Instant asked) {
      return report
          .filter(it -> !isOurs || it.generatedTime().isAfter(asked.minus(CLOCK_MARGIN)))
          .isPresent();
    }

    IamReadException notReady() {
      return unavailable("GetCredentialReport", "not ready in time: " + notYet, null);
    }
  }

  private static boolean isBegun(IamClient iam) {
    return iam.generateCredentialReport().state() == ReportStateType.STARTED;
  }

  private static Reply get(IamClient iam) {
    try {
      GetCredentialReportResponse there = iam.getCredentialReport();
      if (there.generatedTime() == null || there.content() == null) {
        throw new MalformedResponseException(there, "a report without its time or content");
      }
      return new Reply(Optional.of(there), "");
    } catch (CredentialReportNotReadyException
        | CredentialReportNotPresentException
        | CredentialReportExpiredException notYet) {
      return new Reply(Optional.empty(), notYet.getMessage());
    }
  }

  private static CredentialReport report(GetCredentialReportResponse there, boolean isOfThisRun) {
    return ask(
        "GetCredentialReport",
        () ->
            new CredentialReport(
                there.generatedTime(),
                isOfThisRun,
                CredentialReportParser.read(there.content().asInputStream())));
  }

  private static void await(Pause pause, Duration length) {
    try {
      pause.of(length);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unavailable("GetCredentialReport", "interrupted", stopped);
    }
  }

  private static <T> T ask(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException failed) {
      throw unavailable(operation, failed.getMessage(), failed);
    }
  }

  private static IamReadException unavailable(String operation, String reason, Exception cause) {
    return new IamReadException(operation, "the account", reason, cause);
  }

  /** The user with what the report adds to it. */
  public IamUser tell(IamUser user, Duration creationWindow) {
    Instant created = user.identity().created();
    CredentialReportEntry said = rows.get(new RowKey(user.identity().name(), created));
    if (said == null) return user;
    if (isOfThisRun) return user.withKeys(said.keys()).withPassword(said.password());
    return isClosed(created.plus(creationWindow)) ? user.withKeys(said.keys()) : user;
  }

  /**
   * Of an older report only what stays true is taken: a used key stays used, and a user whose
   * window had closed before gets no further key within it. A password may have come since.
   */
  private boolean isClosed(Instant windowEnd) {
    return windowEnd.plus(CLOCK_MARGIN).isBefore(made);
  }

  /** How an operator reads of it. */
  @Override
  public String toString() {
    return "%s, made %s, speaks of %s users"
        .formatted(isOfThisRun ? "of this run" : "earlier", made, rows.size());
  }
}
