package initialkeys.simulation.http;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.http.FakeOrganization.AssumedRole;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeOrganizationTest {

  private static final String MEMBER = "222222222222";
  private static final String ROLE = "arn:aws:iam::%s:role/member-role".formatted(MEMBER);
  private static final Pattern KEY = Pattern.compile("<AccessKeyId>(ASIA[0-9]+)</AccessKeyId>");

  private final FakeOrganization organization =
      new FakeOrganization(
          "AKIAOWN",
          "111111111111",
          Map.of("111111111111", accountOf("ann"), MEMBER, accountOf("bo")));
  private final HttpClient client = HttpClient.newHttpClient();
  private FakeAwsServer server;

  private static FakeAws accountOf(String user) {
    return new FakeAws(
        new FakeIam(List.of(UserBuilder.withoutKeys(user))), new FakeConfig(List.of()));
  }

  @BeforeEach
  void open() throws IOException {
    server = new FakeAwsServer(organization);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private String send(String accessKeyId, String form) throws IOException, InterruptedException {
    URI address = server.address();
    return client
        .send(
            HttpRequest.newBuilder(address)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=%s/20260115/us-east-1".formatted(accessKeyId))
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private String assumeRole(String accessKeyId) throws IOException, InterruptedException {
    return send(
        accessKeyId,
        "Action=AssumeRole&RoleArn=%s&RoleSessionName=the-rule"
            .formatted(URLEncoder.encode(ROLE, StandardCharsets.UTF_8)));
  }

  @Test
  void keyThatSignsTheRequestDeterminesTheAccount() throws Exception {
    Matcher key = KEY.matcher(assumeRole("AKIAOWN"));
    assertThat(key.find()).isTrue();
    assertThat(organization.accountOf(key.group(1))).isEqualTo(MEMBER);
    assertThat(send(key.group(1), "Action=ListUsers&MaxItems=10"))
        .contains("<UserName>bo</UserName>");
    assertThat(send("AKIAOWN", "Action=ListUsers&MaxItems=10"))
        .contains("<UserName>ann</UserName>");
    assertThat(send("AKIASTRANGER", "Action=ListUsers&MaxItems=10"))
        .contains("InvalidClientTokenId");
  }

  @Test
  void roleIsAssumedByTheFunctionAloneWhereItExists() throws Exception {
    assertThat(assumeRole("AKIASTRANGER")).contains("AccessDenied");
    organization.removeRoleFrom(MEMBER);
    assertThat(assumeRole("AKIAOWN")).contains("AccessDenied");
    assertThat(organization.takeAssumedRoles())
        .containsExactly(
            new AssumedRole("AKIASTRANGER", ROLE, "the-rule"),
            new AssumedRole("AKIAOWN", ROLE, "the-rule"));
    assertThat(organization.takeAssumedRoles()).isEmpty();
  }
}
