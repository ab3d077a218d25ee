package initialkeys.cli;

import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersRequest;
import software.amazon.awssdk.services.config.model.DescribeConfigurationRecordersResponse;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleRequest;
import software.amazon.awssdk.services.config.model.GetComplianceDetailsByConfigRuleResponse;
import software.amazon.awssdk.services.config.model.PutEvaluationsRequest;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;

/** The AWS Config of a rule that sends something other than its verdicts. */
record ChangedResults(ConfigClient config, UnaryOperator<Evaluation> change)
    implements ConfigClient {

  @Override
  public PutEvaluationsResponse putEvaluations(PutEvaluationsRequest request) {
    return config.putEvaluations(
        request.copy(it -> it.evaluations(request.evaluations().stream().map(change).toList())));
  }

  @Override
  public GetComplianceDetailsByConfigRuleResponse getComplianceDetailsByConfigRule(
      GetComplianceDetailsByConfigRuleRequest request) {
    return config.getComplianceDetailsByConfigRule(request);
  }

  @Override
  public DescribeConfigurationRecordersResponse describeConfigurationRecorders(
      DescribeConfigurationRecordersRequest request) {
    return config.describeConfigurationRecorders(request);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
