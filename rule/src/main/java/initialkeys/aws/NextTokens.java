package initialkeys.aws;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Checks the pages of one list call to AWS Config. Without it the SDK requests pages for ever when
 * a token is repeated.
 */
public final class NextTokens {

  private final Set<String> tokens = new HashSet<>();
  private final BooleanSupplier isLate;

  /**
   * @param isLate whether no further page must be requested
   */
  public NextTokens(BooleanSupplier isLate) {
    this.isLate = isLate;
  }

  /**
   * Rejects a page after which the next must not be requested.
   *
   * @param next null after the last page
   * @throws IllegalStateException when the token is repeated, or the time limit is reached
   */
  public void require(String next) {
    if (next == null) return;
    if (!tokens.add(next)) {
      throw new IllegalStateException("AWS Config returned the same next token twice");
    }
    if (isLate.getAsBoolean()) {
      throw new IllegalStateException("the time limit was reached before the last page");
    }
  }
}
