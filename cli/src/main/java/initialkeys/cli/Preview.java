package initialkeys.cli;

import static java.util.Comparator.comparingInt;

import initialkeys.aws.AccountClients;
import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.decision.InvalidInputException;
import initialkeys.lambda.RuleHandler;
import initialkeys.run.IncompleteRunException;
import initialkeys.run.RunContext;
import initialkeys.simulation.Account;
import initialkeys.simulation.Events;
import initialkeys.simulation.FakeConfig;
import initialkeys.simulation.FakeIam;
import initialkeys.simulation.Fixtures;
import initialkeys.simulation.InvocationContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.config.model.ComplianceType;
import software.amazon.awssdk.services.config.model.Evaluation;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Shows what the rule would say of an account, through the real handler: an account of a file, or
 * the account of the caller's own AWS credentials, which is only read. AWS Config is not called in
 * either case.
 *
 * @param account what the table is headed by
 * @param event the scheduled event that the handler is given
 * @param names user ids to names
 */
public record Preview(
    String account,
    String event,
    Map<String, String> names,
    IamClient iam,
    FakeConfig config,
    ApiCallCounter calls) {

  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * Prints the preview.
   *
   * @param arguments "file" and an account's file, or "aws" and anything; then the rule parameters
   *     as a JSON object, or "as-given" for those of the file or the defaults
   */
  public static void main(String[] arguments) {
    ApiCallCounter calls = new ApiCallCounter();
    Thread progress = Thread.ofVirtual().start(() -> tell(calls));
    try {
      of(arguments[0], file(arguments[1]), parameters(arguments[2]), calls).print(System.out);
    } catch (InvalidInputException | SdkException | IOException | UncheckedIOException failed) {
      System.err.println(failed.getMessage());
      System.exit(1);
    } finally {
      progress.interrupt();
    }
  }

  /** Says how far it is, when that takes long. */
  private static void tell(ApiCallCounter calls) {
    try {
      while (true) {
        Thread.sleep(QUIET);
        System.err.printf("… %,d requests to AWS%n", calls.total());
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  /** The file, as seen from where Maven was called. */
  private static Path file(String name) {
    return Path.of(System.getProperty("preview.folder", "")).resolve(name);
  }

  private static Preview of(
      String source, Path file, Optional<Map<String, String>> parameters, ApiCallCounter calls) {
    return switch (source) {
      case "file" -> ofFile(file, parameters);
      case "aws" -> ofAws(parameters.orElse(Map.of()), calls);
      default -> throw new InvalidInputException("source", source, "file or aws");
    };
  }

  private static Optional<Map<String, String>> parameters(String json) throws IOException {
    if (json.equals("as-given")) return Optional.empty();
    Map<String, String> parameters = new LinkedHashMap<>();
    Fixtures.JSON
        .readTree(json)
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return Optional.of(parameters);
  }

  static Preview ofFile(Path file, Optional<Map<String, String>> parameters) {
    if (!Files.isReadable(file)) {
      throw new InvalidInputException("account", file.toString(), "a readable file");
    }
    Account account = Fixtures.account(file);
    String event =
        Events.schedule(
            account.accountId(),
            account.now(),
            parameters.orElse(account.parameters()),
            "no-result-token");
    Map<String, String> names =
        account.users().stream().collect(Collectors.toMap(Account.User::id, Account.User::name));
    return new Preview(
        "%s (%s)".formatted(account.accountId(), account.about()),
        event,
        names,
        new FakeIam(account),
        new FakeConfig(account),
        new ApiCallCounter());
  }

  /** IAM is one service of the whole partition, so any of its Regions will do. */
  private static Preview ofAws(Map<String, String> parameters, ApiCallCounter calls) {
    if (System.getProperty("aws.region") == null) {
      try {
        new DefaultAwsRegionProviderChain().getRegion();
      } catch (SdkException noRegion) {
        System.setProperty("aws.region", "us-east-1");
      }
    }
    return ofAws(
        AwsClients.iam(DefaultCredentialsProvider.builder().build(), calls), calls, parameters);
  }

  static Preview ofAws(IamClient iam, ApiCallCounter calls, Map<String, String> parameters) {
    List<User> users =
        iam.listUsersPaginator(request -> request.maxItems(1000)).users().stream().toList();
    String accountId =
        users.stream().findFirst().map(user -> user.arn().split(":", 6)[4]).orElse("000000000000");
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new Preview(
        "%s (read just now)".formatted(accountId),
        Events.schedule(accountId, now, parameters, "no-result-token"),
        users.stream().collect(Collectors.toMap(User::userId, User::userName, (a, b) -> b)),
        iam,
        new FakeConfig(List.of()),
        calls);
  }

  /** Prints the table and the summary. */
  void print(PrintStream out) {
    Optional<String> incomplete = run();
    printTable(out);
    incomplete.ifPresent(why -> out.printf("%nNot complete: %s%n", why));
  }

  private Optional<String> run() {
    try {
      AccountClients.Provider accounts = (accountId, function) -> new AccountClients(iam, config);
      new RuleHandler(
              accounts,
              Optional.empty(),
              calls,
              deadline -> new RunContext(deadline, InstantSource.system(), Thread::sleep),
              line -> {})
          .handleRequest(
              Events.stream(event),
              OutputStream.nullOutputStream(),
              new InvocationContext("preview", () -> Integer.MAX_VALUE));
      return Optional.empty();
    } catch (IncompleteRunException incomplete) {
      return Optional.of(incomplete.getMessage());
    }
  }

  private void printTable(PrintStream out) {
    List<Evaluation> rows =
        config.evaluations().stream()
            .sorted(comparingInt(Preview::rank).thenComparing(this::name))
            .toList();
    int width = rows.stream().mapToInt(row -> name(row).length()).reduce(4, Math::max);
    out.printf("Account %s%n%n", account);
    out.printf("%s  %-14s  %s%n", padded("USER", width), "RESULT", "WHY");
    for (Evaluation row : rows) {
      out.printf(
          "%s  %-14s  %s%n", padded(name(row), width), row.complianceType(), row.annotation());
    }
    Map<ComplianceType, Long> counts =
        rows.stream()
            .collect(Collectors.groupingBy(Evaluation::complianceType, Collectors.counting()));
    out.printf(
        "%n%,d of %,d users are NON_COMPLIANT. Results of users that are gone, cleared: %,d.%n",
        counts.getOrDefault(ComplianceType.NON_COMPLIANT, 0L),
        names.size(),
        counts.getOrDefault(ComplianceType.NOT_APPLICABLE, 0L));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static int rank(Evaluation row) {
    return switch (row.complianceType()) {
      case NON_COMPLIANT -> 0;
      case COMPLIANT -> 1;
      default -> 2;
    };
  }

  private String name(Evaluation row) {
    return names.getOrDefault(row.complianceResourceId(), row.complianceResourceId());
  }
}
