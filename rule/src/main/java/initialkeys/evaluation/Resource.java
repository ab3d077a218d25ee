package initialkeys.evaluation;

/**
 * A resource, as AWS Config identifies it.
 *
 * @param type for example AWS::IAM::User
 * @param id for an IAM user its unique id, AIDA…, never its name (F7)
 */
public record Resource(String type, String id) {

  /** The resource type of an IAM user. */
  public static final String USER_TYPE = "AWS::IAM::User";

  /** The IAM user with this unique id. */
  public static Resource user(String id) {
    return new Resource(USER_TYPE, id);
  }

  /** Whether it is an IAM user. */
  public boolean isUser() {
    return type.equals(USER_TYPE);
  }
}
