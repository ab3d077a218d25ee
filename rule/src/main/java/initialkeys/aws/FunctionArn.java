package initialkeys.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The function's own partition and account, from the ARN in Lambda's context. No event can change
 * them.
 *
 * @param partition for example aws, aws-cn, aws-us-gov, aws-iso-b or aws-eusc
 * @param accountId 12 digits
 */
public record FunctionArn(String partition, String accountId) {

  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):lambda:[a-z0-9-]+:([0-9]{12}):function:.+");

  public static FunctionArn parse(String arn) {
    Matcher parts = ARN.matcher(arn);
    if (parts.matches()) return new FunctionArn(parts.group(1), parts.group(2));
    throw new IllegalStateException("Not a Lambda function ARN: " + arn);
  }

  /** The ARN of a role with this name in an account of the same partition. */
  public String role(String name, String inAccount) {
    return "arn:%s:iam::%s:role/%s".formatted(partition, inAccount, name);
  }
}
