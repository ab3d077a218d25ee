package initialkeys.cli.preview.result;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a user. The decision asks only for facts that can change its verdict, so others
 * may be unknown.
 *
 * @param created when the user was created
 * @param password whether the user has a console password
 * @param keys every access key that may have been created with the user, perhaps others too
 */
public record UserFacts(
    String path,
    SourcedFact<Instant> created,
    Optional<SourcedFact<Boolean>> password,
    Optional<SourcedFact<List<KeyFacts>>> keys) {

  public UserFacts {
    keys = keys.map(known -> new SourcedFact<>(List.copyOf(known.value()), known.source()));
  }

  /** The keys that are known. */
  public List<KeyFacts> knownKeys() {
    return keys.map(SourcedFact::value).orElse(List.of());
  }

  /**
   * The time between the creation of the user and that of its first key, in either order; empty
   * when the creation of a key is not known, which may be the first.
   */
  public Optional<Duration> firstKeyGap() {
    if (!knownKeys().stream().allMatch(KeyFacts::isCreationKnown)) return Optional.empty();
    return knownKeys().stream()
        .flatMap(key -> key.afterUser(created.value()).stream())
        .map(Duration::abs)
        .min(Comparator.naturalOrder());
  }
}
