package initialkeys.lambda;

import static initialkeys.lambda.InMemoryRuns.JUST_NOW;
import static initialkeys.lambda.InMemoryRuns.LONG_AGO;
import static initialkeys.lambda.InMemoryRuns.guilty;
import static initialkeys.lambda.InMemoryRuns.holding;
import static initialkeys.lambda.InMemoryRuns.id;
import static initialkeys.lambda.InMemoryRuns.key;
import static initialkeys.lambda.InMemoryRuns.said;
import static initialkeys.lambda.InMemoryRuns.schedule;
import static initialkeys.lambda.InMemoryRuns.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

/** Responses of IAM that lack a part. */
class MalformedResponsesTest {

  private final FakeConfig config = holding(id("gone"), id("bo"));

  private Throwable failure(FakeIam iam) {
    return catchThrowable(() -> Invocation.of(iam, config).run(schedule()));
  }

  @Test
  void a_user_that_iam_gives_in_part_is_an_error_and_nobody_is_cleared() {
    FakeIam iam = new FakeIam(List.of());
    iam.instead(
        "ListUsers",
        () ->
            ListUsersResponse.builder()
                .users(
                    software.amazon.awssdk.services.iam.model.User.builder()
                        .userName("bo")
                        .userId(id("bo"))
                        .path("/")
                        .build())
                .isTruncated(false)
                .build());
    Invocation invocation = Invocation.of(iam, config);
    assertThatThrownBy(() -> invocation.run(schedule()))
        .hasMessageEndingWith(
            "iam:ListUsers for user bo (%s): IAM gave a user without creation time", id("bo"));
    assertThat(config.requests()).isEmpty();
    assertThat(invocation.log().getFirst()).contains("\"UndecidedUsers\":1,");
  }

  static Stream<AccessKeyMetadata> keysInPart() {
    return Stream.of(
        AccessKeyMetadata.builder().accessKeyId("AKIA1").build(),
        AccessKeyMetadata.builder().createDate(LONG_AGO).build());
  }

  @ParameterizedTest
  @MethodSource("keysInPart")
  void a_key_that_iam_gives_in_part_is_an_error(AccessKeyMetadata key) {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.instead(
        "ListAccessKeys bo",
        () -> ListAccessKeysResponse.builder().accessKeyMetadata(key).isTruncated(false).build());
    assertThat(failure(iam)).hasMessageContaining("IAM gave a key without id or creation time");
  }

  @Test
  void silence_about_a_keys_use_is_not_taken_for_never_used() {
    FakeIam iam = new FakeIam(List.of(guilty("bo")));
    iam.instead(
        "GetAccessKeyLastUsed AKIAbo", () -> GetAccessKeyLastUsedResponse.builder().build());
    assertThat(failure(iam))
        .hasMessageContaining(
            "iam:GetAccessKeyLastUsed for key AKIAbo of user bo (%s): IAM gave no"
                + " AccessKeyLastUsed",
            id("bo"));
  }

  static Stream<Arguments> answersWithoutTheirContent() {
    return Stream.of(
        Arguments.of("ListUsers", ListUsersResponse.builder().build(), "a page without its list"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).marker("next").build(),
            "a page that does not say whether it is the last"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).isTruncated(true).build(),
            "a page that has a next one, and not which"),
        Arguments.of(
            "ListUsers",
            ListUsersResponse.builder().users(List.of()).isTruncated(true).marker("1").build(),
            "the same next page twice"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder().build(),
            "a page without its list"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).isTruncated(true).build(),
            "a page that has a next one, and not which"),
        Arguments.of(
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder()
                .accessKeyMetadata(List.of())
                .isTruncated(true)
                .marker("1")
                .build(),
            "the same next page twice"),
        Arguments.of(
            "GetLoginProfile bo",
            GetLoginProfileResponse.builder().build(),
            "no login profile, and no error"),
        Arguments.of(
            "GetAccessKeyLastUsed AKIAbo",
            GetAccessKeyLastUsedResponse.builder().build(),
            "no AccessKeyLastUsed"),
        Arguments.of(
            "GetAccessKeyLastUsed AKIAbo",
            GetAccessKeyLastUsedResponse.builder()
                .userName("bo")
                .accessKeyLastUsed(used -> {})
                .build(),
            "no AccessKeyLastUsed"),
        Arguments.of("GetUser bo", GetUserResponse.builder().build(), "no user, and no error"));
  }

  /** To the SDK, what is not in an answer is empty: no key, no user, no page after this one. */
  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("answersWithoutTheirContent")
  void an_answer_without_its_content_clears_and_convicts_nobody(
      String call, IamResponse answer, String words) {
    FakeIam iam =
        new FakeIam(List.of(user("bo", JUST_NOW, true, key("bo", JUST_NOW, null))))
            .instead(call, () -> answer);
    assertThat(failure(iam)).hasMessageContaining("IAM gave " + words);
    assertThat(said(config)).doesNotContain(id("bo") + " COMPLIANT", id("bo") + " NON_COMPLIANT");
    boolean isAboutBoAlone = !call.equals("ListUsers");
    assertThat(said(config).contains(id("gone") + " NOT_APPLICABLE")).isEqualTo(isAboutBoAlone);
    assertThat(said(config)).hasSize(isAboutBoAlone ? 1 : 0);
  }

  /** One of the three is enough: the date of a key that was used, or where one was not. */
  @ParameterizedTest
  @CsvSource({
    "2025-06-01T00:00:00Z, , , COMPLIANT",
    ", N/A, , NON_COMPLIANT",
    ", , N/A, NON_COMPLIANT"
  })
  void a_keys_use_is_told_by_its_date_or_by_not_applicable(
      Instant date, String service, String region, String result) {
    FakeIam iam =
        new FakeIam(List.of(guilty("bo")))
            .instead(
                "GetAccessKeyLastUsed AKIAbo",
                () ->
                    GetAccessKeyLastUsedResponse.builder()
                        .userName("bo")
                        .accessKeyLastUsed(
                            it -> it.lastUsedDate(date).serviceName(service).region(region))
                        .build());
    Invocation.of(iam, config).run(schedule());
    assertThat(said(config)).contains(id("bo") + " " + result);
  }

  @Test
  void a_list_that_names_no_next_page_is_whole() {
    FakeIam iam =
        new FakeIam(List.of(guilty("bo")))
            .instead(
                "ListAccessKeys bo",
                () -> ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).build());
    Invocation.of(iam, config).run(schedule());
    assertThat(said(config)).contains(id("bo") + " COMPLIANT");
  }

  @Test
  void what_iam_gave_is_told_with_its_request() {
    ListAccessKeysResponse.Builder empty = ListAccessKeysResponse.builder();
    empty.responseMetadata(metadata("request-of-iam"));
    FakeIam iam = new FakeIam(List.of(guilty("bo"))).instead("ListAccessKeys bo", empty::build);
    assertThat(failure(iam))
        .hasMessageContaining("IAM gave a page without its list (Request ID: request-of-iam)");
  }

  private static AwsResponseMetadata metadata(String requestId) {
    return DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", requestId));
  }
}
