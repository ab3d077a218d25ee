package initialkeys.infra.release.parameter;

import initialkeys.infra.release.parameter.ParameterDescription.Group;
import initialkeys.infra.release.parameter.ParameterDescription.Parameter;
import java.util.Map;
import java.util.TreeMap;

/**
 * The permissions boundary of every role, which is no setting: the CDK app has it from CDK's own
 * context. It is the name of a policy and not an ARN, because the roles of member accounts need the
 * policy of their own account.
 */
public final class PermissionsBoundary {

  private static final String KEY = "permissionsBoundaryName";

  private static final String CONTEXT = "@aws-cdk/core:permissionsBoundary";

  private PermissionsBoundary() {}

  /** IAM's rule for policy names, after a path that there may be. */
  static Input input() {
    return new Input(
        KEY,
        "",
        "|([A-Za-z0-9+=,.@_-]{1,128}/){0,15}[A-Za-z0-9+=,.@_-]{1,128}",
        "the name of a policy, with its path if it has one, such as company/boundary",
        new Parameter(
            Group.PERMISSIONS,
            "Permissions boundary",
            "The name of a customer managed policy that bounds the permissions of every role. Each"
                + " account that gets a role must have it. Empty: none",
            "SampleBoundary"));
  }

  /** CDK context for settings of which one may be the name. */
  public static Map<String, Object> context(Map<String, String> settings) {
    Map<String, Object> context = new TreeMap<>(settings);
    Object name = context.remove(KEY);
    if (name != null && !name.equals("")) context.put(CONTEXT, Map.of("name", name));
    return context;
  }
}
