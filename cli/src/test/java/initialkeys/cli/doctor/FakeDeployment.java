package initialkeys.cli.doctor;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.DeploymentClients;
import initialkeys.cli.aws.TestCallers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListAccountsRequest;
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;
import software.amazon.awssdk.services.securityhub.SecurityHubClient;
import software.amazon.awssdk.services.securityhub.model.DescribeHubRequest;
import software.amazon.awssdk.services.securityhub.model.DescribeHubResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A deployment in memory, in good order until a test changes it. It records every call as a policy
 * names it, and can deny or replace the response to each.
 */
public final class FakeDeployment {

  public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
  static final String ACCOUNT_ID = "123456789012";
  static final String FUNCTION = "InitialKeys-RuleFunction1A2B3C4D-A1B2C3D4E5F6";
  static final String FAILURES = "InitialKeys-RuleFailures5E6F7A8B-B1C2D3E4F5A6";
  static final String FUNCTION_ARN =
      "arn:aws:lambda:eu-west-1:%s:function:%s".formatted(ACCOUNT_ID, FUNCTION);

  private final Set<String> calls = new TreeSet<>();
  private final Map<String, Supplier<Object>> instead = new HashMap<>();
  final List<MetricAlarm> alarms = new ArrayList<>();
  final FakeDeployedRule config = new FakeDeployedRule(this);
  final Map<QueueAttributeName, String> queueMessages =
      new HashMap<>(
          Map.of(
              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0",
              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0",
              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0"));

  public FakeDeployment() {
    alarms.add(alarm("Errors", "FunctionName", FUNCTION, "OK"));
    alarms.add(alarm("Silence", "RuleName", FakeDeployedRule.RULE_NAME, "OK"));
    alarms.add(alarm("Failures", "QueueName", FAILURES, "OK"));
    alarms.add(alarm("Other", "FunctionName", "other", "ALARM"));
  }

  static MetricAlarm alarm(String name, String dimension, String value, String state) {
    return MetricAlarm.builder()
        .alarmName(name)
        .dimensions(Dimension.builder().name(dimension).value(value).build())
        .stateValue(state)
        .build();
  }

  /** The calls so far. */
  Set<String> calls() {
    return Set.copyOf(calls);
  }

  /** Replaces the response to a call; the supplier may throw instead. */
  FakeDeployment instead(String action, Supplier<Object> response) {
    instead.put(action, response);
    return this;
  }

  FakeDeployment failing(String action, RuntimeException failure) {
    return instead(
        action,
        () -> {
          throw failure;
        });
  }

  public FakeDeployment denying(String action) {
    return failing(action, denied(action));
  }

  static AwsServiceException denied(String action) {
    return rejected("AccessDeniedException", "not authorized to perform: " + action);
  }

  static AwsServiceException rejected(String code, String message) {
    return ConfigException.builder()
        .statusCode(403)
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }

  @SuppressWarnings("unchecked") // A test that replaces a response knows the type of the call.
  synchronized <T> T respond(String action, Supplier<T> response) {
    calls.add(action);
    return instead.containsKey(action) ? (T) instead.get(action).get() : response.get();
  }

  LambdaClient lambda() {
    return new LambdaClient() {
      @Override
      public GetFunctionConfigurationResponse getFunctionConfiguration(
          GetFunctionConfigurationRequest request) {
        return respond(
            "lambda:GetFunctionConfiguration",
            () ->
                GetFunctionConfigurationResponse.builder()
                    .functionName(FUNCTION)
                    .version("$LATEST")
                    .runtime("java25")
                    .version("$LATEST")
                    .lastModified("2026-01-02T03:04:05.000+0000")
                    .codeSha256("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
                    .state("Active")
                    .lastUpdateStatus("Successful")
                    .build());
      }

      @Override
      public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return respond("lambda:GetPolicy", () -> policyFor(ACCOUNT_ID));
      }

      @Override
      public GetFunctionEventInvokeConfigResponse getFunctionEventInvokeConfig(
          GetFunctionEventInvokeConfigRequest request) {
        return respond(
            "lambda:GetFunctionEventInvokeConfig",
            () ->
                GetFunctionEventInvokeConfigResponse.builder()
                    .destinationConfig(
                        it ->
                            it.onFailure(
                                failure ->
                                    failure.destination(
                                        "arn:aws:sqs:eu-west-1:123456789012:" + FAILURES)))
                    .build());
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  /** A function's policy that lets AWS Config of an account invoke it. */
  static GetPolicyResponse policyFor(String accountId) {
    return policyWith("StringEquals", "AWS:SourceAccount", accountId);
  }

  /** A function's policy that lets AWS Config invoke it on a condition. */
  static GetPolicyResponse policyWith(String operator, String key, String value) {
    return GetPolicyResponse.builder()
        .policy(
            """
            {"Statement":[{"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},
             "Action":"lambda:InvokeFunction",
             "Condition":{"%s":{"%s":"%s"}}}]}
            """
                .formatted(operator, key, value))
        .build();
  }

  CloudWatchClient cloudWatch() {
    return new CloudWatchClient() {
      @Override
      public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        return respond(
            "cloudwatch:DescribeAlarms",
            () ->
                DescribeAlarmsResponse.builder()
                    .metricAlarms(page < alarms.size() ? List.of(alarms.get(page)) : List.of())
                    .nextToken(page + 1 < alarms.size() ? String.valueOf(page + 1) : null)
                    .build());
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  SqsClient sqs() {
    return new SqsClient() {
      @Override
      public GetQueueUrlResponse getQueueUrl(GetQueueUrlRequest request) {
        return respond(
            "sqs:GetQueueUrl",
            () ->
                GetQueueUrlResponse.builder()
                    .queueUrl(
                        "https://sqs/%s/%s"
                            .formatted(request.queueOwnerAWSAccountId(), request.queueName()))
                    .build());
      }

      @Override
      public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
        if (!request.queueUrl().equals("https://sqs/123456789012/" + FAILURES)) {
          throw new IllegalStateException(request.toString());
        }
        return respond(
            "sqs:GetQueueAttributes",
            () -> {
              Map<QueueAttributeName, String> requested = new HashMap<>(queueMessages);
              requested.keySet().retainAll(request.attributeNames());
              return GetQueueAttributesResponse.builder().attributes(requested).build();
            });
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  SecurityHubClient securityHub() {
    return new SecurityHubClient() {
      @Override
      public DescribeHubResponse describeHub(DescribeHubRequest request) {
        return respond("securityhub:DescribeHub", () -> DescribeHubResponse.builder().build());
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  OrganizationsClient organizations() {
    return new OrganizationsClient() {
      @Override
      public ListAccountsResponse listAccounts(ListAccountsRequest request) {
        return respond(
            "organizations:ListAccounts",
            () ->
                ListAccountsResponse.builder()
                    .accounts(
                        account(ACCOUNT_ID, "ACTIVE"),
                        account("222222222222", "ACTIVE"),
                        account("333333333333", "SUSPENDED"))
                    .build());
      }

      @Override
      public String serviceName() {
        return SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }

  private static Account account(String id, String status) {
    return Account.builder()
        .id(id)
        .arn("arn:aws:organizations::123456789012:account/o-a1b2c3d4e5/" + id)
        .name(id)
        .status(status)
        .build();
  }

  /** The caller of the account. */
  public Caller caller() {
    return TestCallers.of(
        ACCOUNT_ID,
        config,
        organizations(),
        new DeploymentClients(lambda(), cloudWatch(), sqs(), securityHub(), config::in));
  }

  /** Raises an alarm of the function. */
  public FakeDeployment withAlarm() {
    alarms.set(2, alarm("Failures", "QueueName", FAILURES, "ALARM"));
    return this;
  }
}
