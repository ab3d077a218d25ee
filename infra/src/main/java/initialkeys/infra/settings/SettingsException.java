package initialkeys.infra.settings;

/** The settings cannot be used. The message says which one, why, and what is allowed. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
