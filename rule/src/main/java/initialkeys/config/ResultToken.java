package initialkeys.config;

import java.util.Objects;
import java.util.regex.Pattern;

/** The token that entitles to report (F6: opaque, about 4 kB). It prints as nothing. */
public record ResultToken(String value) {

  /** So much of a token tells it from any other word. */
  private static final int BEGINNING = 16;

  public ResultToken {
    Objects.requireNonNull(value, "value");
  }

  /** The convention of the Rule Development Kit: AWS Config checks, and stores nothing (F14). */
  boolean isTestMode() {
    return value.equals("TESTMODE");
  }

  /** Words of AWS that may quote the token, or the beginning of a long one, without it. */
  String removedFrom(String words) {
    String beginning = value.substring(0, Math.min(value.length(), BEGINNING));
    return words.replaceAll(Pattern.quote(beginning) + "[A-Za-z0-9+/=_-]*", toString());
  }

  @Override
  public String toString() {
    return "(the result token)";
  }
}
