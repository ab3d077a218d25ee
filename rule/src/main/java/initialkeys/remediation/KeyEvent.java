package initialkeys.remediation;

import initialkeys.decision.AccessKey;
import initialkeys.decision.UserIdentity;

/** What the log keeps of a key, in this order: the intent before a write, and each ending. */
public sealed interface KeyEvent {

  /** The key is about to be set to Inactive, or would be in a dry run. */
  record Intent(UserIdentity user, AccessKey key) implements KeyEvent {}

  /** The key has its ending. */
  record Ended(UserIdentity user, KeyResult result) implements KeyEvent {}
}
