package initialkeys.config;

/** AWS Config rejects a call or does not respond. The message names the call; no result token. */
public final class ConfigCallException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConfigCallException(String operation, String subject, String reason) {
    super("config:%s for %s: %s".formatted(operation, subject, reason));
  }
}
