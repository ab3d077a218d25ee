package initialkeys.infra.function;

import static initialkeys.infra.function.AccountPermissions.allow;

import initialkeys.infra.settings.FunctionSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.CfnFunction.VpcConfigProperty;
import software.amazon.awscdk.services.lambda.Function;

/**
 * What a function of this app needs for a VPC and for a key of the customer: nothing, unless the
 * settings ask for it.
 */
public final class FunctionConnections {

  private static final String[] NETWORK_INTERFACE_ACTIONS = {
    "ec2:AssignPrivateIpAddresses", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses"
  };

  private static final String[] DESCRIBE_ACTIONS = {
    "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"
  };

  private static final String CREATE_ACTION = "ec2:CreateNetworkInterface";

  private FunctionConnections() {}

  /** Connects the function to the VPC of the settings, if there is one. */
  public static void connect(Function function, FunctionSettings settings) {
    if (!settings.network().isVpc()) return;
    if (function.getNode().getDefaultChild() instanceof CfnFunction resource) {
      resource.setVpcConfig(
          VpcConfigProperty.builder()
              .subnetIds(settings.network().subnetIds())
              .securityGroupIds(settings.network().securityGroupIds())
              .build());
    }
  }

  /**
   * What the function's role needs for the VPC. Lambda makes these calls with the role; the code of
   * a function may not.
   */
  public static List<PolicyStatement> vpcStatements(Stack stack, FunctionSettings settings) {
    FunctionSettings.Network network = settings.network();
    if (!network.isVpc()) return List.of();
    return List.of(
        allow("CreateNetworkInterfaces", CREATE_ACTION)
            .resources(List.of(ofAccount(stack, "network-interface/*")))
            .build(),
        createWith("Subnets", "subnet", "ec2:SubnetID", network.subnetIds()),
        createWith(
            "SecurityGroups", "security-group", "ec2:SecurityGroupID", network.securityGroupIds()),
        // Lambda's documentation requires all resources of the account here (F77).
        allow("ManageNetworkInterfaces", NETWORK_INTERFACE_ACTIONS)
            .resources(List.of(ofAccount(stack, "*/*")))
            .build(),
        // EC2 supports no resources for these.
        allow("DescribeNetwork", DESCRIBE_ACTIONS).resources(List.of("*")).build(),
        PolicyStatement.Builder.create()
            .sid("OnlyLambdaItself")
            .effect(Effect.DENY)
            .actions(
                Stream.of(
                        Stream.of(CREATE_ACTION),
                        Stream.of(NETWORK_INTERFACE_ACTIONS),
                        Stream.of(DESCRIBE_ACTIONS))
                    .flatMap(actions -> actions)
                    .toList())
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "ArnLike",
                    Map.of(
                        "lambda:SourceFunctionArn",
                        stack.formatArn(
                            ArnComponents.builder()
                                .service("lambda")
                                .resource("function:*")
                                .build()))))
            .build());
  }

  /**
   * The ids are in a condition (F77a) and not in ARNs: in a release they are one parameter, of
   * which CloudFormation makes a list, but no list of ARNs without wildcards. A subnet that is
   * shared belongs to another account.
   */
  private static PolicyStatement createWith(
      String kind, String resourceType, String conditionKey, List<String> ids) {
    return allow("CreateWithGiven" + kind, CREATE_ACTION)
        .resources(
            List.of("arn:%s:ec2:%s:*:%s/*".formatted(Aws.PARTITION, Aws.REGION, resourceType)))
        .conditions(Map.of("StringEquals", Map.of(conditionKey, ids)))
        .build();
  }

  /** What the function's role needs to send to a queue that is encrypted with the key. */
  public static List<PolicyStatement> keyStatements(FunctionSettings settings) {
    return settings.kmsKeyArn().stream()
        .map(
            arn ->
                allow("EncryptFailedEvents", "kms:Decrypt", "kms:GenerateDataKey")
                    .resources(List.of(arn))
                    .conditions(
                        Map.of(
                            "StringEquals",
                            Map.of(
                                "kms:ViaService",
                                "sqs.%s.%s".formatted(Aws.REGION, Aws.URL_SUFFIX))))
                    .build())
        .toList();
  }

  private static String ofAccount(Stack stack, String resource) {
    return "arn:%s:ec2:%s:%s:%s".formatted(Aws.PARTITION, Aws.REGION, stack.getAccount(), resource);
  }
}
