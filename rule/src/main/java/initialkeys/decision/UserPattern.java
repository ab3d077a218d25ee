package initialkeys.decision;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One entry of {@code exemptUsers}: a user name, or a path when it starts with "/"; {@code *}
 * matches any run of characters. Case-sensitive.
 */
public record UserPattern(String text) {

  /** What IAM allows in a name (plus the wildcard), or in a path that some user can have. */
  private static final Pattern POSSIBLE =
      Pattern.compile("[A-Za-z0-9_+=.@*-]{1,128}|/([!-~]*[/*])?");

  /**
   * @throws InvalidInputException when no user's name or path can match: the entry would exempt
   *     nobody, in silence
   */
  public UserPattern {
    if (!POSSIBLE.matcher(text).matches()) {
      throw new InvalidInputException(
          "An entry of rule parameter " + RuleParameter.EXEMPT_USERS.key(),
          text,
          RuleParameter.EXEMPT_USERS.allowed());
    }
  }

  boolean matches(UserIdentity user) {
    return matches(text.startsWith("/") ? user.path() : user.name());
  }

  /** Takes the leftmost place for each part between wildcards: the work grows with the text. */
  private boolean matches(String subject) {
    List<String> parts = List.of(text.split("\\*", -1));
    String head = parts.getFirst();
    if (parts.size() == 1) return head.equals(subject);
    if (!subject.startsWith(head)) return false;
    int from = head.length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int at = subject.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length();
    }
    return subject.substring(from).endsWith(parts.getLast());
  }
}
