package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.RecordedRequest;
import initialkeys.simulation.http.FakeAwsServer.Response;
import initialkeys.simulation.http.FakeOrganization;
import initialkeys.simulation.http.FakeOrganization.AssumedRole;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * The clients for each account, over the wire: the key that signs a request identifies the account.
 */
class AccountClientProviderTest {

  private static final String OWN = "123456789012";
  private static final String OWN_KEY = "AKIAFUNCTION00000000";
  private static final FunctionArn FUNCTION = new FunctionArn("aws-cn", OWN);
  private static final MemberRole ROLE = new MemberRole("member", "rule");

  /** 17 member accounts, one more than there are cached sessions. */
  private static final List<String> MEMBERS =
      IntStream.range(0, 17)
          .mapToObj(i -> String.format(Locale.ROOT, "4444444444%02d", i))
          .toList();

  private final FakeOrganization organization =
      new FakeOrganization(
          OWN_KEY,
          OWN,
          MEMBERS.stream()
              .collect(
                  Collectors.toMap(
                      id -> id,
                      id -> new FakeAws(new FakeIam(List.of()), new FakeConfig(List.of())))));
  private final ApiCallCounter calls = new ApiCallCounter();
  private FakeAwsServer wire;

  @BeforeEach
  void open() throws IOException {
    wire = new FakeAwsServer(organization);
    System.setProperty("aws.region", "cn-north-1");
    System.setProperty("aws.endpointUrl", wire.address().toString());
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.region");
    System.clearProperty("aws.endpointUrl");
    System.clearProperty("aws.endpointUrlSts");
    wire.close();
  }

  private AccountClientProvider provider() {
    return new AccountClientProvider(WireClients.CREDENTIALS, Optional.of(ROLE), calls, 1);
  }

  private static void call(ConfigClient config) {
    config.putEvaluations(
        request -> request.resultToken("t").testMode(true).evaluations(List.of()));
  }

  private static String roleOf(String member) {
    return "arn:aws-cn:iam::%s:role/member".formatted(member);
  }

  @Test
  void functionsOwnAccountNeedsNoRole() {
    AccountClientProvider provider =
        new AccountClientProvider(WireClients.CREDENTIALS, Optional.empty(), calls, 1);
    AccountClients clients = provider.of(OWN, FUNCTION);

    assertThat(provider.of(OWN, FUNCTION).iam()).isSameAs(clients.iam());
    assertThat(provider.of(OWN, FUNCTION).config()).isSameAs(clients.config());
    assertThat(clients.securityHub().get().region()).isEqualTo("cn-north-1");
    assertThat(clients.iam().serviceName()).isEqualTo("iam");
    assertThat(clients.config().serviceName()).isEqualTo("config");
    assertThat(wire.takeRequests()).isEmpty();
  }

  @Test
  void memberRoleSignsEveryCallInAMemberAccount() {
    AccountClients member = provider().of(MEMBERS.getFirst(), FUNCTION);
    member.iam().listUsers(request -> request.maxItems(1));
    call(member.config());
    member
        .securityHub()
        .get()
        .post("BatchImportFindings", "/findings/import", Map.of("Findings", List.of(Map.of())));

    assertThat(organization.takeAssumedRoles())
        .containsExactly(new AssumedRole(OWN_KEY, roleOf(MEMBERS.getFirst()), "rule"));
    assertThat(wire.takeRequests())
        .filteredOn(sent -> !sent.operation().equals("AssumeRole"))
        .hasSize(3)
        .allMatch(sent -> organization.accountOf(sent.accessKeyId()).equals(MEMBERS.getFirst()));
    assertThat(calls.drain())
        .isEqualTo(
            Map.of("AssumeRole", 1, "BatchImportFindings", 1, "ListUsers", 1, "PutEvaluations", 1));
  }

  @Test
  void leastRecentlyUsedOfSeventeenSessionsIsClosed() {
    AccountClientProvider provider = provider();
    AccountClients kept = provider.of(MEMBERS.getFirst(), FUNCTION);
    AccountClients evicted = provider.of(MEMBERS.get(1), FUNCTION);
    MEMBERS.subList(2, 16).forEach(member -> provider.of(member, FUNCTION));
    assertThat(provider.of(MEMBERS.getFirst(), FUNCTION)).isEqualTo(kept);
    evicted.iam().listUsers(request -> request.maxItems(1));
    organization.takeAssumedRoles();

    provider.of(MEMBERS.get(16), FUNCTION);

    assertThat(provider.of(MEMBERS.getFirst(), FUNCTION)).isEqualTo(kept);
    assertThat(organization.takeAssumedRoles()).hasSize(1);
    kept.iam().listUsers(request -> request.maxItems(1));
    wire.takeRequests();
    assertThatThrownBy(() -> evicted.iam().listUsers(request -> request.maxItems(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> call(evicted.config())).isInstanceOf(RejectedExecutionException.class);
    assertThat(wire.takeRequests()).isEmpty();
    assertThat(provider.of(MEMBERS.get(1), FUNCTION)).isNotEqualTo(evicted);
    assertThat(organization.takeAssumedRoles()).hasSize(1);
  }

  /** However many member accounts there are, an environment keeps no more than 16 in memory. */
  @Test
  void evictedClientsAreGarbage() throws InterruptedException {
    AccountClientProvider provider = provider();
    List<WeakReference<AccountClients>> all = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      for (String member : MEMBERS) {
        AccountClients clients = provider.of(member, FUNCTION);
        clients.iam().listUsers(request -> request.maxItems(1));
        all.add(new WeakReference<>(clients));
      }
    }
    for (int i = 0; i < 50 && kept(all) > 16; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(all).hasSize(4 * 17);
    assertThat(kept(all)).isEqualTo(16);
    assertThat(provider.of(MEMBERS.getLast(), FUNCTION)).isSameAs(all.getLast().get());
  }

  private static long kept(List<WeakReference<AccountClients>> all) {
    return all.stream().map(WeakReference::get).filter(Objects::nonNull).count();
  }

  @Test
  void roleThatCannotBeAssumedIsNamed() {
    String member = MEMBERS.getFirst();
    organization.removeRoleFrom(member);
    AccountClientProvider provider = provider();

    assertThatThrownBy(() -> provider.of(member, FUNCTION))
        .isExactlyInstanceOf(AssumeRoleException.class)
        .hasMessageStartingWith("sts:AssumeRole of %s for account %s: ", roleOf(member), member)
        .hasMessageContaining("not authorized");

    organization.removeRoleFrom();
    provider.of(member, FUNCTION);
  }

  /** To the SDK's provider such a response has no credentials, which is not one of its errors. */
  @ParameterizedTest
  @ValueSource(strings = {"<html/>", "<AssumeRoleResponse></AssumeRoleResponse>"})
  void responseWithoutCredentialsNamesTheRole(String body) {
    wire.failAlways("AssumeRole", Response.of(200, body));
    String member = MEMBERS.getFirst();

    assertThatThrownBy(() -> provider().of(member, FUNCTION))
        .isExactlyInstanceOf(AssumeRoleException.class)
        .hasMessageStartingWith("sts:AssumeRole of %s for account %s: ", roleOf(member), member);
  }

  /** The clients of the SDK wait between their own attempts: here each call is one attempt. */
  @ParameterizedTest
  @CsvSource({
    "Throttling, 4, 5, true",
    "Throttling, 5, 5, false",
    "RequestLimitExceeded, 1, 2, true",
    "InternalFailure, 1, 1, false"
  })
  void throttledAssumeRoleIsCalledFiveTimes(
      String error, int rejections, int expectedCalls, boolean isAssumed) {
    AtomicInteger assumed = new AtomicInteger();
    StsClient sts =
        new StsClient() {
          @Override
          public AssumeRoleResponse assumeRole(AssumeRoleRequest request) {
            if (assumed.incrementAndGet() <= rejections) {
              throw StsException.builder()
                  .awsErrorDetails(AwsErrorDetails.builder().errorCode(error).build())
                  .statusCode(400)
                  .build();
            }
            return AssumeRoleResponse.builder()
                .credentials(
                    it ->
                        it.accessKeyId("ASIA")
                            .secretAccessKey("secret")
                            .sessionToken("session")
                            .expiration(Instant.now().plusSeconds(3_600)))
                .build();
          }

          @Override
          public String serviceName() {
            return SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    AccountClientProvider provider =
        new AccountClientProvider(WireClients.CREDENTIALS, Optional.of(ROLE), calls, 5, () -> sts);
    ThrowingCallable call = () -> provider.of(MEMBERS.getFirst(), FUNCTION);
    if (isAssumed) {
      assertThatCode(call).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(call).isExactlyInstanceOf(AssumeRoleException.class);
    }
    assertThat(assumed).hasValue(expectedCalls);
  }

  @Test
  void withoutAMemberRoleEveryOtherAccountIsRejected() {
    AccountClientProvider provider =
        new AccountClientProvider(WireClients.CREDENTIALS, Optional.empty(), calls, 1);

    assertThatThrownBy(() -> provider.of(MEMBERS.getFirst(), FUNCTION))
        .isExactlyInstanceOf(InvalidInputException.class)
        .hasMessage(
            "accountId is '%s'; it must be '%s', the function's own account: it is deployed for"
                + " that account alone.",
            MEMBERS.getFirst(), OWN);
    assertThat(wire.takeRequests()).extracting(RecordedRequest::operation).isEmpty();
  }

  /** The clients are created in threads of their own. */
  @Test
  void clientThatCannotBeCreatedFailsWithTheSdksMessage() {
    System.setProperty("aws.endpointUrl", "no URI");
    AccountClientProvider provider = provider();

    assertThatThrownBy(() -> provider.of(OWN, FUNCTION))
        .isInstanceOf(SdkClientException.class)
        .hasMessage("An invalid URI was configured in system property aws.endpointUrl");
  }

  /** A second client would be created with the invalid endpoint, and fail. */
  @Test
  void oneStsClientServesEveryAccount() {
    AccountClientProvider provider = provider();
    provider.of(MEMBERS.getFirst(), FUNCTION);
    System.setProperty("aws.endpointUrlSts", "no URI");

    provider.of(MEMBERS.get(1), FUNCTION);

    assertThatThrownBy(() -> provider().of(MEMBERS.getFirst(), FUNCTION))
        .hasMessage("An invalid URI was configured in system property aws.endpointUrlSts");
  }
}
