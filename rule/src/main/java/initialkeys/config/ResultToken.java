package initialkeys.config;

import java.util.Objects;

/** The token that entitles to report (F6: opaque, about 4 kB). It prints as nothing. */
public record ResultToken(String value) {

  public ResultToken {
    Objects.requireNonNull(value, "value");
  }

  /** The convention of the Rule Development Kit: AWS Config checks, and stores nothing (F14). */
  boolean isTestMode() {
    return value.equals("TESTMODE");
  }

  /** Words of AWS that may quote the token, without it. */
  String removedFrom(String words) {
    return words.replace(value, "(the result token)");
  }

  @Override
  public String toString() {
    return "(the result token)";
  }
}
