package initialkeys.decision;

import java.util.Arrays;
import java.util.List;
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

  /**
   * Ids are random, so a part of one identifies no user; a digit or * distinguishes it from a name.
   */
  private static final Pattern PART_OF_ID = Pattern.compile("AIDA(?=.*[0-9*])[A-Z0-9*]*");

  /**
   * The form of every id that has been seen, in any case; the digit distinguishes it from a word.
   */
  private static final Pattern ID_IN_ANY_CASE = Pattern.compile("(?i)(?=.*[2-7])AIDA[A-Z2-7]{17}");

  /** IAM's prefixes for the unique ids of resources that are not users. */
  private static final Pattern ID_OF_NO_USER =
      Pattern.compile("(ABIA|ACCA|AGPA|AIPA|AKIA|ANPA|ANVA|APKA|AROA|ASCA|ASIA)[A-Z0-9]{12,124}");

  /** In a list: behind an entry. */
  private static final String END = "(?=[ ]*(?:,|$))";

  /** A character of a path other than * and the comma, without those that JSON escapes. */
  private static final String PATH_CHARACTER = "[!#-)+\\--\\[\\]-~]";

  /**
   * A regular expression for a whole list of entries. It accepts nothing that {@link #parseList}
   * rejects, and rejects nothing that it accepts but for what a text of JSON escapes (a quotation
   * mark, a backslash, a tab, a line break), other white space than spaces, and a list of spaces
   * alone, which AWS Config rejects. Java matches a possessive repetition (+) in a loop, any other
   * one of these recursively: a long list would overflow the stack.
   */
  static final String LIST_PATTERN = list("(?:%s|%s|%s)".formatted(id(), path(), name()));

  private static final Pattern ARN = Pattern.compile("(?i)arn:.*");

  /**
   * @throws InvalidInputException when the entry can match no user
   */
  public UserPattern {
    if (!UserIdentity.isUserId(text)) {
      if (matches(ARN, text)) {
        throw rejected(text, "the user's name, path or unique id instead of an ARN");
      }
      if (text.startsWith("/")) requirePath(text);
      else requireName(text);
    }
  }

  /**
   * A space in brackets: templates take a comma, a space and an asterisk for a list of their own.
   */
  private static String list(String entry) {
    return "(?! +$)[ ]*(?:%1$s[ ]*)?(?:,[ ]*(?:%1$s[ ]*)?)*+".formatted(entry);
  }

  private static String id() {
    return UserIdentity.ID_PATTERN + END;
  }

  private static String path() {
    return "(?!//%s)/(?:\\**%s){0,%s}+\\**(?:/\\**)?(?<=[/*])%1$s"
        .formatted(END, PATH_CHARACTER, MAX_PATH_LENGTH - 2);
  }

  private static String name() {
    String partOfId = "AIDA(?=[A-Z0-9*]*[0-9*])[A-Z0-9*]*" + END;
    String idInAnyCase = "(?=[A-Za-z]*[2-7])[Aa][Ii][Dd][Aa][A-Za-z2-7]{17}" + END;
    return "(?!%s)(?!%s)(?!%s)(?=[^\\s,])\\**(?:[A-Za-z0-9_+=.@-]\\**){0,%s}+%s"
        .formatted(partOfId, idInAnyCase, ID_OF_NO_USER.pattern() + END, MAX_NAME_LENGTH, END);
  }

  /** The entries of a comma-separated list; empty entries are ignored. */
  static List<UserPattern> parseList(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(UserPattern::new)
        .toList();
  }

  /** IAM's paths are "/", or begin and end with "/" and have characters between. */
  private static void requirePath(String text) {
    int closingSlash = literals(text).endsWith("/") ? 0 : 1;
    boolean isPossible =
        matches(PATH, text)
            && !text.equals("//")
            && literals(text).length() + closingSlash <= MAX_PATH_LENGTH;
    if (isPossible) return;
    throw rejected(
        text,
        "a path of at most %s characters from ! to ~ that starts with / and ends with / or *"
            .formatted(MAX_PATH_LENGTH));
  }

  private static void requireName(String text) {
    if (matches(PART_OF_ID, text) || matches(ID_IN_ANY_CASE, text)) {
      throw rejected(
          text,
          "a complete unique id as IAM shows it: AIDA and at least 12 capital letters and digits,"
              + " without *");
    }
    if (matches(ID_OF_NO_USER, text)) {
      throw rejected(
          text, "a user name, a path or the unique id of a user, which starts with AIDA");
    }
    if (matches(NAME, text) && literals(text).length() <= MAX_NAME_LENGTH) return;
    throw rejected(
        text,
        ("a user name of at most %s letters, digits and _+=.@-, in which * matches any run of"
                + " characters; or a path that starts with /; or a unique id AIDA…")
            .formatted(MAX_NAME_LENGTH));
  }

  private static InvalidInputException rejected(String text, String allowed) {
    return new InvalidInputException(
        "An entry of rule parameter " + RuleParameter.EXEMPT_USERS.key(), text, allowed);
  }

  private static String literals(String text) {
    return text.replace("*", "");
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  boolean matches(UserIdentity user) {
    if (UserIdentity.isUserId(text)) return text.equals(user.id());
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
