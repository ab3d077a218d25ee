package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.RunSummary.Counts;
import initialkeys.simulation.account.Account.User;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.config.model.ConfigException;
import software.amazon.awssdk.services.config.model.ConfigurationRecorder;
import software.amazon.awssdk.services.config.model.RecordingStrategyType;
import software.amazon.awssdk.services.config.model.ResourceType;
import software.amazon.awssdk.services.iam.model.IamException;

/** Another run replaces results while a scheduled run evaluates the users, and sends nothing. */
class ReplacedResultsTest extends ReplacedResultsFixture {

  private FakeIam iam = new FakeIam(List.of(ZOE, ANN));

  @BeforeEach
  void holdsTheResultsOfAnEarlierRun() {
    run(Map.of());
    assertThat(config.evaluations()).hasSize(2);
  }

  @Test
  void compliantOfEarlierFactsIsCorrected() {
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", CLEAN));
    RunSummary summary = run(Map.of());
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.sent()).isEqualTo(1);
    assertThat(summary.counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** Which facts are the later ones is not known, so they are read again. */
  @Test
  void compliantOfLaterFactsStays() {
    AtomicInteger reads = new AtomicInteger();
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", CLEAN));
    iam.before(
        "GetLoginProfile zoe",
        () -> {
          if (reads.incrementAndGet() == 2) {
            throw FakeIam.noSuchEntity("Login Profile for User zoe cannot be found.");
          }
        });
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(2, 0, 0, 0));
    assertThat(reads).hasValue(2);
    assertThat(held(ZOE)).isEqualTo("COMPLIANT");
  }

  /** The name that the user had at the start may be exempt, or another user's by now. */
  @Test
  void userIsLookedUpAgainByItsName() {
    int calls = iam.calls().size();
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", CLEAN));
    run(Map.of());
    List<String> again = iam.calls().subList(calls, iam.calls().size());
    assertThat(again).contains("GetUser zoe");
    assertThat(again)
        .as("for the roster, and whether the user exists")
        .filteredOn("ListUsers"::equals)
        .hasSize(2);
  }

  /** As by a run that sends everything: it does not know which parameters are the later ones. */
  @Test
  void resultOfOtherParametersIsReplaced() {
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", "Exempt by the rule parameter exemptUsers."));
    assertThat(run(Map.of()).sent()).isEqualTo(1);
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** IAM did not find a user that exists, for longer than the other run waited (F23). */
  @Test
  void missingResultOfAnExistingUserIsSentAgain() {
    onTheSecondRun(() -> replace(ZOE, "NOT_APPLICABLE", "The user is deleted."));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void missingCompliantResultIsSentAgain() {
    onTheSecondRun(() -> replace(ANN, "NOT_APPLICABLE", "The user is deleted."));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ANN)).isEqualTo("COMPLIANT");
  }

  /** A change of earlier parameters or facts has the same compliance type. */
  @Test
  void compliantWithAnotherAnnotationIsCorrected() {
    onTheSecondRun(() -> replace(ANN, "COMPLIANT", "Exempt by the rule parameter exemptUsers."));
    assertThat(run(Map.of()).sent()).isEqualTo(1);
    assertThat(annotation(ANN)).isEqualTo(CLEAN);
  }

  /** AWS Config has stopped recording users, and the other run cleared their results (F10a). */
  @Test
  void missingResultOfUnrecordedUserStaysMissing() {
    onTheSecondRun(
        () -> {
          replace(ZOE, "NOT_APPLICABLE", "The user is deleted.");
          config.recordedBy(
              ConfigurationRecorder.builder()
                  .recordingGroup(
                      group ->
                          group
                              .recordingStrategy(
                                  it ->
                                      it.useOnly(RecordingStrategyType.INCLUSION_BY_RESOURCE_TYPES))
                              .resourceTypes(ResourceType.AWS_IAM_ROLE))
                  .build());
        });
    assertThat(run(Map.of()).sent()).isZero();
  }

  /** Doubt never clears a result. */
  @Test
  void unreadableRecorderClearsNoUser() {
    onTheSecondRun(
        () -> {
          replace(ZOE, "NOT_APPLICABLE", "The user is deleted.");
          config.withoutReadableRecorders(ConfigException.builder().message("denied").build());
        });
    run(Map.of());
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** Neither a call for the user nor a wait. */
  @Test
  void deletedUserNeedsNoResult() {
    int calls = iam.calls().size();
    AtomicInteger listings = new AtomicInteger();
    onTheSecondRun(
        () -> {
          replace(ZOE, "NOT_APPLICABLE", "The user is deleted.");
          if (listings.incrementAndGet() == 2) iam.remove("zoe");
        });
    assertThat(run(Map.of()).sent()).isZero();
    assertThat(listings).as("the roster, and both looks").hasValue(3);
    assertThat(iam.calls().subList(calls, iam.calls().size())).doesNotContain("GetUser zoe");
    assertThat(waits).isEmpty();
  }

  @Test
  void listingThatFailsIsAFailure() {
    AtomicInteger listings = new AtomicInteger();
    onTheSecondRun(
        () -> {
          replace(ZOE, "NOT_APPLICABLE", "The user is deleted.");
          if (listings.incrementAndGet() == 2) throw IamException.builder().message("no").build();
        });
    assertThat(run(Map.of()).failures())
        .containsExactly("iam:ListUsers for the users after the first 0: no");
  }

  /** The other annotation names a key that is in use by now. */
  @Test
  void nonCompliantWithAnotherAnnotationIsCorrected() {
    String right = annotation(ZOE);
    onTheSecondRun(() -> replace(ZOE, "NON_COMPLIANT", "User zoe: delete AKIAUSED, never used."));
    assertThat(run(Map.of()).sent()).isEqualTo(1);
    assertThat(annotation(ZOE)).isEqualTo(right);
  }

  @Test
  void deletedUserIsNotApplicable() {
    onTheSecondRun(() -> replace(ZOE, "NOT_APPLICABLE", "The user is deleted."));
    iam.before("GetUser zoe", () -> iam.remove("zoe"));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(1, 0, 1, 0));
  }

  /** The key was deleted. */
  @Test
  void nonCompliantOfEarlierFactsIsCorrected() {
    onTheSecondRun(() -> replace(ANN, "NON_COMPLIANT", "User ann: delete access key AKIAANN."));
    RunSummary summary = run(Map.of());
    assertThat(summary.failures()).isEmpty();
    assertThat(summary.sent()).isEqualTo(1);
    assertThat(summary.counts()).isEqualTo(new Counts(1, 1, 0, 0));
    assertThat(held(ANN)).isEqualTo("COMPLIANT");
    assertThat(iam.calls()).contains("GetUser ann");
  }

  /** The password is deleted, and the other run has read it before. */
  @Test
  void nonCompliantUserWithoutPasswordIsCorrected() {
    User cy = UserBuilder.copy(UserBuilder.withUnusedKey("cy")).password(false).build();
    iam = new FakeIam(List.of(cy));
    run(Map.of());
    onTheSecondRun(() -> replace(cy, "NON_COMPLIANT", "User cy: delete access key AKIACY."));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(1, 0, 0, 0));
    assertThat(held(cy)).isEqualTo("COMPLIANT");
  }

  /** Its own event may come later. */
  @Test
  void nonCompliantUserThatIsDeletedIsNotApplicable() {
    onTheSecondRun(() -> replace(ANN, "NON_COMPLIANT", "User ann: delete access key AKIAANN."));
    iam.before("GetUser ann", () -> iam.remove("ann"));
    assertThat(run(Map.of()).counts()).isEqualTo(new Counts(0, 1, 1, 0));
  }

  @Test
  void userOfAnotherResultThatCannotBeReadIsReported() {
    onTheSecondRun(
        () -> {
          replace(ANN, "NON_COMPLIANT", "User ann: delete access key AKIAANN.");
          iam.before(
              "GetUser ann",
              () -> {
                throw IamException.builder().message("denied").build();
              });
        });
    RunSummary summary = run(Map.of());
    assertThat(summary.failures()).containsExactly("iam:GetUser for user ann: denied");
    assertThat(summary.counts()).as("the user counts once").isEqualTo(new Counts(0, 1, 0, 1));
    assertThat(summary.sent()).isZero();
    assertThat(held(ANN)).isEqualTo("NON_COMPLIANT");
  }

  @Test
  void userThatCannotBeReadAgainIsNotEvaluated() {
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", CLEAN));
    AtomicInteger reads = new AtomicInteger();
    iam.before(
        "ListAccessKeys zoe",
        () -> {
          if (reads.incrementAndGet() == 2) throw IamException.builder().message("denied").build();
        });
    RunSummary summary = run(Map.of());
    assertThat(summary.failures()).singleElement().asString().contains("zoe").endsWith("denied");
    assertThat(summary.counts()).as("the user counts once").isEqualTo(new Counts(1, 0, 0, 1));
  }

  @Test
  void resultsThatStayAreNotEvaluatedAgain() {
    int calls = iam.calls().size();
    int reads = config.reads();
    int recorderReads = config.recorderReads();
    assertThat(run(Map.of()).sent()).isZero();
    assertThat(config.recorderReads() - recorderReads).isEqualTo(1);
    assertThat(iam.calls().subList(calls, iam.calls().size())).doesNotHaveDuplicates();
    assertThat(config.reads() - reads)
        .as("at the start, NON_COMPLIANT ones before others are sent, at the end")
        .isEqualTo(3);
  }

  /** What is sent at every run needs no second look. */
  @Test
  void nothingIsReadAgainWhereEverythingIsSent() {
    int reads = config.reads();
    onTheSecondRun(() -> replace(ZOE, "COMPLIANT", CLEAN));
    assertThat(run(Map.of("resendUnchangedAfterDays", "0")).sent()).isEqualTo(2);
    assertThat(config.reads() - reads).isEqualTo(1);
    assertThat(held(ZOE)).isEqualTo("NON_COMPLIANT");
  }

  /** Whatever was left out; nothing is read then. */
  @ParameterizedTest
  @CsvSource({"true, GetAccessKeyLastUsed AKIAZOE", "false, ListAccessKeys ann"})
  void withoutTimeToLookAgainTheRunFails(boolean isNonCompliant, String lastCall) {
    only(isNonCompliant ? ZOE : ANN);
    int reads = config.reads();
    iam.before(lastCall, () -> remainingMillis.set(100_000));
    assertThat(run(Map.of()).failures())
        .containsExactly(
            "Results that changed during the run were not all evaluated again: the invocation was"
                + " about to time out");
    assertThat(config.reads() - reads).isEqualTo(1);
  }

  /** Whatever was left out; it is not tried again. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rejectedSecondReadFailsTheRun(boolean isNonCompliant) {
    only(isNonCompliant ? ZOE : ANN);
    int reads = config.reads();
    onTheSecondRun(() -> config.failingReads(ConfigException.builder().message("denied").build()));
    assertThat(run(Map.of()).failures())
        .containsExactly(
            "config:GetComplianceDetailsByConfigRule for rule %s: denied"
                .formatted(Events.RULE_NAME));
    assertThat(config.reads() - reads).isEqualTo(2);
  }

  private void only(User user) {
    config = new FakeConfig(List.of()).remembering(() -> NOW);
    iam = new FakeIam(List.of(user));
    run(Map.of());
  }

  private void onTheSecondRun(Runnable duringListing) {
    iam.before("ListUsers", duringListing);
  }

  private String annotation(User user) {
    return stored(user).annotation();
  }

  private RunSummary run(Map<String, String> parameters) {
    return run(iam, FurtherSenders.NONE, parameters);
  }
}
