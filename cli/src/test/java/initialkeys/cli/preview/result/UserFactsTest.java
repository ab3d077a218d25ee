package initialkeys.cli.preview.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserFactsTest {

  private static UserFacts with(KeyFacts... keys) {
    return new UserFacts(
        "/",
        new SourcedFact<>(Instant.EPOCH, "iam:ListUsers"),
        Optional.empty(),
        Optional.of(new SourcedFact<>(List.of(keys), "iam:ListAccessKeys")));
  }

  private static KeyFacts key(String id, Long seconds) {
    return new KeyFacts(
        Optional.ofNullable(id),
        Optional.empty(),
        Optional.ofNullable(seconds)
            .map(it -> new SourcedFact<>(Instant.ofEpochSecond(it), "a source")),
        Optional.empty(),
        false);
  }

  @Test
  void firstKeyIsTheNearest() {
    assertThat(with(key("AKIA1", 90L), key("AKIA2", -7L)).firstKeyGap())
        .contains(Duration.ofSeconds(7));
    assertThat(with().firstKeyGap()).isEmpty();
  }

  /** Only a key with an id has a creation; the credential report has neither (F20, F22). */
  @Test
  void keyOfUnknownCreationMayBeTheFirst() {
    assertThat(with(key("AKIA1", 90L), key(null, 7L)).firstKeyGap()).isEmpty();
    assertThat(with(key("AKIA1", 90L), key("AKIA2", null)).firstKeyGap()).isEmpty();
  }
}
