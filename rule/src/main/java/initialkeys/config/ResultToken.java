package initialkeys.config;

import java.util.Objects;
import java.util.regex.Pattern;

/** The result token of an invocation (F6: opaque, about 4 kB). It is never printed. */
public record ResultToken(String value) {

  /** The number of characters that distinguish a token from other text. */
  private static final int BEGINNING = 16;

  public ResultToken {
    Objects.requireNonNull(value, "value");
  }

  /** The convention of the Rule Development Kit: AWS Config validates and stores nothing (F14). */
  public boolean isTestMode() {
    return value.equals("TESTMODE");
  }

  /** Removes the token, or the beginning of a long one, from a message of AWS. */
  String redactFrom(String message) {
    String beginning = value.substring(0, Math.min(value.length(), BEGINNING));
    return message.replaceAll(Pattern.quote(beginning) + "[A-Za-z0-9+/=_-]*", toString());
  }

  @Override
  public String toString() {
    return "(the result token)";
  }
}
