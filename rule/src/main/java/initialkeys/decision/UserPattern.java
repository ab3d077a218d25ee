package initialkeys.decision;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of {@code exemptUsers}. Matching is case-sensitive.
 *
 * <ul>
 *   <li>An entry that starts with "/" matches the user's path; {@code *} matches any run of
 *       characters.
 *   <li>An entry in the form of a unique id ({@code AIDA…}) matches the user's id and never a name:
 *       anyone who may create a user can choose its name, and nobody can choose its id.
 *   <li>Any other entry matches the user name; {@code *} matches any run of characters.
 * </ul>
 *
 * <p>An entry that can match no user is rejected: it would silently exempt nobody.
 */
public record UserPattern(String text) {

  private static final int MAX_NAME_LENGTH = 64;
  private static final int MAX_PATH_LENGTH = 512;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=.@*-]+");
  private static final Pattern PATH = Pattern.compile("/([!-~]*[/*])?");
  private static final Pattern ID = Pattern.compile("AID[A-Z0-9]{13,125}");

  /** What every id looks like, in any case; the digit distinguishes it from a word. */
  private static final Pattern ID_IN_ANY_CASE = Pattern.compile("(?i)(?=.*[2-7])AIDA[A-Z2-7]{17}");

  /** IAM's prefixes for the unique ids of resources that are not users. */
  private static final Pattern ID_OF_NO_USER =
      Pattern.compile("(ABIA|ACCA|AGPA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,124}");

  private static final Pattern ARN = Pattern.compile("(?i)arn:.*");

  /**
   * @throws InvalidInputException when the entry can match no user
   */
  public UserPattern {
    String subject = text;
    allowedInsteadOf(text)
        .ifPresent(
            allowed -> {
              throw new InvalidInputException(
                  "An entry of rule parameter " + RuleParameter.EXEMPT_USERS.key(),
                  subject,
                  allowed);
            });
  }

  /** The entries of a comma-separated list; empty entries are ignored. */
  static List<UserPattern> parseList(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(UserPattern::new)
        .toList();
  }

  /** What the entry must be instead; empty when it can match a user. */
  private static Optional<String> allowedInsteadOf(String text) {
    if (matches(ID, text)) return Optional.empty();
    if (matches(ARN, text)) {
      return Optional.of("the user's name, path or unique id instead of an ARN");
    }
    if (text.startsWith("/")) {
      return isPossiblePath(text)
          ? Optional.empty()
          : Optional.of(
              "a path of at most %s characters from ! to ~ that starts with / and ends with / or *"
                  .formatted(MAX_PATH_LENGTH));
    }
    if (matches(ID_IN_ANY_CASE, text)) {
      return Optional.of(
          "a unique id as IAM shows it: AIDA and at least 12 capital letters and digits");
    }
    if (matches(ID_OF_NO_USER, text)) {
      return Optional.of("a user name, a path or the unique id of a user, which starts with AIDA");
    }
    return matches(NAME, text) && literalLength(text) <= MAX_NAME_LENGTH
        ? Optional.empty()
        : Optional.of(
                "a user name of at most %s letters, digits and _+=.@-, in which * matches any run"
                    + " of characters; or a path that starts with /; or a unique id AIDA…")
            .map(allowed -> allowed.formatted(MAX_NAME_LENGTH));
  }

  /** IAM's paths are "/", or begin and end with "/" and have characters between. */
  private static boolean isPossiblePath(String text) {
    return matches(PATH, text) && !text.equals("//") && literalLength(text) <= MAX_PATH_LENGTH;
  }

  private static int literalLength(String text) {
    return text.replace("*", "").length();
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  boolean matches(UserIdentity user) {
    if (matches(ID, text)) return text.equals(user.id());
    return matches(text.startsWith("/") ? user.path() : user.name());
  }

  /** Takes the leftmost match of each part between wildcards, so it never backtracks. */
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
