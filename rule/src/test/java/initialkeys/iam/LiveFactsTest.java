package initialkeys.iam;

import static initialkeys.simulation.account.UserBuilder.copy;
import static initialkeys.simulation.account.UserBuilder.idOf;
import static initialkeys.simulation.account.UserBuilder.key;
import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static initialkeys.simulation.service.FakeIam.noSuchEntity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.AccessKey;
import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question;
import initialkeys.decision.Question.HasBeenUsed;
import initialkeys.decision.Question.HasPassword;
import initialkeys.decision.Question.IsStillTheUser;
import initialkeys.decision.Question.WhichKeys;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeIam;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.DefaultAwsResponseMetadata;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;

/** Which call answers each question about a user, and which responses are errors. */
class LiveFactsTest {

  private static final Account.User BO = withUnusedKey("bo");
  private static final IamUser LISTED =
      IamUser.listed(new UserIdentity(BO.id(), "bo", "/", UserBuilder.CREATED));
  private static final AccessKey KEY =
      new AccessKey("AKIABO", Status.ACTIVE, Optional.of(UserBuilder.CREATED), TriState.UNKNOWN);
  private static final IamUser WITH_KEY = LISTED.withKeys(List.of(KEY));
  private static final IamUser DELETED = LISTED.withPresence(Presence.DELETED);

  private static final String BO_IN_MESSAGES = "user bo (%s)".formatted(BO.id());

  private final FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), BO));
  private final LiveFacts facts = new LiveFacts(iam, () -> false);

  private void rename(String newName) {
    iam.remove("bo");
    iam.add(copy(BO).name(newName).build());
  }

  private void recreate() {
    iam.add(copy(withoutKeys("bo")).id(idOf("bo2")).build());
  }

  private void fail(String call, RuntimeException failure) {
    iam.instead(
        call,
        () -> {
          throw failure;
        });
  }

  @Test
  void userIsFoundUnderTheExpectedName() {
    assertThat(facts.find(BO.id(), Optional.of("bo"))).contains(LISTED);
    assertThat(iam.calls()).containsExactly("GetUser bo");
  }

  @Test
  void userIsFoundByIdUnderAnotherName() {
    rename("bob");
    assertThat(facts.find(BO.id(), Optional.of("bo")).orElseThrow().identity().name())
        .isEqualTo("bob");
    recreate();
    assertThat(facts.find(BO.id(), Optional.of("bo")).orElseThrow().identity().name())
        .isEqualTo("bob");
  }

  @Test
  void withoutANameTheUserIsFoundById() {
    assertThat(facts.find(BO.id(), Optional.empty())).contains(LISTED);
    assertThat(iam.calls()).containsExactly("ListUsers");
  }

  @Test
  void deletedUserIsNotFound() {
    recreate();
    assertThat(facts.find(BO.id(), Optional.of("bo"))).isEmpty();
  }

  @Test
  void keysAreListedOnEveryPage() {
    iam.withPagesOf(1);
    iam.add(copy(BO).keys(key("bo", UserBuilder.CREATED, null), keyOf("Inactive")).build());
    assertThat(facts.answer(LISTED, new WhichKeys()))
        .isEqualTo(
            LISTED.withKeys(
                List.of(
                    KEY,
                    new AccessKey(
                        "AKIA2",
                        Status.INACTIVE,
                        Optional.of(UserBuilder.CREATED),
                        TriState.UNKNOWN))));
  }

  private static Account.Key keyOf(String status) {
    return new Account.Key("AKIA2", UserBuilder.CREATED, status, null);
  }

  static Stream<AccessKeyMetadata> incompleteKeys() {
    return Stream.of(
        AccessKeyMetadata.builder().accessKeyId("AKIA1").build(),
        AccessKeyMetadata.builder().createDate(UserBuilder.CREATED).build());
  }

  @ParameterizedTest
  @MethodSource("incompleteKeys")
  void incompleteKeyIsAnError(AccessKeyMetadata key) {
    iam.instead(
        "ListAccessKeys bo",
        () -> ListAccessKeysResponse.builder().accessKeyMetadata(key).isTruncated(false).build());
    assertThatThrownBy(() -> facts.answer(LISTED, new WhichKeys()))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageStartingWith(
            "iam:ListAccessKeys for %s: IAM returned a key without its id or creation time: Acc",
            BO_IN_MESSAGES);
  }

  @Test
  void listWithoutTruncationFieldsIsComplete() {
    iam.instead(
        "ListAccessKeys bo",
        () -> ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).build());
    assertThat(facts.answer(LISTED, new WhichKeys())).isEqualTo(LISTED.withKeys(List.of()));
  }

  @Test
  void malformedResponseIsNamedWithItsRequestId() {
    ListAccessKeysResponse.Builder empty = ListAccessKeysResponse.builder();
    empty.responseMetadata(
        DefaultAwsResponseMetadata.create(Map.of("AWS_REQUEST_ID", "request-of-iam")));
    iam.instead("ListAccessKeys bo", empty::build);
    assertThatThrownBy(() -> facts.answer(LISTED, new WhichKeys()))
        .hasMessageEndingWith("IAM returned a page without its list (Request ID: request-of-iam)");
  }

  @ParameterizedTest
  @CsvSource({"true, YES", "false, NO"})
  void passwordIsALoginProfile(boolean hasPassword, TriState password) {
    iam.add(copy(BO).password(hasPassword).build());
    assertThat(facts.answer(LISTED, new HasPassword())).isEqualTo(LISTED.withPassword(password));
    assertThat(iam.calls()).containsExactly("GetLoginProfile bo");
  }

  /** IAM returns NoSuchEntity for a missing password and for a missing user. */
  @Test
  void unknownNoSuchEntityMessageIsVerifiedByGetUser() {
    fail("GetLoginProfile bo", noSuchEntity("Nothing here."));
    assertThat(facts.answer(LISTED, new HasPassword())).isEqualTo(LISTED.withPassword(TriState.NO));
    assertThat(iam.calls()).containsExactly("GetLoginProfile bo", "GetUser bo");
  }

  @Test
  void missingPasswordOfARecreatedUserDecidesNothing() {
    fail("GetLoginProfile bo", noSuchEntity("Nothing here."));
    recreate();
    assertThat(facts.answer(LISTED, new HasPassword())).isEqualTo(DELETED);
  }

  @ParameterizedTest
  @CsvSource({"2025-06-01T00:00:00Z, YES", ", NO"})
  void keyWithALastUsedDateWasUsed(Instant lastUsed, TriState used) {
    iam.add(copy(BO).keys(key("bo", UserBuilder.CREATED, lastUsed)).build());
    assertThat(facts.answer(WITH_KEY, new HasBeenUsed(KEY)))
        .isEqualTo(WITH_KEY.withKeyUsed(KEY, used));
  }

  /** One of the three fields is enough. */
  @ParameterizedTest
  @CsvSource({"2025-06-01T00:00:00Z, , , YES", ", N/A, , NO", ", , N/A, NO"})
  void keyUseIsReadFromDateServiceOrRegion(
      Instant date, String service, String region, TriState used) {
    iam.instead(
        "GetAccessKeyLastUsed AKIABO",
        () ->
            GetAccessKeyLastUsedResponse.builder()
                .userName("bo")
                .accessKeyLastUsed(it -> it.lastUsedDate(date).serviceName(service).region(region))
                .build());
    assertThat(facts.answer(WITH_KEY, new HasBeenUsed(KEY)))
        .isEqualTo(WITH_KEY.withKeyUsed(KEY, used));
  }

  @Test
  void keyOfARenamedUserStartsAgainUnderNewName() {
    rename("bob");
    assertThat(facts.answer(WITH_KEY, new HasBeenUsed(KEY)))
        .isEqualTo(IamUser.listed(new UserIdentity(BO.id(), "bob", "/", UserBuilder.CREATED)));
  }

  static Stream<Arguments> failuresOfKeyUse() {
    return Stream.of(
        Arguments.of(IamException.builder().statusCode(403).message("denied").build(), true),
        Arguments.of(noSuchEntity("no such key"), true),
        Arguments.of(IamException.builder().statusCode(400).message("throttled").build(), false),
        Arguments.of(SdkClientException.create("no connection"), false));
  }

  /** The key still exists, so each of these is a failure. */
  @ParameterizedTest
  @MethodSource("failuresOfKeyUse")
  void onlyNotFoundOrDeniedKeyUseListsKeysAgain(RuntimeException failure, boolean isListed) {
    fail("GetAccessKeyLastUsed AKIABO", failure);
    assertThatThrownBy(() -> facts.answer(WITH_KEY, new HasBeenUsed(KEY)))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage(
            "iam:GetAccessKeyLastUsed for key AKIABO of %s: %s",
            BO_IN_MESSAGES, failure.getMessage());
    assertThat(iam.calls().contains("ListAccessKeys bo")).isEqualTo(isListed);
  }

  @ParameterizedTest
  @MethodSource("failuresOfKeyUse")
  void keyThatIsNoLongerListedIsNoFailure(RuntimeException failure, boolean isListed) {
    fail("GetAccessKeyLastUsed AKIABO", failure);
    iam.add(copy(BO).keys(keyOf("Active")).build());
    if (isListed) {
      assertThat(facts.answer(WITH_KEY, new HasBeenUsed(KEY)).keys().orElseThrow())
          .extracting(AccessKey::id)
          .containsExactly("AKIA2");
    } else {
      assertThatThrownBy(() -> facts.answer(WITH_KEY, new HasBeenUsed(KEY)))
          .isExactlyInstanceOf(IamReadException.class);
    }
  }

  @Test
  void keyOfADeletedUserIsNoFailure() {
    iam.remove("bo");
    assertThat(facts.answer(WITH_KEY, new HasBeenUsed(KEY))).isEqualTo(DELETED);
  }

  @Test
  void userUnderItsNameIsConfirmedWithItsFacts() {
    assertThat(facts.answer(WITH_KEY, new IsStillTheUser()))
        .isEqualTo(WITH_KEY.withPresence(Presence.CONFIRMED));
  }

  @Test
  void userWhoseNameBelongsToAnotherIsFoundById() {
    recreate();
    assertThat(facts.answer(WITH_KEY, new IsStillTheUser())).isEqualTo(DELETED);
    iam.add(copy(BO).name("bob").build());
    assertThat(facts.answer(WITH_KEY, new IsStillTheUser()))
        .isEqualTo(IamUser.listed(new UserIdentity(BO.id(), "bob", "/", UserBuilder.CREATED)));
  }

  static Stream<Arguments> callsByQuestion() {
    return Stream.of(
        Arguments.of(new WhichKeys(), "ListAccessKeys"),
        Arguments.of(new HasPassword(), "GetLoginProfile"),
        Arguments.of(new IsStillTheUser(), "GetUser"));
  }

  @ParameterizedTest
  @MethodSource("callsByQuestion")
  void renamedUserHasNoOtherFact(Question question, String operation) {
    rename("bob");
    assertThat(facts.answer(WITH_KEY, question))
        .isEqualTo(IamUser.listed(new UserIdentity(BO.id(), "bob", "/", UserBuilder.CREATED)));
    assertThat(iam.calls()).startsWith(operation + " bo");
  }

  @ParameterizedTest
  @MethodSource("callsByQuestion")
  void deletedUserIsMarkedSo(Question question, String operation) {
    iam.remove("bo");
    assertThat(facts.answer(WITH_KEY, question)).isEqualTo(DELETED);
    assertThat(iam.calls()).startsWith(operation + " bo").endsWith("ListUsers");
  }

  /** As in the first seconds of a user (F23). */
  @ParameterizedTest
  @MethodSource("callsByQuestion")
  void listedUserThatIsNotFoundIsInconsistent(Question question, String operation) {
    fail("GetUser bo", noSuchEntity("The user with name bo cannot be found."));
    fail(operation + " bo", noSuchEntity("The user with name bo cannot be found."));
    assertThatThrownBy(() -> facts.answer(LISTED, question))
        .isExactlyInstanceOf(InconsistentResponseException.class)
        .hasMessage(
            "iam:ListUsers for %s: IAM lists the user, but other calls return NoSuchEntity"
                + " (eventual consistency)",
            BO_IN_MESSAGES);
  }

  @ParameterizedTest
  @MethodSource("callsByQuestion")
  void failedCallIsNamed(Question question, String operation) {
    fail(operation + " bo", new IllegalStateException("no response"));
    assertThatThrownBy(() -> facts.answer(LISTED, question))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessage("iam:%s for %s: no response", operation, BO_IN_MESSAGES);
  }

  static Stream<Arguments> responsesWithoutContent() {
    return Stream.of(
        Arguments.of(
            new WhichKeys(),
            "ListAccessKeys bo",
            ListAccessKeysResponse.builder().accessKeyMetadata(List.of()).isTruncated(true).build(),
            "a truncated page without a marker"),
        Arguments.of(
            new HasPassword(),
            "GetLoginProfile bo",
            GetLoginProfileResponse.builder().build(),
            "neither a login profile nor an error"),
        Arguments.of(
            new HasBeenUsed(KEY),
            "GetAccessKeyLastUsed AKIABO",
            GetAccessKeyLastUsedResponse.builder().userName("bo").build(),
            "neither AccessKeyLastUsed nor an error"),
        Arguments.of(
            new HasBeenUsed(KEY),
            "GetAccessKeyLastUsed AKIABO",
            GetAccessKeyLastUsedResponse.builder()
                .userName("bo")
                .accessKeyLastUsed(used -> {})
                .build(),
            "neither AccessKeyLastUsed nor an error"),
        Arguments.of(
            new IsStillTheUser(),
            "GetUser bo",
            GetUserResponse.builder().build(),
            "neither a user nor an error"));
  }

  /** The SDK returns missing content as empty, which is an error. */
  @ParameterizedTest(name = "{1}: {3}")
  @MethodSource("responsesWithoutContent")
  void responseWithoutContentIsAnError(
      Question question, String call, IamResponse response, String message) {
    iam.instead(call, () -> response);
    assertThatThrownBy(() -> facts.answer(WITH_KEY, question))
        .isExactlyInstanceOf(IamReadException.class)
        .hasMessageStartingWith("iam:" + call.split(" ", 2)[0])
        .hasMessageEndingWith("IAM returned " + message);
  }

  @Test
  void withoutTimeNoUserIsSearchedForById() {
    LiveFacts late = new LiveFacts(iam, () -> true);
    iam.remove("bo");
    assertThatThrownBy(() -> late.answer(LISTED, new WhichKeys()))
        .hasMessageContaining("the invocation was about to time out");
    assertThat(iam.calls()).containsExactly("ListAccessKeys bo");
  }
}
