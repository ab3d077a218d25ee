package initialkeys.infra.function;

import static initialkeys.infra.Synthesized.ACCOUNT;
import static initialkeys.infra.Synthesized.APP_IN_A_NETWORK;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.ORGANIZATION_REMEDIATION;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A VPC, a proxy and a key of the customer, where the settings ask for them. */
final class FunctionConnectionsTest {

  private static final String KEY =
      "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  private static final String ALLOWED =
      """
      Allow ec2:CreateNetworkInterface on arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*
      Allow ec2:CreateNetworkInterface on arn:<AWS::Partition>:ec2:<AWS::Region>:*:subnet/* if {StringEquals: {ec2:SubnetID: [subnet-0a1b2c3d, subnet-1a1b2c3d]}}
      Allow ec2:CreateNetworkInterface on arn:<AWS::Partition>:ec2:<AWS::Region>:*:security-group/* if {StringEquals: {ec2:SecurityGroupID: [sg-0a1b2c3d]}}
      Allow ec2:AssignPrivateIpAddresses ec2:DeleteNetworkInterface ec2:UnassignPrivateIpAddresses on arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:*/*
      Allow ec2:DescribeNetworkInterfaces ec2:DescribeSubnets on *
      Deny ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on * if {ArnLike: {lambda:SourceFunctionArn: arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:*}}
      """;

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, ORGANIZATION, ORGANIZATION_REMEDIATION})
  void everyFunctionIsInTheVpc(String stack) {
    assertThat(APP_IN_A_NETWORK.get(stack).only("AWS::Lambda::Function").path("VpcConfig"))
        .isEqualTo(
            json(
                """
                {"SubnetIds":["subnet-0a1b2c3d","subnet-1a1b2c3d"],
                 "SecurityGroupIds":["sg-0a1b2c3d"]}\
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, ORGANIZATION, ORGANIZATION_REMEDIATION})
  void everyFunctionCallsThroughTheProxy(String stack) {
    JsonNode variables =
        APP_IN_A_NETWORK.get(stack).only("AWS::Lambda::Function").at("/Environment/Variables");
    assertThat(variables.path("HTTPS_PROXY").asText()).isEqualTo("http://proxy.example.com:3128");
    assertThat(variables.path("NO_PROXY").asText()).isEqualTo("sts.eu-west-1.amazonaws.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {ACCOUNT, ORGANIZATION, ORGANIZATION_REMEDIATION})
  void lambdaMayManageNetworkInterfacesAndTheCodeMayNot(String stack) {
    assertThat(statementsAbout("ec2:", APP_IN_A_NETWORK.get(stack))).isEqualTo(ALLOWED);
  }

  /** In a member account nothing runs. */
  @Test
  void memberRoleGetsNothing() {
    Synthesized stack = APP_IN_A_NETWORK.get(MEMBER_ROLE);
    assertThat(stack.only("AWS::IAM::Role", "Role"))
        .isEqualTo(
            Synthesized.APP_WITH_EVERY_STACK.get(MEMBER_ROLE).only("AWS::IAM::Role", "Role"));
    assertThat(stack.text()).doesNotContain("subnet-", "proxy", "ec2:", KEY);
  }

  @Test
  void keyEncryptsLogsQueueAndTopics() {
    for (String id : List.of(ACCOUNT, ORGANIZATION)) {
      Synthesized stack = APP_IN_A_NETWORK.get(id);
      assertThat(stack.only("AWS::Logs::LogGroup").path("KmsKeyId").asText()).isEqualTo(KEY);
      JsonNode queue = stack.only("AWS::SQS::Queue");
      assertThat(queue.path("KmsMasterKeyId").asText()).isEqualTo(KEY);
      assertThat(queue.has("SqsManagedSseEnabled")).isFalse();
      assertThat(stack.all("AWS::SNS::Topic"))
          .hasSize(2)
          .allMatch(topic -> topic.at("/Properties/KmsMasterKeyId").asText().equals(KEY));
      assertThat(stack.all("AWS::KMS::Key")).isEmpty();
      assertThat(statementsAbout("kms:", stack))
          .isEqualTo(
              "Allow kms:Decrypt kms:GenerateDataKey on %s if".formatted(KEY)
                  + " {StringEquals: {kms:ViaService: sqs.<AWS::Region>.<AWS::URLSuffix>}}\n");
    }
  }

  @Test
  void keyEncryptsTheRecordOfTheRemediation() {
    assertThat(
            APP_IN_A_NETWORK
                .get(ORGANIZATION_REMEDIATION)
                .only("AWS::Logs::LogGroup")
                .path("KmsKeyId")
                .asText())
        .isEqualTo(KEY);
  }

  /** The statements of the function's role for a service. */
  private static String statementsAbout(String service, Synthesized stack) {
    JsonNode function = stack.only("AWS::Lambda::Function");
    String role = function.at("/Role/Fn::GetAtt/0").asText();
    return stack
        .template()
        .path("Resources")
        .path(role)
        .at("/Properties/Policies/0/PolicyDocument/Statement")
        .valueStream()
        .filter(statement -> texts(statement.path("Action")).startsWith(service))
        .map(FunctionConnectionsTest::described)
        .collect(joining());
  }

  private static String described(JsonNode statement) {
    return "%s %s on %s%s\n"
        .formatted(
            statement.path("Effect").asText(),
            texts(statement.path("Action")),
            texts(statement.path("Resource")),
            statement.has("Condition") ? " if " + resolved(statement.path("Condition")) : "");
  }

  private static String texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(FunctionConnectionsTest::resolved).collect(joining(" "))
        : resolved(node);
  }

  /** A text with its references as {@code <Name>}; an object or a list with such texts. */
  private static String resolved(JsonNode node) {
    if (node.isTextual()) return node.asText();
    if (node.isArray()) {
      return node.valueStream()
          .map(FunctionConnectionsTest::resolved)
          .collect(joining(", ", "[", "]"));
    }
    if (node.has("Ref")) return "<%s>".formatted(node.path("Ref").asText());
    if (node.has("Fn::Join")) {
      return node.at("/Fn::Join/1")
          .valueStream()
          .map(FunctionConnectionsTest::resolved)
          .collect(joining());
    }
    return node.propertyStream()
        .map(member -> "%s: %s".formatted(member.getKey(), resolved(member.getValue())))
        .collect(joining(", ", "{", "}"));
  }
}
