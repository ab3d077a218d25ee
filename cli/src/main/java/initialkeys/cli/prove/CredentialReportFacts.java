package initialkeys.cli.prove;

import initialkeys.cli.prove.user.ProofCase;
import initialkeys.cli.prove.user.ProofContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CredentialReportExpiredException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
import software.amazon.awssdk.services.iam.model.CredentialReportNotReadyException;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** How IAM's credential report shows a name with a comma (F21) and an Inactive key (F22). */
final class CredentialReportFacts {

  private static final String COMMA = "F21";
  private static final String INACTIVE = "F22";
  private static final int MAX_LOOKS = 6;

  private final IamClient iam;
  private final List<ProofUser> users;
  private Optional<String> text = Optional.empty();
  private String reason = "";

  CredentialReportFacts(IamClient iam, List<ProofUser> users) {
    this.iam = iam;
    this.users = users;
  }

  /**
   * Requests a credential report in the end, when no run of the rule has: requested before, it
   * would keep the rule from a new one for 4 hours (F20).
   */
  void request(ProofContext context) {
    if (text.isPresent()) return;
    try {
      if (iam.generateCredentialReport().state() == ReportStateType.COMPLETE) {
        reason = "IAM began no new credential report: it does so at most every 4 hours (F20).";
        return;
      }
    } catch (SdkException failed) {
      reason = "IAM rejected the request for a credential report.";
      return;
    }
    for (int looks = 0; text.isEmpty() && looks < MAX_LOOKS; looks++) {
      look();
      if (text.isEmpty()) context.pause(Proof.BETWEEN_LOOKS);
    }
  }

  /** Looks whether the credential report is ready. */
  void look() {
    if (text.isPresent()) return;
    try {
      GetCredentialReportResponse response = iam.getCredentialReport();
      Instant newest =
          users.stream().map(it -> it.identity().created()).max(Instant::compareTo).orElseThrow();
      if (response.generatedTime().isBefore(newest)) {
        reason = "IAM still returned the credential report from before.";
        return;
      }
      text = Optional.of(response.content().asString(StandardCharsets.UTF_8));
    } catch (CredentialReportNotReadyException
        | CredentialReportNotPresentException
        | CredentialReportExpiredException notReady) {
      reason = "The credential report was not ready in time.";
    } catch (SdkException failed) {
      reason = "IAM did not return the credential report.";
    }
  }

  /** What the credential report has shown. */
  List<ObservedFact> facts() {
    List<ObservedFact> facts = new ArrayList<>();
    facts.add(
        user(ProofCase.COMMA)
            .map(it -> fact(COMMA, it, this::comma))
            .orElse(ObservedFact.none(COMMA, "no user with a comma was created.")));
    facts.add(
        user(ProofCase.INACTIVE_KEY)
            .map(it -> fact(INACTIVE, it, this::inactiveKey))
            .orElse(ObservedFact.none(INACTIVE, "no Inactive key was created.")));
    return facts;
  }

  private Optional<ProofUser> user(ProofCase proofCase) {
    return users.stream().filter(it -> it.proofCase() == proofCase).findFirst();
  }

  private interface Reading {
    Optional<String> of(String report, ProofUser user);
  }

  private ObservedFact fact(String number, ProofUser user, Reading reading) {
    if (text.isEmpty()) return ObservedFact.none(number, reason);
    return reading
        .of(text.get(), user)
        .map(seen -> ObservedFact.of(number, seen))
        .orElseGet(
            () -> ObservedFact.none(number, "the credential report has no row of the user."));
  }

  private Optional<String> comma(String report, ProofUser user) {
    String name = user.identity().name();
    if (report.contains("\"" + name + "\",")) {
      return Optional.of("a user name with a comma is in quotes.");
    }
    return report.contains(name)
        ? Optional.of("a user name with a comma is not in quotes.")
        : Optional.empty();
  }

  /** The user's own name and path need no quotes, so that its row can be split at commas. */
  private Optional<String> inactiveKey(String report, ProofUser user) {
    List<String> header = List.of(report.lines().findFirst().orElse("").split(",", -1));
    int active = header.indexOf("access_key_1_active");
    int rotated = header.indexOf("access_key_1_last_rotated");
    return report
        .lines()
        .filter(line -> line.startsWith(user.identity().name() + ","))
        .map(line -> line.split(",", -1))
        .filter(row -> active >= 0 && rotated >= 0 && row.length > Math.max(active, rotated))
        .findFirst()
        .map(row -> seen(row[active], row[rotated], user));
  }

  private static String seen(String active, String rotated, ProofUser user) {
    return "an Inactive key has access_key_1_active %s and access_key_1_last_rotated %s."
        .formatted(
            active.toLowerCase(Locale.ROOT).equals("false") ? "false" : "other than false",
            isCreation(rotated, user)
                ? "the time of its creation"
                : rotated.equals("N/A") ? "N/A" : "another time");
  }

  private static boolean isCreation(String rotated, ProofUser user) {
    String created = user.keys().getFirst().created().orElseThrow().toString();
    return rotated.replace("+00:00", "Z").equals(created);
  }
}
