package initialkeys.simulation.http;

import static initialkeys.simulation.http.FakeAws.element;
import static initialkeys.simulation.http.FakeAws.members;

import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.service.SimulatedConfig;
import initialkeys.simulation.service.WritableIam;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/**
 * An account over HTTP in which the rule is deployed and users can be created: what {@link FakeAws}
 * responds to, AWS STS, and the calls that change something.
 */
public final class DeployedAccount implements FakeAwsServer.Service {

  private final String accountId;
  private final WritableIam iam;
  private final SimulatedConfig config;

  public DeployedAccount(String accountId, WritableIam iam, SimulatedConfig config) {
    this.accountId = accountId;
    this.iam = iam;
    this.config = config;
  }

  public WritableIam iam() {
    return iam;
  }

  public SimulatedConfig config() {
    return config;
  }

  @Override
  public Response respond(RecordedRequest request) {
    synchronized (config) {
      return response(request);
    }
  }

  private Response response(RecordedRequest request) {
    return switch (request.operation()) {
      case "GetCallerIdentity" -> identity(request.accessKeyId());
      case "StartConfigRulesEvaluation" -> start(request.body());
      case "DescribeConfigRuleEvaluationStatus" -> status(request.body());
      case "CreateUser",
          "PutUserPolicy",
          "CreateLoginProfile",
          "CreateAccessKey",
          "DeleteAccessKey",
          "DeleteLoginProfile",
          "DeleteUserPolicy",
          "DeleteUser",
          "ListUserPolicies",
          "ListUserTags",
          "ListGroupsForUser",
          "ListAttachedUserPolicies",
          "ListMFADevices",
          "ListSSHPublicKeys",
          "ListSigningCertificates",
          "ListServiceSpecificCredentials",
          "GenerateCredentialReport" ->
          iam(request.operation(), FakeAws.formParameters(request.body()));
      default -> new FakeAws(iam.reads(), config.kept()).respond(request);
    };
  }

  private Response identity(String accessKeyId) {
    iam.use(accessKeyId);
    return Response.of(
        200,
        "text/xml",
        ("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account>"
                + "</GetCallerIdentityResult></GetCallerIdentityResponse>")
            .formatted(accountId));
  }

  private Response start(String body) {
    List<String> names =
        Fixtures.tree(body)
            .path("ConfigRuleNames")
            .valueStream()
            .map(it -> it.textValue())
            .toList();
    try {
      config.startConfigRulesEvaluation(it -> it.configRuleNames(names));
      return Response.of(200, "application/x-amz-json-1.1", "{}");
    } catch (ConfigException rejected) {
      return FakeAws.configError(400, rejected.getClass().getSimpleName(), rejected.getMessage());
    }
  }

  private Response status(String body) {
    String name = Fixtures.tree(body).path("ConfigRuleNames").path(0).textValue();
    ConfigRuleEvaluationStatus status =
        config
            .describeConfigRuleEvaluationStatus(it -> it.configRuleNames(name))
            .configRulesEvaluationStatus()
            .getFirst();
    Map<String, Object> fields =
        status.lastSuccessfulInvocationTime() == null
            ? Map.of("ConfigRuleName", name)
            : Map.of(
                "ConfigRuleName",
                name,
                "LastSuccessfulInvocationTime",
                status.lastSuccessfulInvocationTime().toEpochMilli() / 1000.0);
    return Response.of(
        200,
        "application/x-amz-json-1.1",
        Events.json(Map.of("ConfigRulesEvaluationStatus", List.of(fields))));
  }

  private Response iam(String operation, Map<String, String> parameters) {
    try {
      return Response.of(
          200,
          "text/xml",
          "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
              .formatted(operation, result(operation, parameters)));
    } catch (NoSuchEntityException missing) {
      return FakeAws.iamError(404, "NoSuchEntity", missing.getMessage());
    } catch (IamException rejected) {
      return FakeAws.iamError(
          rejected.statusCode(), rejected.awsErrorDetails().errorCode(), rejected.getMessage());
    }
  }

  private String result(String operation, Map<String, String> parameters) {
    String user = parameters.get("UserName");
    return switch (operation) {
      case "CreateUser" ->
          "<User>%s</User>"
              .formatted(
                  FakeAws.user(
                      iam.createUser(
                              it ->
                                  it.userName(user)
                                      .path(parameters.get("Path"))
                                      .tags(tags(parameters)))
                          .user()));
      case "PutUserPolicy" -> {
        iam.putUserPolicy(
            it ->
                it.userName(user)
                    .policyName(parameters.get("PolicyName"))
                    .policyDocument(parameters.get("PolicyDocument")));
        yield "";
      }
      case "CreateLoginProfile" -> {
        iam.createLoginProfile(it -> it.userName(user).password(parameters.get("Password")));
        yield "<LoginProfile>%s</LoginProfile>".formatted(element("UserName", user));
      }
      case "CreateAccessKey" -> key(iam.createAccessKey(it -> it.userName(user)).accessKey());
      case "DeleteAccessKey" -> {
        iam.deleteAccessKey(it -> it.userName(user).accessKeyId(parameters.get("AccessKeyId")));
        yield "";
      }
      case "DeleteLoginProfile" -> {
        iam.deleteLoginProfile(it -> it.userName(user));
        yield "";
      }
      case "DeleteUserPolicy" -> {
        iam.deleteUserPolicy(it -> it.userName(user).policyName(parameters.get("PolicyName")));
        yield "";
      }
      case "DeleteUser" -> {
        iam.deleteUser(it -> it.userName(user));
        yield "";
      }
      case "ListUserPolicies" ->
          list("PolicyNames", iam.listUserPolicies(it -> it.userName(user)).policyNames());
      case "ListUserTags" ->
          list(
              "Tags",
              iam.listUserTags(it -> it.userName(user)).tags().stream()
                  .map(tag -> element("Key", tag.key()) + element("Value", tag.value()))
                  .toList());
      case "ListGroupsForUser" ->
          list(
              "Groups",
              iam.listGroupsForUser(it -> it.userName(user)).groups().stream()
                  .map(group -> element("GroupName", group.groupName()))
                  .toList());
      case "ListAttachedUserPolicies" -> list("AttachedPolicies", List.of());
      case "ListMFADevices" -> list("MFADevices", List.of());
      case "ListSSHPublicKeys" -> list("SSHPublicKeys", List.of());
      case "ListSigningCertificates" -> list("Certificates", List.of());
      case "ListServiceSpecificCredentials" -> list("ServiceSpecificCredentials", List.of());
      case "GenerateCredentialReport" ->
          element("State", iam.generateCredentialReport().stateAsString());
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static String list(String name, List<String> items) {
    return members(name, items) + element("IsTruncated", false);
  }

  private static List<Tag> tags(Map<String, String> parameters) {
    return IntStream.iterate(
            1, i -> parameters.containsKey("Tags.member.%s.Key".formatted(i)), i -> i + 1)
        .mapToObj(
            i ->
                Tag.builder()
                    .key(parameters.get("Tags.member.%s.Key".formatted(i)))
                    .value(parameters.get("Tags.member.%s.Value".formatted(i)))
                    .build())
        .toList();
  }

  private static String key(AccessKey key) {
    return "<AccessKey>%s%s%s%s%s</AccessKey>"
        .formatted(
            element("UserName", key.userName()),
            element("AccessKeyId", key.accessKeyId()),
            element("SecretAccessKey", key.secretAccessKey()),
            element("Status", key.statusAsString()),
            element("CreateDate", key.createDate()));
  }
}
