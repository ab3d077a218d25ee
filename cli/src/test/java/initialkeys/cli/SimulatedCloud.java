package initialkeys.cli;

import initialkeys.simulation.Events;
import initialkeys.simulation.FakeAws;
import initialkeys.simulation.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.FakeAwsServer.Response;
import initialkeys.simulation.FakeAwsServer.Service;
import initialkeys.simulation.FakeOrganization;
import initialkeys.simulation.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the command line calls, over HTTP: the accounts of an Organization, AWS
 * Organizations itself, AWS STS, and AWS Config with one rule.
 *
 * @param organization responds to what is not named here
 * @param members the accounts that ListAccounts returns, two on a page
 * @param ruleParameters the InputParameters of the rule that is deployed, if one is
 */
record SimulatedCloud(
    FakeOrganization organization, List<Member> members, Optional<String> ruleParameters)
    implements Service {

  static final String KEY_ID = "AKIACALLER0000000000";
  static final String ACCOUNT_ID = "123456789012";
  static final String RULE_NAME = "iam-user-console-and-api-access-at-creation";

  /** An account as AWS Organizations returns it. */
  record Member(String id, String name, String status) {}

  /** One account. */
  static SimulatedCloud of(FakeAws account) {
    return of(Map.of(ACCOUNT_ID, account), List.of());
  }

  static SimulatedCloud of(Map<String, FakeAws> accounts, List<Member> members) {
    return new SimulatedCloud(
        new FakeOrganization(KEY_ID, ACCOUNT_ID, accounts), members, Optional.empty());
  }

  SimulatedCloud withRule(String parameters) {
    return new SimulatedCloud(organization, members, Optional.of(parameters));
  }

  @Override
  public Response respond(RecordedRequest request) {
    return switch (request.operation()) {
      case "GetCallerIdentity" -> identity(request);
      case "ListAccounts" -> accounts(Fixtures.tree(request.body()).path("NextToken").asInt(0));
      case "DescribeConfigRules" -> rules(request.body());
      default -> organization.respond(request);
    };
  }

  private Response identity(RecordedRequest request) {
    return Response.of(
        200,
        "text/xml",
        ("<GetCallerIdentityResponse><GetCallerIdentityResult><Account>%s</Account>"
                + "</GetCallerIdentityResult></GetCallerIdentityResponse>")
            .formatted(organization.accountOf(request.accessKeyId())));
  }

  private Response accounts(int from) {
    List<Map<String, Object>> page = new ArrayList<>();
    int to = Math.min(members.size(), from + 2);
    for (Member member : members.subList(from, to)) {
      page.add(Map.of("Id", member.id(), "Name", member.name(), "Status", member.status()));
    }
    Map<String, Object> response =
        to < members.size()
            ? Map.of("Accounts", page, "NextToken", String.valueOf(to))
            : Map.of("Accounts", page);
    return Response.of(200, "application/x-amz-json-1.1", Events.json(response));
  }

  private Response rules(String request) {
    String asked = Fixtures.tree(request).path("ConfigRuleNames").path(0).asText();
    if (ruleParameters.isEmpty() || !asked.equals(RULE_NAME)) {
      return FakeAws.configError(400, "NoSuchConfigRuleException", "The ConfigRule is invalid.");
    }
    Map<String, Object> rule =
        Map.of("ConfigRuleName", asked, "InputParameters", ruleParameters.get());
    return Response.of(
        200, "application/x-amz-json-1.1", Events.json(Map.of("ConfigRules", List.of(rule))));
  }
}
