package initialkeys.config;

/** AWS Config refused a call or did not answer it. The message names the call; no result token. */
public final class ConfigCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int taken;

  ConfigCallException(String operation, String subject, String reason, int taken) {
    super("config:%s for %s: %s".formatted(operation, subject, reason));
    this.taken = taken;
  }

  /** How many evaluations of the batch AWS Config took all the same. */
  public int taken() {
    return taken;
  }
}
