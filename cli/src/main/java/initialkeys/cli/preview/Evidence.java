package initialkeys.cli.preview;

import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.decision.AccessKey;
import initialkeys.decision.IamUser;
import initialkeys.decision.TriState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;

/**
 * The facts behind a verdict, each with its source. What is true comes from the run's own outcome;
 * the observed calls add when and where a key was last used.
 */
final class Evidence {

  private static final String CREDENTIAL_REPORT = "credential report";

  private final ObservedIam iam;
  private final CredentialReportKeys report;
  private final Optional<String> file;

  /**
   * @param file the source of every fact when the account is described by a file
   */
  Evidence(ObservedIam iam, CredentialReportKeys report, Optional<String> file) {
    this.iam = iam;
    this.report = report;
    this.file = file;
  }

  /**
   * The facts about a user.
   *
   * @param findings the ids of the keys that the verdict names
   */
  UserFacts of(IamUser user, Set<String> findings) {
    return new UserFacts(
        user.identity().path(),
        new SourcedFact<>(user.identity().created(), live("iam:ListUsers")),
        password(user),
        user.keys().map(keys -> keys(user, keys, findings)));
  }

  private Optional<SourcedFact<Boolean>> password(IamUser user) {
    boolean isLive = iam.isPasswordRead(user.identity().name());
    String source = isLive ? live("iam:GetLoginProfile") : CREDENTIAL_REPORT;
    return known(user.password()).map(has -> new SourcedFact<>(has, source));
  }

  private SourcedFact<List<KeyFacts>> keys(
      IamUser user, List<AccessKey> keys, Set<String> findings) {
    boolean isLive = keys.stream().allMatch(Evidence::isLive) && isListed(user, keys);
    String name = user.identity().name();
    return new SourcedFact<>(
        keys.stream()
            .map(key -> isLive(key) ? liveKey(key, findings) : reportedKey(name, key))
            .toList(),
        isLive ? live("iam:ListAccessKeys") : CREDENTIAL_REPORT);
  }

  /** A user without a key: either source may show that. */
  private boolean isListed(IamUser user, List<AccessKey> keys) {
    return !keys.isEmpty() || iam.areKeysRead(user.identity().name());
  }

  /** The credential report does not say when a key was created (F22). */
  private static boolean isLive(AccessKey key) {
    return key.created().isPresent();
  }

  private KeyFacts liveKey(AccessKey key, Set<String> findings) {
    String source = live("iam:ListAccessKeys");
    return new KeyFacts(
        Optional.of(key.id()),
        status(key),
        key.created().map(created -> new SourcedFact<>(created, source)),
        known(key.used())
            .map(
                isUsed ->
                    new SourcedFact<>(use(key.id(), isUsed), live("iam:GetAccessKeyLastUsed"))),
        findings.contains(key.id()));
  }

  private KeyUse use(String keyId, boolean isUsed) {
    if (!isUsed) return KeyUse.NEVER;
    Optional<AccessKeyLastUsed> last = iam.lastUse(keyId);
    return new KeyUse(
        true,
        last.map(AccessKeyLastUsed::lastUsedDate),
        last.map(AccessKeyLastUsed::serviceName),
        last.map(AccessKeyLastUsed::region));
  }

  /** The id of such a key is the name of its slot in the credential report. */
  private KeyFacts reportedKey(String userName, AccessKey key) {
    return new KeyFacts(
        Optional.empty(),
        Optional.empty(),
        report
            .lastRotated(userName, key.id())
            .map(
                time ->
                    new SourcedFact<>(
                        time, "%s: %s_last_rotated".formatted(CREDENTIAL_REPORT, key.id()))),
        known(key.used())
            .map(used -> new SourcedFact<>(report.use(userName, key.id()), CREDENTIAL_REPORT)),
        false);
  }

  private String live(String call) {
    return file.orElse(call);
  }

  private static Optional<String> status(AccessKey key) {
    return switch (key.status()) {
      case ACTIVE -> Optional.of("Active");
      case INACTIVE -> Optional.of("Inactive");
      case EXPIRED -> Optional.of("Expired");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<Boolean> known(TriState fact) {
    return switch (fact) {
      case YES -> Optional.of(true);
      case NO -> Optional.of(false);
      case UNKNOWN -> Optional.empty();
    };
  }
}
