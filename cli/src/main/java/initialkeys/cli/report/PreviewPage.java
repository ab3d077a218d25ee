package initialkeys.cli.report;

import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.Basis;
import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.decision.CisControl;
import initialkeys.run.CredentialReportStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A preview as one HTML file that an auditor can keep: it loads nothing, has no script, and is
 * readable in print.
 */
final class PreviewPage {

  private static final String TITLE = "Access keys created during user setup";

  private final PreviewResult preview;
  private final boolean isEveryUserShown;

  /**
   * @param isEveryUserShown whether users that need no attention are listed too
   */
  PreviewPage(PreviewResult preview, boolean isEveryUserShown) {
    this.preview = preview;
    this.isEveryUserShown = isEveryUserShown;
  }

  private static final String UNKNOWN = "not known; the verdict does not depend on it";

  String text() {
    HtmlWriter html = new HtmlWriter();
    html.open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "UTF-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width");
    // Whatever a name contains, a browser loads and runs nothing.
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.element("title", TITLE).element("style", style()).closeLine().open("body");
    writeHead(html);
    writeChart(html);
    writeUnreadAccounts(html);
    writeFailures(html);
    preview.accounts().forEach(account -> writeFindings(html, account));
    writeUsers(html, "Users that were not evaluated", List.of(Result.NOT_EVALUATED));
    if (isEveryUserShown) {
      writeUsers(html, "All other users", List.of(Result.COMPLIANT, Result.NOT_APPLICABLE));
    }
    html.close().close();
    return html.html();
  }

  private static String style() {
    try (InputStream css = PreviewPage.class.getResourceAsStream("preview-page.css")) {
      return new String(
          Objects.requireNonNull(css, "preview-page.css").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private void writeHead(HtmlWriter html) {
    html.element("h1", TITLE);
    html.element("p", new PreviewSummary(preview).text(), "class", "summary");
    html.element(
        "p",
        "%s: “%s”. The results that the AWS Config rule would give; nothing was sent to AWS Config."
            .formatted(CisControl.BENCHMARK, CisControl.TITLE));
    html.open("table", "class", "counts").open("tr");
    for (Result result : Result.values()) {
      html.open("td", "class", GapChart.style(result))
          .element("b", Counted.number(preview.count(result)))
          .text(" " + result.text())
          .close();
    }
    html.open("td")
        .element("b", Counted.number(preview.userCount()))
        .text(" users in all")
        .close()
        .close()
        .closeLine();
    writeBasis(html);
    if (preview.isOrganization() && !preview.accounts().isEmpty()) writeAccounts(html);
  }

  /** In an Organization, what is the same for every account. */
  private void writeBasis(HtmlWriter html) {
    Basis basis = preview.basis();
    html.open("table", "class", "basis");
    if (!preview.isOrganization()) {
      AccountResult account = preview.accounts().getFirst();
      writeRow(html, "Account", account.accountId());
      writeRow(html, "Source", basis.source());
      writeRow(html, "Users", users(account));
      writeRow(html, "Credential report", text(basis.credentialReport()));
    }
    writeRow(html, "Evaluated", basis.time().toString());
    basis
        .parameters()
        .forEach((name, value) -> writeRow(html, name, value.isEmpty() ? "none" : value));
    html.closeLine();
  }

  private void writeAccounts(HtmlWriter html) {
    html.open("table", "class", "list accounts");
    writeHeading(html, "Account", "Users", "NON_COMPLIANT", "Not evaluated", "Credential report");
    for (AccountResult account : preview.accounts()) {
      writeRow(
          html,
          account.accountId(),
          users(account),
          Counted.number(account.count(Result.NON_COMPLIANT)),
          Counted.number(account.count(Result.NOT_EVALUATED)),
          text(account.basis().credentialReport()));
    }
    html.closeLine();
  }

  private static String users(AccountResult account) {
    return Counted.number(account.userCount())
        + (account.isListComplete() ? "" : "; the list is incomplete");
  }

  private static String text(CredentialReportStatus status) {
    return switch (status) {
      case CredentialReportStatus.NotRequested _ -> "none was needed";
      case CredentialReportStatus.Used(boolean isFresh, Instant generated, int _) ->
          "generated %s%s".formatted(generated, isFresh ? " for this preview" : ", earlier");
      case CredentialReportStatus.Unavailable _ -> "none: every user was read with live calls";
    };
  }

  private void writeChart(HtmlWriter html) {
    if (preview.accounts().isEmpty()) return;
    List<UserResult> users = users().toList();
    GapChart chart = new GapChart(users, preview.basis().creationWindow());
    html.open("figure");
    chart.write(html);
    html.element(
        "figcaption",
        ("%s of %s in the picture; the others have no key whose creation is known. Dark: "
                + "NON_COMPLIANT. Outlined: not evaluated. Light: COMPLIANT.")
            .formatted(Counted.number(chart.placed()), Counted.of(users.size(), "user")));
    html.closeLine();
  }

  private Stream<UserResult> users() {
    return preview.accounts().stream()
        .flatMap(account -> account.users().stream())
        .filter(user -> !user.isOfDeletedUser());
  }

  private void writeUnreadAccounts(HtmlWriter html) {
    if (preview.unreadAccounts().isEmpty()) return;
    html.element("h2", "Accounts that were not read");
    html.open("table", "class", "list");
    writeHeading(html, "Account", "Name", "Reason");
    for (UnreadAccount account : preview.unreadAccounts()) {
      writeRow(html, account.accountId(), account.name(), account.reason());
    }
    html.closeLine();
  }

  /** The whole of it: a page that is kept has no standard error beside it. */
  private void writeFailures(HtmlWriter html) {
    if (preview.accounts().stream().allMatch(account -> account.failures().isEmpty())) return;
    html.element("h2", "Why the result is incomplete");
    html.open("table", "class", "list failures");
    writeHeading(html, "Account", "Reason");
    for (AccountResult account : preview.accounts()) {
      account.failures().forEach(failure -> writeRow(html, account.accountId(), failure));
    }
    html.closeLine();
  }

  private static void writeFindings(HtmlWriter html, AccountResult account) {
    List<UserResult> findings =
        account.users().stream().filter(user -> user.result() == Result.NON_COMPLIANT).toList();
    if (findings.isEmpty()) return;
    html.element("h2", "Findings in account %s".formatted(account.accountId()));
    for (UserResult user : findings) {
      html.open("section", "class", "finding");
      html.element("h3", user.name());
      html.element("p", user.reason());
      html.open("table", "class", "list");
      writeHeading(html, "Fact", "Value", "Learnt from");
      user.facts().ifPresent(facts -> writeFacts(html, user.id(), facts));
      html.close().closeLine();
    }
    html.element("p", CisControl.REMEDIATION);
  }

  private static void writeFacts(HtmlWriter html, String userId, UserFacts facts) {
    writeRow(html, "User id", userId, facts.created().source());
    writeRow(html, "Path", facts.path(), facts.created().source());
    writeRow(html, "User created", facts.created().value().toString(), facts.created().source());
    writeRow(
        html,
        "Console password",
        facts.password().map(has -> has.value() ? "yes" : "no").orElse(UNKNOWN),
        facts.password().map(SourcedFact::source).orElse("-"));
    facts.knownKeys().forEach(key -> writeKey(html, key, facts.created().value()));
  }

  private static void writeKey(HtmlWriter html, KeyFacts key, Instant userCreated) {
    String name =
        "Access key %s%s".formatted(key.id().orElse("-"), key.isFinding() ? " (counts)" : "");
    writeRow(
        html,
        name + ": created",
        key.created()
            .map(
                time ->
                    "%s, %s"
                        .formatted(
                            time.value(),
                            new Gap(Duration.between(userCreated, time.value())).text()))
            .orElse(UNKNOWN),
        key.created().map(SourcedFact::source).orElse("-"));
    writeRow(
        html,
        name + ": status",
        key.status().orElse(UNKNOWN),
        key.created().map(SourcedFact::source).orElse("-"));
    writeRow(
        html,
        name + ": last used",
        key.use().map(SourcedFact::value).map(PreviewPage::text).orElse(UNKNOWN),
        key.use().map(SourcedFact::source).orElse("-"));
  }

  private static String text(KeyUse use) {
    if (!use.isUsed()) return "never";
    String when = use.lastUsed().map(Instant::toString).orElse("at a time that is not known");
    String where = use.service().map(service -> ", " + service).orElse("");
    return when + where + use.region().map(region -> " in " + region).orElse("");
  }

  private void writeUsers(HtmlWriter html, String heading, List<Result> results) {
    List<AccountResult> accounts =
        preview.accounts().stream()
            .filter(it -> it.users().stream().anyMatch(user -> results.contains(user.result())))
            .toList();
    if (accounts.isEmpty()) return;
    html.element("h2", heading);
    html.open("table", "class", "list users");
    writeHeading(html, "Account", "User", "Result", "Reason");
    for (AccountResult account : accounts) {
      account.users().stream()
          .filter(user -> results.contains(user.result()))
          .forEach(
              user ->
                  writeRow(
                      html, account.accountId(), user.name(), user.result().text(), user.reason()));
    }
    html.closeLine();
  }

  private static void writeHeading(HtmlWriter html, String... cells) {
    html.open("thead").open("tr");
    for (String cell : cells) html.element("th", cell);
    html.close().closeLine();
  }

  private static void writeRow(HtmlWriter html, String... cells) {
    html.open("tr");
    for (String cell : cells) html.element("td", cell);
    html.closeLine();
  }
}
