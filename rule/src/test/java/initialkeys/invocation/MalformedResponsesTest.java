package initialkeys.invocation;

import static initialkeys.invocation.InMemoryRuns.JUST_NOW;
import static initialkeys.invocation.InMemoryRuns.configWithResultsOf;
import static initialkeys.invocation.InMemoryRuns.results;
import static initialkeys.invocation.InMemoryRuns.schedule;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/** Incomplete responses of IAM are errors, never facts. */
class MalformedResponsesTest {

  private final FakeConfig config = configWithResultsOf(idOf("deleted"), idOf("bo"));

  private Throwable failure(FakeIam iam) {
    return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
  }

  @Test
  void incompleteUserIsAnErrorAndNoResultIsCleared() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "ListUsers",
        () ->
            ListUsersResponse.builder()
                .users(
                    software.amazon.awssdk.services.iam.model.User.builder()
                        .userName("bo")
                        .userId(idOf("bo"))
                        .path("/")
                        .build())
                .isTruncated(false)
                .build());
    Invocation invocation = Invocation.of(iam, config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .hasMessageEndingWith(
            "iam:ListUsers for user bo (%s): IAM returned a user without a valid creation time",
            idOf("bo"));
    assertThat(config.requests()).isEmpty();
    assertThat(invocation.log().getFirst()).contains("\"UsersNotEvaluated\":1,");
  }

  static Stream<Arguments> responsesWithoutContent() {
    return Stream.of(
        Arguments.of("ListUsers", ListUsersResponse.builder().build(), "a page without its list"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).marker("next").build(),
            "a page without IsTruncated"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).isTruncated(true).build(),
            "a truncated page without a marker"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).isTruncated(true).marker("1").build(),
            "the same marker twice"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder().build(),
            "a page without its list"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).isTruncated(true).build(),
            "a truncated page without a marker"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder()
                .accessKeyMetadata(List.of())
                .isTruncated(true)
                .marker("1")
                .build(),
            "the same marker twice"),
        Arguments.of(
            "GetLoginProfile bo",
            GetLoginProfileResponse.builder().build(),
            "neither a login profile nor an error"),
        Arguments.of(
            "GetAccessKeyLastUsed AKIABO",
            GetAccessKeyLastUsedResponse.builder().build(),
            "neither AccessKeyLastUsed nor an error"),
        Arguments.of(
            "GetAccessKeyLastUsed AKIABO",
            GetAccessKeyLastUsedResponse.builder()
                .userName("bo")
                .accessKeyLastUsed(used -> {})
                .build(),
            "neither AccessKeyLastUsed nor an error"),
        Arguments.of(
            "GetUser bo", GetUserResponse.builder().build(), "neither a user nor an error"));
  }

  /** The SDK returns missing content as empty: no key, no user, no further page. */
  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("responsesWithoutContent")
  void responseWithoutContentDecidesNothing(String call, IamResponse response, String message) {
    FakeIam iam =
        new FakeIam(List.of(named("bo").created(JUST_NOW).keys(key("bo", JUST_NOW, null)).build()))
            .instead(call, () -> response);
    assertThat(failure(iam)).hasMessageContaining("IAM returned " + message);
    assertThat(results(config))
        .doesNotContain(idOf("bo") + " COMPLIANT", idOf("bo") + " NON_COMPLIANT");
    boolean concernsOneUser = !call.equals("ListUsers");
    assertThat(results(config).contains(idOf("deleted") + " NOT_APPLICABLE"))
        .isEqualTo(concernsOneUser);
    assertThat(results(config)).hasSize(concernsOneUser ? 1 : 0);
  }
}
