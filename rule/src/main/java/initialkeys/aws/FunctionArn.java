package initialkeys.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the function itself lives, by the ARN that Lambda's context gives; no event has a say in
 * it.
 *
 * @param partition for example aws, aws-cn or aws-us-gov
 * @param accountId 12 digits
 */
public record FunctionArn(String partition, String accountId) {

  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):lambda:[a-z0-9-]+:([0-9]{12}):function:.+");

  public static FunctionArn parse(String arn) {
    Matcher parts = ARN.matcher(arn);
    if (parts.matches()) return new FunctionArn(parts.group(1), parts.group(2));
    throw new IllegalStateException("Lambda gives an ARN of no function: " + arn);
  }

  /** The role of that name in an account of the same partition. */
  public String role(String name, String ofAccount) {
    return "arn:%s:iam::%s:role/%s".formatted(partition, ofAccount, name);
  }
}
