package initialkeys.simulation.http;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.EvaluationResultQualifier;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByResourceResponse;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
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

/**
 * One account over HTTP: IAM in the query protocol, AWS Config in the JSON protocol, Security Hub
 * in the REST JSON protocol.
 */
public final class FakeAws implements FakeAwsServer.Service {

  private final FakeIam iam;
  private final FakeConfig config;
  private final FakeSecurityHub securityHub;

  public FakeAws(FakeIam iam, FakeConfig config, FakeSecurityHub securityHub) {
    this.iam = iam;
    this.config = config;
    this.securityHub = securityHub;
  }

  /** With Security Hub enabled, and without findings. */
  public FakeAws(FakeIam iam, FakeConfig config) {
    this(iam, config, new FakeSecurityHub());
  }

  public static final String REQUEST_ID = "11111111-2222-3333-4444-555555555555";

  @Override
  public synchronized Response respond(RecordedRequest request) {
    return switch (request.operation()) {
      case "DescribeConfigRules" -> rules(Fixtures.tree(request.body()));
      case "DescribeConfigurationRecorders" -> recorders();
      case "PutEvaluations" -> putEvaluations(Fixtures.tree(request.body()));
      case "BatchImportFindings" -> securityHub.importFindings(Fixtures.tree(request.body()));
      case "PutExternalEvaluation" -> putExternalEvaluation(Fixtures.tree(request.body()));
      case "GetComplianceDetailsByConfigRule" -> storedResults(Fixtures.tree(request.body()));
      case "GetComplianceDetailsByResource" -> resultsOfResource(Fixtures.tree(request.body()));
      default -> iam(request);
    };
  }

  /** An error response of IAM. */
  public static Response iamError(int status, String code, String message) {
    return Response.of(
        status,
        "text/xml",
        ("<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
                + "<RequestId>%s</RequestId></ErrorResponse>")
            .formatted(code, message, REQUEST_ID));
  }

  /** An error response of AWS Config. */
  public static Response configError(int status, String code, String message) {
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-RequestId", REQUEST_ID);
      Response.of(
              status,
              "application/x-amz-json-1.1",
              Events.json(Map.of("__type", code, "message", message)))
          .sendTo(exchange);
    };
  }

  private Response iam(RecordedRequest request) {
    Map<String, String> parameters = formParameters(request.body());
    try {
      String result = result(request.operation(), parameters);
      return Response.of(
          200,
          "text/xml",
          "<%1$sResponse><%1$sResult>%2$s</%1$sResult></%1$sResponse>"
              .formatted(request.operation(), result));
    } catch (NoSuchEntityException notFound) {
      return iamError(404, "NoSuchEntity", notFound.getMessage());
    } catch (IamException rejected) {
      return iamError(rejected.statusCode(), "AccessDenied", rejected.getMessage());
    }
  }

  private String result(String operation, Map<String, String> parameters) {
    return switch (operation) {
      case "GenerateCredentialReport" ->
          element("State", iam.generateCredentialReport().stateAsString());
      case "GetCredentialReport" -> credentialReport(iam.getCredentialReport());
      case "ListUsers" -> users(parameters);
      case "ListAccessKeys" -> keys(parameters);
      case "GetLoginProfile" ->
          "<LoginProfile>%s</LoginProfile>"
              .formatted(
                  element(
                      "UserName",
                      iam.getLoginProfile(it -> it.userName(parameters.get("UserName")))
                          .loginProfile()
                          .userName()));
      case "GetUser" ->
          "<User>%s</User>"
              .formatted(user(iam.getUser(it -> it.userName(parameters.get("UserName"))).user()));
      case "GetAccessKeyLastUsed" ->
          lastUsed(iam.getAccessKeyLastUsed(it -> it.accessKeyId(parameters.get("AccessKeyId"))));
      case "UpdateAccessKey" -> {
        iam.updateAccessKey(
            it ->
                it.userName(parameters.get("UserName"))
                    .accessKeyId(parameters.get("AccessKeyId"))
                    .status(parameters.get("Status")));
        yield "";
      }
      default -> throw new IllegalArgumentException("The simulation has no operation " + operation);
    };
  }

  private static String credentialReport(GetCredentialReportResponse report) {
    return element("GeneratedTime", report.generatedTime())
        + element("ReportFormat", "text/csv")
        + element("Content", Base64.getEncoder().encodeToString(report.content().asByteArray()));
  }

  private String users(Map<String, String> parameters) {
    ListUsersResponse page =
        iam.listUsers(
            ListUsersRequest.builder()
                .maxItems(Integer.valueOf(parameters.get("MaxItems")))
                .marker(parameters.get("Marker"))
                .pathPrefix(parameters.get("PathPrefix"))
                .build());
    return members("Users", page.users().stream().map(FakeAws::user).toList())
        + pagination(page.isTruncated(), page.marker());
  }

  static String user(User user) {
    return element("UserName", user.userName())
        + element("UserId", user.userId())
        + element("Path", user.path())
        + element("Arn", user.arn())
        + element("CreateDate", user.createDate());
  }

  private String keys(Map<String, String> parameters) {
    ListAccessKeysResponse page =
        iam.listAccessKeys(
            ListAccessKeysRequest.builder()
                .userName(parameters.get("UserName"))
                .maxItems(Integer.valueOf(parameters.get("MaxItems")))
                .marker(parameters.get("Marker"))
                .build());
    return members(
            "AccessKeyMetadata", page.accessKeyMetadata().stream().map(FakeAws::key).toList())
        + pagination(page.isTruncated(), page.marker());
  }

  private static String key(AccessKeyMetadata key) {
    return element("UserName", key.userName())
        + element("AccessKeyId", key.accessKeyId())
        + element("Status", key.statusAsString())
        + element("CreateDate", key.createDate());
  }

  private static String lastUsed(GetAccessKeyLastUsedResponse response) {
    Instant date = response.accessKeyLastUsed().lastUsedDate();
    return element("UserName", response.userName())
        + "<AccessKeyLastUsed>%s%s%s</AccessKeyLastUsed>"
            .formatted(
                date == null ? "" : element("LastUsedDate", date),
                element("ServiceName", response.accessKeyLastUsed().serviceName()),
                element("Region", response.accessKeyLastUsed().region()));
  }

  static String members(String name, List<String> items) {
    return "<%1$s>%2$s</%1$s>"
        .formatted(
            name,
            items.stream()
                .map(item -> "<member>%s</member>".formatted(item))
                .collect(Collectors.joining()));
  }

  private static String pagination(boolean isTruncated, String marker) {
    return element("IsTruncated", isTruncated) + (marker == null ? "" : element("Marker", marker));
  }

  static String element(String name, Object value) {
    return "<%1$s>%2$s</%1$s>"
        .formatted(name, String.valueOf(value).replace("&", "&amp;").replace("<", "&lt;"));
  }

  static Map<String, String> formParameters(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private Response putEvaluations(JsonNode request) {
    List<Evaluation> batch =
        request.get("Evaluations").valueStream().map(FakeAws::evaluation).toList();
    List<Map<String, Object>> failed =
        config
            .putEvaluations(
                it ->
                    it.evaluations(batch)
                        .resultToken(request.get("ResultToken").textValue())
                        .testMode(request.get("TestMode").booleanValue()))
            .failedEvaluations()
            .stream()
            .map(FakeAws::failedEvaluation)
            .toList();
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-RequestId", REQUEST_ID);
      Response.of(200, Events.json(Map.of("FailedEvaluations", failed))).sendTo(exchange);
    };
  }

  private static Evaluation evaluation(JsonNode json) {
    return Evaluation.builder()
        .complianceResourceType(json.get("ComplianceResourceType").textValue())
        .complianceResourceId(json.get("ComplianceResourceId").textValue())
        .complianceType(json.get("ComplianceType").textValue())
        .annotation(json.get("Annotation").textValue())
        .orderingTimestamp(orderingTimestamp(json))
        .build();
  }

  private static Map<String, Object> failedEvaluation(Evaluation evaluation) {
    return Map.of(
        "ComplianceResourceType", evaluation.complianceResourceType(),
        "ComplianceResourceId", evaluation.complianceResourceId(),
        "ComplianceType", evaluation.complianceTypeAsString(),
        "Annotation", evaluation.annotation(),
        "OrderingTimestamp", evaluation.orderingTimestamp().toEpochMilli() / 1000.0);
  }

  private Response rules(JsonNode request) {
    try {
      DescribeConfigRulesResponse page =
          config.describeConfigRules(
              it ->
                  it.configRuleNames(
                          request
                              .path("ConfigRuleNames")
                              .valueStream()
                              .map(JsonNode::textValue)
                              .toList())
                      .nextToken(request.path("NextToken").textValue()));
      Map<String, Object> response = new HashMap<>();
      response.put("ConfigRules", page.configRules().stream().map(FakeAws::rule).toList());
      response.put("NextToken", page.nextToken());
      return Response.of(200, Events.json(response));
    } catch (NoSuchConfigRuleException missing) {
      return configError(400, "NoSuchConfigRuleException", missing.getMessage());
    }
  }

  private static Map<String, Object> rule(ConfigRule rule) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("ConfigRuleName", rule.configRuleName());
    fields.put("ConfigRuleState", rule.configRuleStateAsString());
    fields.put("InputParameters", rule.inputParameters());
    if (rule.source() != null) {
      fields.put(
          "Source",
          Map.of(
              "Owner", rule.source().ownerAsString(),
              "SourceIdentifier", rule.source().sourceIdentifier(),
              "SourceDetails",
                  rule.source().sourceDetails().stream()
                      .map(detail -> Map.of("MessageType", detail.messageTypeAsString()))
                      .toList()));
    }
    return fields;
  }

  private Response recorders() {
    List<Map<String, Object>> recorders =
        config.describeConfigurationRecorders().configurationRecorders().stream()
            .map(FakeAws::recorder)
            .toList();
    return Response.of(200, Events.json(Map.of("ConfigurationRecorders", recorders)));
  }

  private static Map<String, Object> recorder(ConfigurationRecorder recorder) {
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

  private Response putExternalEvaluation(JsonNode request) {
    JsonNode sent = request.get("ExternalEvaluation");
    try {
      config.putExternalEvaluation(
          it ->
              it.configRuleName(request.get("ConfigRuleName").textValue())
                  .externalEvaluation(
                      evaluation ->
                          evaluation
                              .complianceResourceType(
                                  sent.get("ComplianceResourceType").textValue())
                              .complianceResourceId(sent.get("ComplianceResourceId").textValue())
                              .complianceType(sent.get("ComplianceType").textValue())
                              .annotation(sent.get("Annotation").textValue())
                              .orderingTimestamp(orderingTimestamp(sent))));
      return Response.of(200, "{}");
    } catch (ConfigException rejected) {
      return configError(400, rejected.getClass().getSimpleName(), rejected.getMessage());
    }
  }

  private static Instant orderingTimestamp(JsonNode json) {
    return Instant.ofEpochMilli(
        json.get("OrderingTimestamp").decimalValue().movePointRight(3).longValueExact());
  }

  private Response storedResults(JsonNode request) {
    GetComplianceDetailsByConfigRuleResponse page =
        config.getComplianceDetailsByConfigRule(
            GetComplianceDetailsByConfigRuleRequest.builder()
                .configRuleName(request.get("ConfigRuleName").textValue())
                .complianceTypesWithStrings(
                    request.get("ComplianceTypes").valueStream().map(JsonNode::textValue).toList())
                .limit(request.get("Limit").intValue())
                .nextToken(request.path("NextToken").textValue())
                .build());
    return storedResults(page.evaluationResults(), page.nextToken());
  }

  private Response resultsOfResource(JsonNode request) {
    GetComplianceDetailsByResourceResponse page =
        config.getComplianceDetailsByResource(
            it ->
                it.resourceType(request.get("ResourceType").textValue())
                    .resourceId(request.get("ResourceId").textValue())
                    .complianceTypesWithStrings(
                        request
                            .get("ComplianceTypes")
                            .valueStream()
                            .map(JsonNode::textValue)
                            .toList())
                    .nextToken(request.path("NextToken").textValue()));
    return storedResults(page.evaluationResults(), page.nextToken());
  }

  private static Response storedResults(List<EvaluationResult> results, String nextToken) {
    Map<String, Object> response = new HashMap<>();
    response.put("EvaluationResults", results.stream().map(FakeAws::storedResult).toList());
    response.put("NextToken", nextToken);
    return Response.of(200, Events.json(response));
  }

  private static Map<String, Object> storedResult(EvaluationResult stored) {
    Map<String, Object> result = new HashMap<>();
    result.put("ComplianceType", stored.complianceTypeAsString());
    result.put("Annotation", stored.annotation());
    if (stored.resultRecordedTime() != null) {
      result.put("ResultRecordedTime", stored.resultRecordedTime().toEpochMilli() / 1000.0);
    }
    EvaluationResultQualifier of = stored.evaluationResultIdentifier().evaluationResultQualifier();
    Map<String, Object> qualifier = new HashMap<>();
    qualifier.put("ConfigRuleName", of.configRuleName());
    qualifier.put("ResourceType", of.resourceType());
    qualifier.put("ResourceId", of.resourceId());
    Map<String, Object> identifier = new HashMap<>();
    identifier.put("EvaluationResultQualifier", qualifier);
    Instant ordering = stored.evaluationResultIdentifier().orderingTimestamp();
    if (ordering != null) identifier.put("OrderingTimestamp", ordering.toEpochMilli() / 1000.0);
    result.put("EvaluationResultIdentifier", identifier);
    return result;
  }
}
