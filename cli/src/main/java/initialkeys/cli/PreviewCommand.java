package initialkeys.cli;

import initialkeys.cli.aws.Caller;
import initialkeys.cli.aws.CallerRule;
import initialkeys.cli.preview.AccountFile;
import initialkeys.cli.preview.GivenParameters;
import initialkeys.cli.preview.OrganizationPreview;
import initialkeys.cli.preview.PreviewedAccount;
import initialkeys.cli.preview.PreviewedAccount.Origin;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.report.ReportFile;
import initialkeys.cli.report.ReportFormat;
import initialkeys.cli.terminal.OneLine;
import initialkeys.cli.terminal.Progress;
import initialkeys.cli.terminal.Terminal;
import initialkeys.decision.CisControl;
import initialkeys.decision.InvalidInputException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the results that the rule would give for an account, without deploying it. */
@Command(
    name = "preview",
    sortOptions = false,
    description = {
      "Shows the results that the rule would give. Nothing is deployed or changed.",
      "Without a source it shows a sample account, and needs no AWS account.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every user was evaluated, whatever the results",
      "1:as 0, but with --fail-on-findings, and users are NON_COMPLIANT",
      "2:an option, a rule parameter or a file cannot be used",
      "3:some users or accounts could not be read; standard error has the reasons",
      "4:nothing could be read: credentials, permissions or the network"
    })
final class PreviewCommand implements Callable<Integer> {

  /** The name with which the rule is deployed by default. */
  static final String RULE_NAME = CisControl.NAME;

  /** What IAM allows in the name of a role, with or without a path. */
  private static final Pattern ROLE = Pattern.compile("([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}");

  /** The number of reasons that are printed; the others are counted. */
  private static final int MAX_REASONS = 20;

  @ArgGroup private Source source = new Source();

  /** Where the users come from. */
  static final class Source {
    @Option(
        names = "--account",
        paramLabel = "FILE",
        description = "A file that describes an account, as in test-fixtures/accounts.")
    private Path file;

    @Option(
        names = "--aws",
        description =
            "The account of your AWS credentials. This only reads it, and requests a credential"
                + " report.")
    private boolean isAws;

    @Option(
        names = "--organization",
        description =
            "Every account of your Organization: yours with your credentials, any other with those"
                + " of the role that --role names.")
    private boolean isOrganization;

    private boolean isFile() {
      return !isAws && !isOrganization;
    }
  }

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description = "With --organization: the name of the role to assume in each account.")
  private Optional<String> role;

  @Option(
      names = "--exclude-account",
      paramLabel = "ID",
      description =
          "With --organization: an account that is not read, for example a suspended one; repeat"
              + " the option for more of them.")
  private List<String> excludedAccounts = List.of();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "For AWS: the profile of the AWS CLI to use.")
  private Optional<String> profile;

  @Option(names = "--region", paramLabel = "NAME", description = "For AWS: the Region to call.")
  private Optional<String> region;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A rule parameter; repeat the option for more of them.")
  private List<String> parameters = List.of();

  @Option(
      names = "--parameters-of-rule",
      paramLabel = "NAME",
      arity = "0..1",
      fallbackValue = RULE_NAME,
      description =
          "For AWS: takes the rule parameters of a deployed rule. NAME is its name, or that of an"
              + " organization rule; by default "
              + RULE_NAME
              + ". Those of --parameter override them.")
  private Optional<String> deployedRule;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}. JSON and CSV contain every user.")
  private ReportFormat format = ReportFormat.TABLE;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file to write the result to, in place of standard output.")
  private Optional<Path> output;

  @Option(
      names = "--all",
      description = "Shows every user in a table or HTML file, not only those that need attention.")
  private boolean isEveryUserShown;

  @Option(
      names = "--fail-on-findings",
      description = "Ends with exit code 1 when a user is NON_COMPLIANT.")
  private boolean failsOnFindings;

  @Spec private CommandSpec spec;

  private final Terminal terminal;
  private final BiFunction<Optional<String>, Optional<String>, Caller> callers;

  /**
   * @param callers gives the caller of a profile and a Region, each of which may be missing
   */
  PreviewCommand(
      Terminal terminal, BiFunction<Optional<String>, Optional<String>, Caller> callers) {
    this.terminal = terminal;
    this.callers = callers;
  }

  @Override
  public Integer call() {
    GivenParameters given = GivenParameters.parse(parameters);
    Optional<ReportFile> file = output.map(ReportFile::new);
    requireOptionsThatBelongTogether();
    file.ifPresent(this::requireUsable);
    PreviewResult preview = preview(given);
    if (file.isPresent()) {
      file.get().write(out -> format.print(preview, isEveryUserShown, terminal.withOut(out)));
    } else {
      format.print(preview, isEveryUserShown, terminal);
    }
    printReasons(preview.failures().toList());
    return exitCode(preview);
  }

  private void requireUsable(ReportFile file) {
    file.requireWritable();
    if (source.isFile()) file.requireOther(accountFile());
  }

  private Path accountFile() {
    return Optional.ofNullable(source.file).orElseGet(PreviewCommand::sample);
  }

  private PreviewResult preview(GivenParameters given) {
    try (Progress progress = Progress.on(terminal)) {
      if (source.isFile()) {
        return PreviewResult.of(new AccountFile(accountFile()).preview(given).evaluate(progress));
      }
      // Nothing is printed meanwhile: a person may be asked for a code.
      Caller caller = callers.apply(profile, region);
      PreviewedAccount own = ofCaller(caller, given);
      return role.map(
              name ->
                  new OrganizationPreview(caller, own, name, Set.copyOf(excludedAccounts))
                      .evaluate(progress))
          .orElseGet(() -> PreviewResult.of(own.evaluate(progress)));
    }
  }

  private void requireOptionsThatBelongTogether() {
    if (source.isOrganization != role.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--organization and --role are given together");
    }
    role.filter(name -> !ROLE.matcher(name).matches())
        .ifPresent(
            name -> {
              throw new InvalidInputException(
                  "--role",
                  name,
                  "the name of a role, with its path in front if it has one, such as Audit or"
                      + " security/Audit");
            });
    if (!source.isOrganization && !excludedAccounts.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--exclude-account is for an Organization: add --organization");
    }
    boolean isForAws = profile.isPresent() || region.isPresent() || deployedRule.isPresent();
    if (source.isFile() && isForAws) {
      throw new ParameterException(
          spec.commandLine(),
          "--profile, --region and --parameters-of-rule are for an AWS account: add --aws");
    }
  }

  /** The sample comes with the program. */
  private static Path sample() {
    return Path.of(
        System.getProperty("initialkeys.root", "."), "test-fixtures", "accounts", "sample.json");
  }

  private PreviewedAccount ofCaller(Caller caller, GivenParameters given) {
    String accountId = caller.accountId();
    Map<String, String> ofRule =
        deployedRule
            .map(name -> CallerRule.find(caller, name, "--parameters-of-rule").parameters())
            .orElse(Map.of());
    return new PreviewedAccount(
        accountId,
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        given.override(ofRule),
        caller.iam(),
        new Origin.OfAws(Thread::sleep));
  }

  private void printReasons(List<String> reasons) {
    reasons.stream().limit(MAX_REASONS).map(OneLine::of).forEach(terminal.err()::println);
    if (reasons.size() > MAX_REASONS) {
      terminal
          .err()
          .println("%s more reasons are not printed.".formatted(reasons.size() - MAX_REASONS));
    }
    if (reasons.stream().anyMatch(reason -> reason.contains("not authorized"))) {
      terminal.err().println("The policy in docs/command-line.md allows every call.");
    }
  }

  /** An incomplete preview may have more findings than it shows, so that it comes first. */
  private int exitCode(PreviewResult preview) {
    if (preview.isNothingRead()) return ExitCode.FAILED;
    if (!preview.isComplete()) return ExitCode.INCOMPLETE;
    return failsOnFindings && preview.count(Result.NON_COMPLIANT) > 0
        ? ExitCode.FINDINGS
        : ExitCode.COMPLETE;
  }
}
