package initialkeys.config;

/**
 * A resource as AWS Config names it.
 *
 * @param type for example AWS::IAM::User
 * @param id for an IAM user its unique id, AIDA…, never its name (F7)
 */
public record Resource(String type, String id) {

  static final String USER_TYPE = "AWS::IAM::User";

  /** Whether it is an IAM user. */
  public boolean isUser() {
    return type.equals(USER_TYPE);
  }

  /** The user that has a unique id. */
  public static Resource user(String id) {
    return new Resource(USER_TYPE, id);
  }
}
