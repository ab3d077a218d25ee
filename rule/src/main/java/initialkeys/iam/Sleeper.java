package initialkeys.iam;

import java.time.Duration;

/** Waits; a test replaces it by one that does not. */
public interface Sleeper {

  /** Waits this long. */
  void sleep(Duration length) throws InterruptedException;
}
