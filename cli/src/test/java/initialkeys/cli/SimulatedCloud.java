package initialkeys.cli;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.Fixtures;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeAwsServer.Service;
import initialkeys.simulation.http.FakeOrganization;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

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

  private static final Path SAMPLE = Path.of("..", "test-fixtures", "accounts", "sample.json");

  private static final List<Member> MEMBERS =
      List.of(
          new Member("123456789012", "management", "ACTIVE"),
          new Member("222222222222", "production", "ACTIVE"),
          new Member("333333333333", "without role", "ACTIVE"),
          new Member("444444444444", "closed", "SUSPENDED"),
          new Member("555555555555", "denied", "ACTIVE"));

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
    if (asked.isEmpty()) {
      return Response.of(
          200, "application/x-amz-json-1.1", Events.json(Map.of("ConfigRules", List.of())));
    }
    if (ruleParameters.isEmpty() || !asked.equals(RULE_NAME)) {
      return FakeAws.configError(400, "NoSuchConfigRuleException", "The ConfigRule is invalid.");
    }
    Map<String, Object> rule =
        Map.of(
            "ConfigRuleName",
            asked,
            "InputParameters",
            ruleParameters.get(),
            "Source",
            Map.of("Owner", "CUSTOM_LAMBDA"));
    return Response.of(
        200, "application/x-amz-json-1.1", Events.json(Map.of("ConfigRules", List.of(rule))));
  }

  /** The sample, and a user that was created a moment ago, whose name IAM confirms. */
  static SimulatedCloud organizationOfSample() {
    Instant created = Instant.now().minusSeconds(30);
    Account.User hired =
        UserBuilder.named("new-hire")
            .id("AIDANEWHIRE000000000")
            .created(created)
            .password(true)
            .keys(UserBuilder.key("NEWHIRE", created.plusSeconds(5), null))
            .build();
    Account.User other = UserBuilder.named("other").id("AIDAOTHER00000000000").build();
    List<Account.User> users = List.of(hired, other);
    FakeIam production =
        new FakeIam(users)
            .withCredentialReport(
                ReportStateType.STARTED,
                Instant.now(),
                CredentialReportCsv.of(List.of(other), List.of(), new Random(1)));
    FakeIam denied =
        new FakeIam(List.of())
            .instead(
                "ListUsers",
                () -> {
                  throw denied();
                });
    SimulatedCloud cloud =
        of(
            Map.of(
                "123456789012",
                sample(),
                "222222222222",
                new FakeAws(production, new FakeConfig(List.of())),
                "555555555555",
                new FakeAws(denied, new FakeConfig(List.of()))),
            MEMBERS);
    cloud.organization().removeRoleFrom("333333333333");
    return cloud;
  }

  private static RuntimeException denied() {
    return IamException.builder()
        .statusCode(403)
        .message("not authorized to perform: iam:ListUsers")
        .build();
  }

  static FakeAws sample() {
    return new FakeAws(new FakeIam(Fixtures.account(SAMPLE)), new FakeConfig(List.of()));
  }
}
