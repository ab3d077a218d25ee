package initialkeys.run;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.IamUser;
import initialkeys.decision.UserIdentity;
import initialkeys.decision.Verdict.Compliant;
import initialkeys.decision.Verdict.Compliant.Reason;
import initialkeys.decision.Verdict.Finding;
import initialkeys.decision.Verdict.NonCompliant;
import initialkeys.evaluation.Outcome;
import initialkeys.evaluation.Outcome.Evaluated;
import initialkeys.evaluation.Outcome.Failed;
import initialkeys.evaluation.Outcome.Inconsistent;
import initialkeys.evaluation.Outcome.Skipped;
import initialkeys.evaluation.OutcomeSender;
import initialkeys.evaluation.Resource;
import initialkeys.evaluation.Subject;
import initialkeys.run.RunSummary.Counts;
import initialkeys.run.RunSummary.FurtherServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutcomeReporterTest {

  /** Alphabetical names were COMPLIANT at later times; zoe was not COMPLIANT. */
  private static Instant byName(Resource resource) {
    return resource.id().startsWith("AIDAZOE")
        ? Instant.MIN
        : Instant.ofEpochSecond(resource.id().charAt(4));
  }

  /** A sender to another service: it writes down what it is handed, verdicts and facts. */
  private static final class RecordingSender implements OutcomeSender {

    private final List<List<Evaluated>> handedOver = new ArrayList<>();
    private final List<String> failures;
    private final List<String> order;
    private final String name;
    private boolean isComplete;
    private boolean isCounting;

    RecordingSender(String name, List<String> order, String... failures) {
      this.name = name;
      this.order = order;
      this.failures = List.of(failures);
    }

    @Override
    public void send(List<Evaluated> outcomes) {
      order.add(name + " " + outcomes.size());
      handedOver.add(List.copyOf(outcomes));
    }

    @Override
    public void flush() {
      order.add(name + " flush");
    }

    @Override
    public void notEvaluated(Subject subject, String reason) {
      order.add("%s: %s".formatted(subject.user().orElseThrow().identity().name(), reason));
    }

    @Override
    public Delivery finish(boolean complete) {
      isComplete = complete;
      return isCounting
          ? new Delivery(1, failures, Map.of(name, 7), List.of(name + ": a warning"), List.of(name))
          : new Delivery(1, failures);
    }
  }

  @Test
  void everySenderGetsEveryVerdictWithItsFacts() {
    RecordingSender first = new RecordingSender("first", new ArrayList<>(), "first: rejected");
    RecordingSender second = new RecordingSender("second", new ArrayList<>());
    OutcomeReporter reporter = reporter(List.of(first), second);
    reporter.report(Stream.<Outcome>of(compliant("eve"), compliant("ann"), nonCompliant("bob")));
    RunSummary summary = reporter.finish(RunDetails.OF_ONE_USER);

    assertThat(first.handedOver)
        .containsExactly(List.of(nonCompliant("bob")), List.of(compliant("ann"), compliant("eve")));
    assertThat(second.handedOver).isEqualTo(first.handedOver);
    assertThat(summary.failures()).containsExactly("first: rejected");
    assertThat(summary.sent()).as("accepted by AWS Config").isEqualTo(1);
    assertThat(summary.counts()).isEqualTo(new Counts(2, 1, 0, 0));
  }

  @Test
  void restIsSentBeforeTheRunEnds() {
    List<String> order = new ArrayList<>();
    OutcomeReporter reporter = reporter(List.of(), new RecordingSender("config", order));
    reporter.report(Stream.<Outcome>of(compliant("eve"), nonCompliant("bob")));
    reporter.sendRest();
    assertThat(order).containsExactly("config 1", "config 1", "config flush");
  }

  @Test
  void nonCompliantVerdictsAreSentByTheHundredInTurn() {
    List<String> order = new ArrayList<>();
    OutcomeReporter reporter =
        reporter(
            List.of(new RecordingSender("first", order)), new RecordingSender("second", order));
    reporter.report(
        Stream.concat(
            IntStream.range(0, 5).<Outcome>mapToObj(i -> compliant("compliant" + i)),
            IntStream.range(0, 201).<Outcome>mapToObj(i -> nonCompliant("noncompliant" + i))));
    reporter.finish(RunDetails.OF_ONE_USER);

    assertThat(order)
        .containsExactly(
            "first 100",
            "second 100",
            "first 100",
            "second 100",
            "first 1",
            "second 1",
            "first 5",
            "second 5");
  }

  @Test
  void whatWasNotCompliantIsSentBeforeTheOthers() {
    List<String> order = new ArrayList<>();
    RecordingSender sender = new RecordingSender("only", order);
    OutcomeReporter reporter = reporter(List.of(), sender);
    reporter.report(Stream.<Outcome>of(compliant("eve"), compliant("zoe"), compliant("ann")));
    reporter.sendChanged();
    reporter.finish(RunDetails.OF_ONE_USER);
    assertThat(sender.handedOver)
        .containsExactly(
            List.of(), List.of(compliant("zoe")), List.of(compliant("ann"), compliant("eve")));
    assertThat(order).containsExactly("only 0", "only 1", "only flush", "only 2");
  }

  @Test
  void userThatIsEvaluatedAgainCountsWithItsLastVerdict() {
    RecordingSender sender = new RecordingSender("only", new ArrayList<>());
    OutcomeReporter reporter = reporter(List.of(), sender);
    reporter.report(Stream.<Outcome>of(nonCompliant("eve"), compliant("ann")));
    reporter.report(Stream.<Outcome>of(compliant("eve")));
    assertThat(reporter.finish(RunDetails.OF_ONE_USER).counts()).isEqualTo(new Counts(2, 0, 0, 0));
    assertThat(sender.handedOver)
        .containsExactly(
            List.of(nonCompliant("eve")), List.of(), List.of(compliant("ann"), compliant("eve")));
  }

  @Test
  void userThatCannotBeEvaluatedAgainCountsAsNotEvaluated() {
    OutcomeReporter reporter = reporter(List.of(), new RecordingSender("only", new ArrayList<>()));
    reporter.report(Stream.<Outcome>of(compliant("eve"), nonCompliant("ann"), compliant("bob")));
    reporter.report(
        Stream.of(
            new Failed(Subject.of(user("eve")), "denied"), new Skipped(Subject.of(user("ann")))));
    assertThat(reporter.finish(RunDetails.OF_ONE_USER).counts()).isEqualTo(new Counts(1, 0, 0, 2));
  }

  @Test
  void runIsCompleteWhenNothingFailed() {
    RecordingSender sender = new RecordingSender("only", new ArrayList<>());
    OutcomeReporter reporter = reporter(List.of(), sender);
    reporter.report(Stream.<Outcome>of(compliant("ann")));
    assertThat(reporter.finish(RunDetails.OF_ONE_USER).failures()).isEmpty();
    assertThat(sender.isComplete).isTrue();
  }

  @Test
  void usersWithoutVerdictAreCountedAndTheRunIsIncomplete() {
    List<String> order = new ArrayList<>();
    RecordingSender sender = new RecordingSender("only", order);
    OutcomeReporter reporter = reporter(List.of(), sender);
    Subject ann = Subject.of(user("ann"));
    reporter.failUser("iam:ListUsers: malformed");
    reporter.fail("config:Get: rejected");
    reporter.report(
        Stream.of(
            new Failed(ann, "iam:ListAccessKeys: denied"),
            new Skipped(ann),
            new Skipped(ann),
            new Inconsistent(Subject.of(user("bob")), compliant("bob")),
            new Inconsistent(ann, new Failed(ann, "eventual consistency"))));
    RunSummary summary = reporter.finish(RunDetails.OF_ONE_USER);

    assertThat(order)
        .contains(
            "ann: iam:ListAccessKeys: denied",
            "ann: the invocation was about to time out",
            "ann: eventual consistency");
    assertThat(sender.isComplete).isFalse();
    assertThat(summary.counts()).isEqualTo(new Counts(1, 0, 0, 5));
    assertThat(summary.failures())
        .containsExactly(
            "2 users not evaluated: the invocation was about to time out",
            "iam:ListUsers: malformed",
            "config:Get: rejected",
            "iam:ListAccessKeys: denied",
            "eventual consistency");
  }

  @Test
  void oneSkippedUserIsNamedInTheSingular() {
    OutcomeReporter reporter = reporter(List.of(), new RecordingSender("only", new ArrayList<>()));
    reporter.report(Stream.of(new Skipped(Subject.of(user("ann")))));
    assertThat(reporter.finish(RunDetails.OF_ONE_USER).failures())
        .containsExactly("1 user not evaluated: the invocation was about to time out");
  }

  /** A result of a service that is sent after AWS Config has accepted everything. */
  @Test
  void lastSendersAreCompleteOnlyWhenConfigAcceptedEverything() {
    for (boolean isRejected : List.of(false, true)) {
      RecordingSender config =
          isRejected
              ? new RecordingSender("config", new ArrayList<>(), "config: rejected")
              : new RecordingSender("config", new ArrayList<>());
      RecordingSender last = new RecordingSender("last", new ArrayList<>());
      new OutcomeReporter(
              new Senders(List.of(), config, List.of(last)), OutcomeReporterTest::byName)
          .finish(RunDetails.OF_ONE_USER);
      assertThat(config.isComplete).isTrue();
      assertThat(last.isComplete).isEqualTo(!isRejected);
    }
  }

  @Test
  void lastSendersAreIncompleteWhenAUserIsNotEvaluated() {
    RecordingSender last = new RecordingSender("last", new ArrayList<>());
    OutcomeReporter reporter =
        new OutcomeReporter(
            new Senders(List.of(), new RecordingSender("config", new ArrayList<>()), List.of(last)),
            OutcomeReporterTest::byName);
    reporter.failUser("iam:ListUsers: malformed");
    reporter.finish(RunDetails.OF_ONE_USER);
    assertThat(last.isComplete).isFalse();
  }

  @Test
  void summaryHasTheCountsAndWarningsOfOtherServices() {
    RecordingSender first = new RecordingSender("first", new ArrayList<>());
    RecordingSender config = new RecordingSender("config", new ArrayList<>());
    RecordingSender last = new RecordingSender("last", new ArrayList<>());
    first.isCounting = true;
    last.isCounting = true;
    RunSummary summary =
        new OutcomeReporter(
                new Senders(List.of(first), config, List.of(last)), OutcomeReporterTest::byName)
            .finish(RunDetails.OF_ONE_USER);
    assertThat(summary.further())
        .isEqualTo(
            new FurtherServices(
                Map.of("first", 7, "last", 7),
                List.of("first: a warning", "last: a warning"),
                List.of("first", "last")));
    assertThat(summary.credentialReport()).isEqualTo(new CredentialReportStatus.NotRequested());
  }

  /** The senders are independent: one that fails loses only its own results. */
  @Test
  void failureOfOneServiceLeavesTheOthersComplete() {
    RecordingSender first = new RecordingSender("first", new ArrayList<>(), "first: rejected");
    RecordingSender config = new RecordingSender("config", new ArrayList<>());
    RecordingSender last = new RecordingSender("last", new ArrayList<>());
    RunSummary summary =
        new OutcomeReporter(
                new Senders(List.of(first), config, List.of(last)), OutcomeReporterTest::byName)
            .finish(RunDetails.OF_ONE_USER);
    assertThat(summary.failures()).containsExactly("first: rejected");
    assertThat(config.isComplete).isTrue();
    assertThat(last.isComplete).isTrue();
  }

  private static OutcomeReporter reporter(List<OutcomeSender> first, OutcomeSender config) {
    return new OutcomeReporter(new Senders(first, config, List.of()), OutcomeReporterTest::byName);
  }

  private static Evaluated compliant(String name) {
    return new Evaluated(Subject.of(user(name)), new Compliant(Reason.NO_INITIAL_KEY));
  }

  private static Evaluated nonCompliant(String name) {
    return new Evaluated(
        Subject.of(user(name)),
        new NonCompliant(List.of(new Finding("AKIA" + name, Duration.ofSeconds(12)))));
  }

  private static IamUser user(String name) {
    return IamUser.listed(
        new UserIdentity(
            "AIDA" + name.toUpperCase(Locale.ROOT) + "000000000000",
            name,
            "/",
            Instant.parse("2025-02-03T08:30:00Z")));
  }
}
