package initialkeys.iam;

import initialkeys.decision.IamUser;
import initialkeys.decision.InitialKeyRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * IAM's credential report as a source of facts: one response for the whole account (F20). Which of
 * its facts are used depends on whether it was generated for this run. The other facts are read
 * with live calls, so a credential report that is missing, old or malformed costs calls and changes
 * no verdict.
 *
 * <p>It may clear a user, never convict one: for NON_COMPLIANT the keys and their last use are
 * always read with live calls. The password may come from a credential report that was generated in
 * this run.
 */
public final class CredentialReport {

  /**
   * The user of a row. The credential report has no user id; a user that gets the name of another
   * has another creation time.
   */
  record RowKey(String name, Instant created) {
    RowKey {
      created = created.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  /** One minute in all; IAM needs seconds, and for a large account up to half a minute. */
  private static final List<Integer> WAITS_IN_SECONDS = List.of(1, 2, 4, 8, 15, 30);

  /** A credential report without any row: every user is read with live calls. */
  public static final CredentialReport NONE = new CredentialReport(Instant.EPOCH, false, Map.of());

  private final Instant generated;
  private final boolean isFresh;
  private final Map<RowKey, CredentialReportEntry> rows;

  private CredentialReport(
      Instant generated, boolean isFresh, Map<RowKey, CredentialReportEntry> rows) {
    this.generated = generated;
    this.isFresh = isFresh;
    this.rows = rows;
  }

  /**
   * Requests a credential report and waits for it. Where IAM rejects the request, one that it
   * generated before is used, as an earlier one.
   *
   * @param requested the time now; a credential report of this run is not older
   * @param isLate whether there is no time to wait on
   * @throws IamReadException when there is none after one minute, or it cannot be read
   */
  public static CredentialReport obtain(
      IamClient iam, Instant requested, Sleeper sleeper, BooleanSupplier isLate) {
    boolean isStarted;
    try {
      isStarted = call("GenerateCredentialReport", () -> startGeneration(iam));
    } catch (IamReadException notRequested) {
      return existing(iam, notRequested);
    }
    Download last = call("GetCredentialReport", () -> download(iam));
    for (int seconds : WAITS_IN_SECONDS) {
      if (last.isFinal(isStarted, requested) || isLate.getAsBoolean()) break;
      sleep(sleeper, Duration.ofSeconds(seconds));
      try {
        Download next = download(iam);
        if (next.response().isPresent()) last = next;
      } catch (RuntimeException unreadable) {
        if (last.response().isPresent()) break; // An earlier report is better than none.
        throw failure("GetCredentialReport", unreadable.getMessage(), unreadable);
      }
    }
    boolean isFresh = isStarted && last.isFinal(true, requested);
    return last.response().map(it -> parse(it, isFresh)).orElseThrow(last::notReady);
  }

  /** Without waiting: nobody is known to have requested one. */
  private static CredentialReport existing(IamClient iam, IamReadException notRequested) {
    Download existing;
    try {
      existing = download(iam);
    } catch (RuntimeException unreadable) {
      throw notRequested;
    }
    return existing.response().map(it -> parse(it, false)).orElseThrow(() -> notRequested);
  }

  /** A response with a credential report, or the message with which IAM says that there is none. */
  private record Download(Optional<GetCredentialReportResponse> response, String message) {

    /**
     * Whether to stop waiting: with any credential report, or, if generation was started, with a
     * new one.
     */
    boolean isFinal(boolean isStarted, Instant requested) {
      return response
          .filter(
              it ->
                  !isStarted
                      || it.generatedTime().isAfter(requested.minus(InitialKeyRule.CLOCK_MARGIN)))
          .isPresent();
    }

    IamReadException notReady() {
      return failure("GetCredentialReport", "not ready in time: " + message, null);
    }
  }

  /** Whether IAM started to generate a credential report at this request. */
  private static boolean startGeneration(IamClient iam) {
    return iam.generateCredentialReport().state() == ReportStateType.STARTED;
  }

  private static Download download(IamClient iam) {
    try {
      GetCredentialReportResponse response = iam.getCredentialReport();
      if (response.generatedTime() == null || response.content() == null) {
        throw new MalformedResponseException(
            response, "a credential report without its time or content");
      }
      return new Download(Optional.of(response), "");
    } catch (CredentialReportNotReadyException
        | CredentialReportNotPresentException
        | CredentialReportExpiredException notReady) {
      return new Download(Optional.empty(), notReady.getMessage());
    }
  }

  private static CredentialReport parse(GetCredentialReportResponse response, boolean isFresh) {
    return call(
        "GetCredentialReport",
        () ->
            new CredentialReport(
                response.generatedTime(),
                isFresh,
                CredentialReportParser.parse(response.content().asInputStream())));
  }

  private static void sleep(Sleeper sleeper, Duration length) {
    try {
      sleeper.sleep(length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure("GetCredentialReport", "interrupted", interrupted);
    }
  }

  private static <T> T call(String operation, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException failed) {
      throw failure(operation, failed.getMessage(), failed);
    }
  }

  private static IamReadException failure(String operation, String reason, Exception cause) {
    return new IamReadException(operation, "the account", reason, cause);
  }

  /** When IAM generated it. */
  public Instant generated() {
    return generated;
  }

  /**
   * Whether IAM generated it at the request of this run, so that it is as current as live calls.
   */
  public boolean isFresh() {
    return isFresh;
  }

  /** How many users have a row that could be read. */
  public int users() {
    return rows.size();
  }

  /** Returns the user with the facts that the credential report adds. */
  public IamUser addFactsTo(IamUser user, Duration creationWindow) {
    Instant created = user.identity().created();
    CredentialReportEntry entry = rows.get(new RowKey(user.identity().name(), created));
    if (entry == null) return user;
    if (isFresh) return user.withKeys(entry.keys()).withPassword(entry.password());
    return isClosed(created.plus(creationWindow)) ? user.withKeys(entry.keys()) : user;
  }

  /**
   * Of an earlier credential report only facts that remain true are used: a used key stays used,
   * and a user whose window had closed gets no further key within it. A password may have been set
   * since.
   */
  private boolean isClosed(Instant windowEnd) {
    return windowEnd.plus(InitialKeyRule.CLOCK_MARGIN).isBefore(generated);
  }
}
