package initialkeys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.http.DeployedAccount;
import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.service.WritableIam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, over HTTP, with a server in place of AWS. */
class ProveOfAwsTest {

  @TempDir private Path folder;

  private final ProvableAccount account = ProvableAccount.withDefaults();

  private FakeAwsServer server() throws Exception {
    return new FakeAwsServer(
        new DeployedAccount(ProvableAccount.ACCOUNT_ID, account.iam, account.config));
  }

  /** Starts a proof, and returns once it has created some users with keys. */
  private Process startProof(FakeAwsServer server) throws Exception {
    Process process = Program.calling(server, folder).start("prove", "--yes");
    for (int tries = 0; keys() < 3 && process.isAlive() && tries < 6000; tries++) {
      Thread.sleep(50);
    }
    assertThat(process.isAlive()).isTrue();
    return process;
  }

  private long keys() {
    return account.iam.reads().all().stream()
        .filter(user -> user.path().equals(ProvableAccount.PATH))
        .map(Account.User::keys)
        .mapToLong(List::size)
        .sum();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // There, a process cannot be asked to end.
  void stoppedProofRemovesItsUsers() throws Exception {
    try (FakeAwsServer server = server()) {
      Process process = startProof(server);
      process.destroy();
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(account.proofUsers()).isEmpty();
      assertThat(printed()).contains("initial-keys: stopped; removing the users of the proof");
      assertThat(printed()).noneMatch(line -> line.contains(WritableIam.SECRET));
    }
  }

  @Test
  void cleanRemovesWhatKilledProgramHasLeft() throws Exception {
    try (FakeAwsServer server = server()) {
      Process process = startProof(server);
      process.destroyForcibly().waitFor();
      assertThat(account.proofUsers()).isNotEmpty();
      Printed cleaned = Program.calling(server, folder).run("prove", "--clean", "--yes");
      assertThat(cleaned.err()).isEmpty();
      assertThat(cleaned.code()).isEqualTo(ExitCode.COMPLETE);
      assertThat(account.proofUsers()).isEmpty();
    }
  }

  @Test
  void failuresBeforeAnythingIsCreatedAreOneLine() throws Exception {
    try (FakeAwsServer server = server()) {
      Program program = Program.calling(server, folder);
      assertThat(program.without("AWS_ACCESS_KEY_ID").run("prove", "--yes"))
          .isEqualTo(
              failed(
                  "No AWS credentials found. Run `aws configure`, `aws sso login` or `aws login`,"
                      + " or set AWS_PROFILE."));
      assertThat(program.run("prove"))
          .isEqualTo(
              new Printed(
                  ExitCode.BAD_USAGE,
                  "",
                  List.of(
                      "initial-keys: Without a terminal, --yes has to confirm. See `initial-keys"
                          + " prove --help`.")));
      server.failAlways(
          "GetCallerIdentity", FakeAws.iamError(403, "ExpiredToken", "The token is expired"));
      assertThat(program.run("prove", "--yes"))
          .isEqualTo(
              failed(
                  "The AWS credentials have expired. Sign in again with `aws sso login` or `aws"
                      + " login`, or set new credentials."));
      assertThat(account.proofUsers()).isEmpty();
    }
  }

  @Test
  void deniedCreationIsOneLineAndThrottledOneIsRepeated() throws Exception {
    try (FakeAwsServer server = server()) {
      server.failFirst("CreateUser", FakeAws.iamError(400, "Throttling", "Rate exceeded"));
      server.failAlways("CreateAccessKey", FakeAws.iamError(403, "AccessDenied", "not authorized"));
      Printed printed = Program.calling(server, folder).run("prove", "--yes");
      assertThat(printed.code()).isEqualTo(ExitCode.FAILED);
      assertThat(printed.err())
          .singleElement()
          .asString()
          .startsWith("initial-keys: not authorized (Service: Iam")
          .endsWith("The policy in docs/command-line.md allows every call.");
      assertThat(account.proofUsers()).isEmpty();
      assertThat(account.iam.reads().all()).hasSize(1);
    }
  }

  private List<String> printed() throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".txt")).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static Printed failed(String message) {
    return new Printed(ExitCode.FAILED, "", List.of("initial-keys: " + message));
  }
}
