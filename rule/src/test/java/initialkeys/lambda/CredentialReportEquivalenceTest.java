package initialkeys.lambda;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Account;
import initialkeys.simulation.Account.Expected;
import initialkeys.simulation.Account.User;
import initialkeys.simulation.CredentialReportCsv;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/**
 * Random histories: an account, the credential report that IAM makes of it, and, when the report is
 * not of this run, hours of changes after it. With the report and without it, the results are
 * equal.
 */
class CredentialReportEquivalenceTest {

  private static final int HISTORIES = 2_000;
  private static final String ACCOUNT = "123456789012";
  private static final List<String> NAMES = List.of("ann", "bo", "cy", "di", "smith,john", "eve");
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(40),
          Duration.ofMinutes(2),
          Duration.ofMinutes(7),
          Duration.ofMinutes(11),
          Duration.ofHours(30));

  @ParameterizedTest
  @EnumSource(
      value = ReportStateType.class,
      names = {"STARTED", "INPROGRESS", "COMPLETE"})
  void the_report_changes_calls_and_no_result(ReportStateType state) {
    int with = 0;
    int without = 0;
    Map<String, Integer> met = new TreeMap<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      // Seeds that lie close together give random numbers that do.
      SplittableRandom seeds = new SplittableRandom(seed);
      History history = new History(new Random(seeds.nextLong()));
      history.play(30);
      String young = history.addYoung();
      Instant made = history.now;
      String report =
          CredentialReportCsv.of(history.users(), history.gone, new Random(seeds.nextLong()));
      if (state != ReportStateType.STARTED) {
        history.addKeySoon(young);
        history.play(seeds.nextInt(8));
      }
      Map<String, String> parameters = parameters(new Random(seeds.nextLong()));
      String event = Events.schedule(ACCOUNT, history.now, parameters, "a-result-token");

      FakeIam live = new FakeIam(history.users());
      FakeIam reported = new FakeIam(history.users()).withReport(state, made, report);

      List<Evaluation> right = evaluations(live, event);
      assertThat(evaluations(reported, event))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(right);
      with += reported.calls().size();
      without += live.calls().size();
      Stream.of(spellings(report), parameters(parameters), results(right), history.since(made))
          .flatMap(List::stream)
          .forEach(what -> met.merge(what, 1, Integer::sum));
    }
    assertThat(with).as("calls with the report").isLessThan(without);
    assertThat(met)
        .as("in how many histories")
        .containsKeys(state == ReportStateType.STARTED ? ALWAYS : LATER);
    assertThat(met)
        .allSatisfy((what, histories) -> assertThat(histories).as(what).isGreaterThan(20));
  }

  /** What the histories must hold, or they would show nothing. */
  private static final String[] ALWAYS = {
    "times in Z",
    "times in +00:00",
    "capitals",
    "a 23rd column",
    "22 columns",
    "no root row",
    "a final newline",
    "a quoted name",
    "a bare name with a comma",
    "COMPLIANT",
    "NON_COMPLIANT",
    "creationWindowMinutes=1",
    "creationWindowMinutes=5",
    "creationWindowMinutes=1440",
    "consolePasswordOnly=true",
    "consolePasswordOnly=false",
    "unusedKeysOnly=true",
    "unusedKeysOnly=false",
    "activeKeysOnly=true",
    "activeKeysOnly=false",
    "gracePeriodHours=0",
    "gracePeriodHours=1"
  };

  private static final String[] LATER =
      Stream.concat(
              Stream.of(ALWAYS),
              Stream.of(
                  "a user made after the report",
                  "a user made again under its name after the report",
                  "a key made within five minutes of its user, after the report",
                  "a key made within five minutes of its user, the report between them",
                  "a key used after the report"))
          .toArray(String[]::new);

  private static List<String> spellings(String report) {
    String rows = report.lines().skip(1).filter(row -> !row.startsWith("<root")).collect(joining());
    Map<String, Boolean> spellings =
        Map.of(
            "times in Z", rows.contains("Z,"),
            "times in +00:00", rows.contains("+00:00,"),
            "capitals", rows.contains(",True,"),
            "a 23rd column", report.contains(",additional_credentials_info"),
            "22 columns", !report.contains(",additional_credentials_info"),
            "no root row", !report.contains("<root_account>"),
            "a final newline", report.endsWith("\n"),
            "a quoted name", rows.contains("\"smith,john\""),
            "a bare name with a comma", rows.contains("/smith,john,"));
    return spellings.keySet().stream().filter(spellings::get).toList();
  }

  private static List<String> parameters(Map<String, String> parameters) {
    return parameters.entrySet().stream().map(Map.Entry::toString).toList();
  }

  private static List<String> results(List<Evaluation> evaluations) {
    return evaluations.stream().map(Evaluation::complianceTypeAsString).distinct().toList();
  }

  @Test
  void a_report_that_is_cut_off_anywhere_changes_no_result() {
    History history = new History(new Random(7));
    history.play(40);
    String report = CredentialReportCsv.of(history.users(), history.gone, new Random(7));
    String event = Events.schedule(ACCOUNT, history.now, Map.of(), "a-result-token");
    List<Evaluation> live = evaluations(new FakeIam(history.users()), event);
    assertThat(live).hasSizeGreaterThan(3);
    for (int length = 0; length <= report.length(); length++) {
      FakeIam iam =
          new FakeIam(history.users())
              .withReport(ReportStateType.STARTED, history.now, report.substring(0, length));
      assertThat(evaluations(iam, event))
          .as("cut off at %d", length)
          .containsExactlyInAnyOrderElementsOf(live);
    }
  }

  private static List<Evaluation> evaluations(FakeIam iam, String event) {
    FakeConfig config = new FakeConfig(List.of());
    Invocation.of(iam, config).run(event);
    return config.evaluations();
  }

  private static Map<String, String> parameters(Random random) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("creationWindowMinutes", List.of("1", "5", "5", "1440").get(random.nextInt(4)));
    parameters.put("consolePasswordOnly", String.valueOf(random.nextInt(4) > 0));
    parameters.put("unusedKeysOnly", String.valueOf(random.nextInt(4) > 0));
    parameters.put("activeKeysOnly", String.valueOf(random.nextInt(4) == 0));
    parameters.put("gracePeriodHours", List.of("0", "0", "1").get(random.nextInt(3)));
    return parameters;
  }

  /** An account that changes as time passes. */
  private static final class History {

    private final Random random;
    private final Map<String, User> byName = new LinkedHashMap<>();
    private final List<User> gone = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-15T12:00:00Z");
    private int made;

    History(Random random) {
      this.random = random;
    }

    List<User> users() {
      return List.copyOf(byName.values());
    }

    /** What came after a time, of what a report of that time does not know. */
    List<String> since(Instant made) {
      List<String> news = new ArrayList<>();
      for (User user : byName.values()) {
        if (user.created().isAfter(made)) {
          news.add("a user made after the report");
          if (gone.stream().anyMatch(it -> it.name().equals(user.name()))) {
            news.add("a user made again under its name after the report");
          }
        }
        for (Account.Key key : user.keys()) {
          Duration afterUser = Duration.between(user.created(), key.created());
          if (key.created().isAfter(made) && afterUser.toMinutes() < 5) {
            news.add("a key made within five minutes of its user, after the report");
            if (user.created().isBefore(made)) {
              news.add("a key made within five minutes of its user, the report between them");
            }
          }
          if (key.lastUsed() != null && key.lastUsed().isAfter(made)) {
            news.add("a key used after the report");
          }
        }
      }
      return news.stream().distinct().toList();
    }

    void play(int changes) {
      for (int i = 0; i < changes; i++) {
        now = now.plus(STEPS.get(random.nextInt(STEPS.size())));
        String name = NAMES.get(random.nextInt(NAMES.size()));
        User user = byName.get(name);
        if (user == null) add(name);
        else change(user);
      }
    }

    /** A user of seconds or minutes, with or without a first key. */
    String addYoung() {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      if (byName.containsKey(name)) gone.add(byName.remove(name));
      add(name);
      now = now.plusSeconds(random.nextInt(400));
      return name;
    }

    /** A further key of a user, soon after. */
    void addKeySoon(String name) {
      now = now.plusSeconds(1 + random.nextInt(400));
      addKey(byName.get(name));
    }

    private void add(String name) {
      String id = String.format(Locale.ROOT, "AIDA%016d", made++);
      byName.put(
          name,
          new User(name, id, "/", now, random.nextBoolean(), List.of(), new Expected("-", "-")));
      if (random.nextBoolean()) {
        now = now.plusSeconds(random.nextInt(90));
        addKey(byName.get(name));
      }
    }

    private void change(User user) {
      switch (random.nextInt(8)) {
        case 0 -> gone.add(byName.remove(user.name()));
        case 1, 2 -> addKey(user);
        case 3, 4 ->
            eachKeyMayBe(user, key -> new Account.Key(key.id(), key.created(), key.status(), now));
        case 5 -> removeKey(user);
        case 6 -> eachKeyMayBe(user, key -> turned(key));
        default -> put(user, !user.password(), user.keys());
      }
    }

    private static Account.Key turned(Account.Key key) {
      String status = key.status().equals("Active") ? "Inactive" : "Active";
      return new Account.Key(key.id(), key.created(), status, key.lastUsed());
    }

    private void addKey(User user) {
      if (user.keys().size() > 2) return;
      List<Account.Key> keys = new ArrayList<>(user.keys());
      keys.add(
          new Account.Key(String.format(Locale.ROOT, "AKIA%016d", made++), now, "Active", null));
      put(user, user.password(), keys);
    }

    private void removeKey(User user) {
      if (user.keys().isEmpty()) return;
      List<Account.Key> keys = new ArrayList<>(user.keys());
      keys.remove(random.nextInt(keys.size()));
      put(user, user.password(), keys);
    }

    private void eachKeyMayBe(User user, UnaryOperator<Account.Key> changed) {
      List<Account.Key> keys = new ArrayList<>(user.keys());
      keys.replaceAll(key -> random.nextBoolean() ? changed.apply(key) : key);
      put(user, user.password(), keys);
    }

    private void put(User user, boolean password, List<Account.Key> keys) {
      byName.put(
          user.name(),
          new User(
              user.name(),
              user.id(),
              user.path(),
              user.created(),
              password,
              keys,
              user.expected()));
    }
  }
}
