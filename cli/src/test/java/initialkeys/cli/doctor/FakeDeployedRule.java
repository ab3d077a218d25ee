package initialkeys.cli.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.AggregateComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.ComplianceByConfigRule;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.ConfigRule;
import software.amazon.awssdk.services.config.model.ConfigRuleEvaluationStatus;
import software.amazon.awssdk.services.config.model.ConfigurationAggregator;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.ConfigurationRecorderStatus;
import software.amazon.awssdk.services.config.model.DescribeAggregateComplianceByConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeAggregateComplianceByConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeComplianceByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.DescribeComplianceByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigRuleEvaluationStatusRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRuleEvaluationStatusResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigRulesResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationAggregatorsRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationAggregatorsResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecorderStatusResponse;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.EvaluationResult;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.NoSuchConfigRuleException;
import software.amazon.awssdk.services.config.model.RecorderStatus;
import software.amazon.awssdk.services.config.model.ResourceType;
import software.amazon.awssdk.services.config.model.SourceDetail;

/** AWS Config with the rule, in the Regions of a deployment. */
final class FakeDeployedRule implements ConfigClient {

  static final String RULE_NAME = "iam-user-console-and-api-access-at-creation";

  static final String RULE_ARN =
      "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-abc123";

  static final String GENERATED_NAME = "OrgConfigRule-iam-user-console-and-api-access-0z9y8x7w";

  private final FakeDeployment deployment;
  final List<String> recordingRegions = new ArrayList<>(List.of("eu-west-1"));
  final Map<String, String> rejectedRegions = new HashMap<>();
  private String rejection;
  ConfigurationRecorder recorder = recording(ResourceType.AWS_IAM_USER);
  ConfigurationRecorderStatus recorderStatus = recorderStatus(true);
  ConfigurationRecorder recorderOfOtherRegions = recording(ResourceType.AWS_S3_BUCKET);
  final Map<String, ConfigurationRecorderStatus> statusOfRegions = new HashMap<>();
  ConfigRule rule =
      ConfigRule.builder()
          .configRuleName(RULE_NAME)
          .configRuleArn(RULE_ARN)
          .configRuleState("ACTIVE")
          .inputParameters("{\"gracePeriodHours\":\"24\",\"exemptUsers\":\"bo\"}")
          .source(
              source ->
                  source
                      .owner("CUSTOM_LAMBDA")
                      .sourceIdentifier(FakeDeployment.FUNCTION_ARN)
                      .sourceDetails(
                          SourceDetail.builder()
                              .messageType("ConfigurationItemChangeNotification")
                              .build(),
                          SourceDetail.builder()
                              .messageType("ScheduledNotification")
                              .maximumExecutionFrequency("Six_Hours")
                              .build()))
          .build();
  List<ConfigRule> furtherRules = List.of();
  ConfigRuleEvaluationStatus status =
      ConfigRuleEvaluationStatus.builder()
          .lastSuccessfulInvocationTime(FakeDeployment.NOW.minusSeconds(3600))
          .build();
  List<EvaluationResult> results =
      List.of(
          result(ComplianceType.COMPLIANT, 20),
          result(ComplianceType.NON_COMPLIANT, 40),
          result(ComplianceType.COMPLIANT, 30));
  ComplianceType processCheck = ComplianceType.COMPLIANT;
  List<ConfigurationAggregator> aggregators =
      List.of(
          ConfigurationAggregator.builder()
              .configurationAggregatorName("InitialKeys")
              .organizationAggregationSource(it -> it.allAwsRegions(true))
              .build());
  List<AggregateComplianceByConfigRule> aggregated =
      List.of(
          reported(FakeDeployment.ACCOUNT_ID, RULE_NAME),
          reported("222222222222", "OrgConfigRule-iam-user-console-and-api-access-1a2b3c4d"));

  FakeDeployedRule(FakeDeployment deployment) {
    this.deployment = deployment;
  }

  static ConfigurationRecorder recording(ResourceType type) {
    return ConfigurationRecorder.builder()
        .recordingGroup(group -> group.resourceTypes(type))
        .build();
  }

  static ConfigurationRecorderStatus recorderStatus(boolean isOn) {
    return ConfigurationRecorderStatus.builder()
        .recording(isOn)
        .lastStatus(RecorderStatus.SUCCESS)
        .build();
  }

  /** As an organization rule with the default settings is deployed to each account (F31). */
  void deployForOrganization() {
    rule = rule.copy(it -> it.configRuleName(GENERATED_NAME));
    aggregated =
        List.of(
            reported(FakeDeployment.ACCOUNT_ID, GENERATED_NAME),
            reported("222222222222", "OrgConfigRule-iam-user-console-and-api-access-1a2b3c4d"));
  }

  static EvaluationResult result(ComplianceType type, int minutesAgo) {
    return EvaluationResult.builder()
        .complianceType(type)
        .resultRecordedTime(FakeDeployment.NOW.minusSeconds(60L * minutesAgo))
        .build();
  }

  static AggregateComplianceByConfigRule reported(String accountId, String ruleName) {
    return AggregateComplianceByConfigRule.builder()
        .accountId(accountId)
        .configRuleName(ruleName)
        .compliance(it -> it.complianceType(ComplianceType.COMPLIANT))
        .build();
  }

  /** AWS Config in another Region, of the same account. */
  ConfigClient in(Region region) {
    FakeDeployedRule other = new FakeDeployedRule(deployment);
    other.rejection = rejectedRegions.get(region.id());
    other.recorderStatus = statusOfRegions.getOrDefault(region.id(), recorderStatus(true));
    if (!recordingRegions.contains(region.id())) {
      other.recorder = recorderOfOtherRegions;
    }
    return other;
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    return deployment.respond(
        "config:DescribeConfigurationRecorders",
        () -> {
          if (rejection != null) throw FakeDeployment.rejected(rejection, "rejected");
          return DescribeConfigurationRecordersResponse.builder()
              .configurationRecorders(recorder == null ? List.of() : List.of(recorder))
              .build();
        });
  }

  @Override
  public DescribeConfigurationRecorderStatusResponse describeConfigurationRecorderStatus(
      DescribeConfigurationRecorderStatusRequest request) {
    return deployment.respond(
        "config:DescribeConfigurationRecorderStatus",
        () ->
            DescribeConfigurationRecorderStatusResponse.builder()
                .configurationRecordersStatus(recorderStatus)
                .build());
  }

  /** All rules: the process check of a conformance pack is on the second page. */
  @Override
  public DescribeConfigRulesResponse describeConfigRules(DescribeConfigRulesRequest request) {
    return deployment.respond(
        "config:DescribeConfigRules",
        () -> {
          if (request.configRuleNames().contains(rule.configRuleName())) {
            return DescribeConfigRulesResponse.builder().configRules(rule).build();
          }
          if (!request.configRuleNames().isEmpty()) {
            throw NoSuchConfigRuleException.builder().message("no such rule").build();
          }
          return request.nextToken() == null
              ? DescribeConfigRulesResponse.builder().configRules(rule).nextToken("2").build()
              : DescribeConfigRulesResponse.builder()
                  .configRules(
                      Stream.concat(Stream.of(processCheck()), furtherRules.stream()).toList())
                  .build();
        });
  }

  private static ConfigRule processCheck() {
    return ConfigRule.builder()
        .configRuleName(RULE_NAME + "-conformance-pack-abcdefghi")
        .source(it -> it.owner("AWS").sourceIdentifier("AWS_CONFIG_PROCESS_CHECK"))
        .build();
  }

  @Override
  public DescribeConfigRuleEvaluationStatusResponse describeConfigRuleEvaluationStatus(
      DescribeConfigRuleEvaluationStatusRequest request) {
    return deployment.respond(
        "config:DescribeConfigRuleEvaluationStatus",
        () -> {
          if (!request.configRuleNames().equals(List.of(rule.configRuleName()))) {
            throw NoSuchConfigRuleException.builder().message("no such rule").build();
          }
          return DescribeConfigRuleEvaluationStatusResponse.builder()
              .configRulesEvaluationStatus(status == null ? List.of() : List.of(status))
              .build();
        });
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    if (!request.configRuleName().equals(rule.configRuleName())) {
      throw NoSuchConfigRuleException.builder().message("no such rule").build();
    }
    int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
    return deployment.respond(
        "config:GetComplianceDetailsByConfigRule",
        () ->
            GetComplianceDetailsByConfigRuleResponse.builder()
                .evaluationResults(page < results.size() ? List.of(results.get(page)) : List.of())
                .nextToken(page + 1 < results.size() ? String.valueOf(page + 1) : null)
                .build());
  }

  @Override
  public DescribeComplianceByConfigRuleResponse describeComplianceByConfigRule(
      DescribeComplianceByConfigRuleRequest request) {
    return deployment.respond(
        "config:DescribeComplianceByConfigRule",
        () ->
            DescribeComplianceByConfigRuleResponse.builder()
                .complianceByConfigRules(
                    ComplianceByConfigRule.builder()
                        .compliance(it -> it.complianceType(processCheck))
                        .build())
                .build());
  }

  @Override
  public DescribeConfigurationAggregatorsResponse describeConfigurationAggregators(
      DescribeConfigurationAggregatorsRequest request) {
    return deployment.respond(
        "config:DescribeConfigurationAggregators",
        () ->
            DescribeConfigurationAggregatorsResponse.builder()
                .configurationAggregators(aggregators)
                .build());
  }

  @Override
  public DescribeAggregateComplianceByConfigRulesResponse describeAggregateComplianceByConfigRules(
      DescribeAggregateComplianceByConfigRulesRequest request) {
    return deployment.respond(
        "config:DescribeAggregateComplianceByConfigRules",
        () ->
            DescribeAggregateComplianceByConfigRulesResponse.builder()
                .aggregateComplianceByConfigRules(aggregated)
                .build());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
