package initialkeys.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.FakeAwsServer.Answer;
import initialkeys.simulation.FakeAwsServer.Sent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.RecordingGroup;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.User;

/** The fakes as AWS speaks over HTTP: IAM in its query protocol, AWS Config in JSON. */
public record FakeAws(FakeIam iam, FakeConfig config) implements FakeAwsServer.Aws {

  public static final String REQUEST_ID = "11111111-2222-3333-4444-555555555555";

  @Override
  public synchronized Answer answer(Sent request) {
    return switch (request.operation()) {
      case "DescribeConfigurationRecorders" -> recorders();
      case "PutEvaluations" -> putEvaluations(Fixtures.tree(request.body()));
      case "GetComplianceDetailsByConfigRule" -> storedResults(Fixtures.tree(request.body()));
      default -> iam(request);
    };
  }

  /** An error in the words of IAM. */
  public static Answer iamError(int status, String code, String message) {
    return Answer.of(
        status,
        "text/xml",
        ("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                + "<RequestId>%s</RequestId></ErrorResponse>")
            .formatted(code, message, REQUEST_ID));
  }

  /** An error in the words of AWS Config. */
  public static Answer configError(int status, String code, String message) {
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-RequestId", REQUEST_ID);
      Answer.of(
              status,
              "application/x-amz-json-1.1",
              Events.json(Map.of("__type", code, "message", message)))
          .give(exchange);
    };
  }

  private Answer iam(Sent request) {
    Map<String, String> asked = parameters(request.body());
    try {
      String result = result(request.operation(), asked);
      return Answer.of(
          200,
          "text/xml",
          "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
              .formatted(request.operation(), result));
    } catch (NoSuchEntityException nobody) {
      return iamError(404, "NoSuchEntity", nobody.getMessage());
    } catch (IamException refused) {
      return iamError(refused.statusCode(), "AccessDenied", refused.getMessage());
    }
  }

  private String result(String operation, Map<String, String> asked) {
    return switch (operation) {
      case "GenerateCredentialReport" ->
          element("State", iam.generateCredentialReport().stateAsString());
      case "GetCredentialReport" -> report(iam.getCredentialReport());
      case "ListUsers" -> users(asked);
      case "ListAccessKeys" -> keys(asked);
      case "GetLoginProfile" ->
          "<LoginProfile>%s</LoginProfile>"
              .formatted(
                  element(
                      "UserName",
                      iam.getLoginProfile(it -> it.userName(asked.get("UserName")))
                          .loginProfile()
                          .userName()));
      case "GetUser" ->
          "<User>%s</User>"
              .formatted(user(iam.getUser(it -> it.userName(asked.get("UserName"))).user()));
      case "GetAccessKeyLastUsed" ->
          use(iam.getAccessKeyLastUsed(it -> it.accessKeyId(asked.get("AccessKeyId"))));
      default -> throw new IllegalArgumentException("Not foreseen: " + operation);
    };
  }

  private static String report(GetCredentialReportResponse report) {
    return element("GeneratedTime", report.generatedTime())
        + element("ReportFormat", "text/csv")
        + element("Content", Base64.getEncoder().encodeToString(report.content().asByteArray()));
  }

  private String users(Map<String, String> asked) {
    ListUsersResponse page =
        iam.listUsers(
            ListUsersRequest.builder()
                .maxItems(Integer.valueOf(asked.get("MaxItems")))
                .marker(asked.get("Marker"))
                .build());
    return members("Users", page.users().stream().map(FakeAws::user).toList())
        + next(page.isTruncated(), page.marker());
  }

  private static String user(User user) {
    return element("UserName", user.userName())
        + element("UserId", user.userId())
        + element("Path", user.path())
        + element("Arn", user.arn())
        + element("CreateDate", user.createDate());
  }

  private String keys(Map<String, String> asked) {
    ListAccessKeysResponse page =
        iam.listAccessKeys(
            ListAccessKeysRequest.builder()
                .userName(asked.get("UserName"))
                .maxItems(Integer.valueOf(asked.get("MaxItems")))
                .marker(asked.get("Marker"))
                .build());
    return members(
            "AccessKeyMetadata", page.accessKeyMetadata().stream().map(FakeAws::key).toList())
        + next(page.isTruncated(), page.marker());
  }

  private static String key(AccessKeyMetadata key) {
    return element("UserName", key.userName())
        + element("AccessKeyId", key.accessKeyId())
        + element("Status", key.statusAsString())
        + element("CreateDate", key.createDate());
  }

  private static String use(GetAccessKeyLastUsedResponse use) {
    Instant last = use.accessKeyLastUsed().lastUsedDate();
    return element("UserName", use.userName())
        + "<AccessKeyLastUsed>%s%s%s</AccessKeyLastUsed>"
            .formatted(
                last == null ? "" : element("LastUsedDate", last),
                element("ServiceName", use.accessKeyLastUsed().serviceName()),
                element("Region", use.accessKeyLastUsed().region()));
  }

  private static String members(String name, List<String> items) {
    return "<%1$s>%2$s</%1$s>"
        .formatted(
            name,
            items.stream()
                .map(item -> "<member>%s</member>".formatted(item))
                .collect(Collectors.joining()));
  }

  private static String next(boolean isTruncated, String marker) {
    return element("IsTruncated", isTruncated) + (marker == null ? "" : element("Marker", marker));
  }

  private static String element(String name, Object value) {
    return "<%1$s>%2$s</%1$s>"
        .formatted(name, String.valueOf(value).replace("&", "&amp;").replace("<", "&lt;"));
  }

  private static Map<String, String> parameters(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private Answer putEvaluations(JsonNode asked) {
    List<Evaluation> batch =
        asked.get("Evaluations").valueStream().map(FakeAws::evaluation).toList();
    List<Map<String, Object>> failed =
        config
            .putEvaluations(
                it ->
                    it.evaluations(batch)
                        .resultToken(asked.get("ResultToken").textValue())
                        .testMode(asked.get("TestMode").booleanValue()))
            .failedEvaluations()
            .stream()
            .map(FakeAws::of)
            .toList();
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-RequestId", REQUEST_ID);
      Answer.of(200, Events.json(Map.of("FailedEvaluations", failed))).give(exchange);
    };
  }

  private static Evaluation evaluation(JsonNode sent) {
    return Evaluation.builder()
        .complianceResourceType(sent.get("ComplianceResourceType").textValue())
        .complianceResourceId(sent.get("ComplianceResourceId").textValue())
        .complianceType(sent.get("ComplianceType").textValue())
        .annotation(sent.get("Annotation").textValue())
        .orderingTimestamp(
            Instant.ofEpochMilli(
                sent.get("OrderingTimestamp").decimalValue().movePointRight(3).longValueExact()))
        .build();
  }

  private static Map<String, Object> of(Evaluation evaluation) {
    return Map.of(
        "ComplianceResourceType", evaluation.complianceResourceType(),
        "ComplianceResourceId", evaluation.complianceResourceId(),
        "ComplianceType", evaluation.complianceTypeAsString(),
        "Annotation", evaluation.annotation(),
        "OrderingTimestamp", evaluation.orderingTimestamp().toEpochMilli() / 1000.0);
  }

  private Answer recorders() {
    List<Map<String, Object>> recorders =
        config.describeConfigurationRecorders().configurationRecorders().stream()
            .map(FakeAws::of)
            .toList();
    return Answer.of(200, Events.json(Map.of("ConfigurationRecorders", recorders)));
  }

  private static Map<String, Object> of(ConfigurationRecorder recorder) {
    RecordingGroup group = recorder.recordingGroup();
    Map<String, Object> fields = new HashMap<>();
    fields.put("allSupported", group.allSupported());
    fields.put("includeGlobalResourceTypes", group.includeGlobalResourceTypes());
    fields.put("resourceTypes", group.resourceTypesAsStrings());
    if (group.recordingStrategy() != null) {
      fields.put(
          "recordingStrategy", Map.of("useOnly", group.recordingStrategy().useOnlyAsString()));
    }
    return Map.of("name", recorder.name(), "recordingGroup", fields);
  }

  private Answer storedResults(JsonNode asked) {
    GetComplianceDetailsByConfigRuleResponse page =
        config.getComplianceDetailsByConfigRule(
            GetComplianceDetailsByConfigRuleRequest.builder()
                .configRuleName(asked.get("ConfigRuleName").textValue())
                .complianceTypesWithStrings(
                    asked.get("ComplianceTypes").valueStream().map(JsonNode::textValue).toList())
                .limit(asked.get("Limit").intValue())
                .nextToken(asked.path("NextToken").textValue())
                .build());
    Map<String, Object> answer = new HashMap<>();
    answer.put("EvaluationResults", page.evaluationResults().stream().map(FakeAws::of).toList());
    answer.put("NextToken", page.nextToken());
    return Answer.of(200, Events.json(answer));
  }

  private static Map<String, Object> of(EvaluationResult held) {
    Map<String, Object> result = new HashMap<>();
    result.put("ComplianceType", held.complianceTypeAsString());
    result.put("Annotation", held.annotation());
    String id = held.evaluationResultIdentifier().evaluationResultQualifier().resourceId();
    result.put(
        "EvaluationResultIdentifier",
        Map.of(
            "EvaluationResultQualifier",
            Map.of("ResourceType", "AWS::IAM::User", "ResourceId", id)));
    return result;
  }
}
