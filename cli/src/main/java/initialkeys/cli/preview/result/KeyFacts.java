package initialkeys.cli.preview.result;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an access key.
 *
 * @param id empty for a key that only the credential report shows, which has no key ids (F20)
 * @param created for a key that only the credential report shows, when it was created or last
 *     changed (F22)
 * @param isFinding whether the verdict names the key
 */
public record KeyFacts(
    Optional<String> id,
    Optional<String> status,
    Optional<SourcedFact<Instant>> created,
    Optional<SourcedFact<KeyUse>> use,
    boolean isFinding) {

  /** Whether the known time is certainly that of the key's creation (F22). */
  boolean isCreationKnown() {
    return id.flatMap(_ -> created).isPresent();
  }

  /** How long after its user the key was created; negative when before. */
  public Optional<Duration> afterUser(Instant userCreated) {
    return created.map(known -> Duration.between(userCreated, known.value()));
  }
}
