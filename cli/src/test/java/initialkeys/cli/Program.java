package initialkeys.cli;

import initialkeys.simulation.http.FakeAwsServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The program in a process of its own, as a launcher starts it.
 *
 * @param folder for the program's home and its output
 * @param environment variables; there are no others but PATH
 */
record Program(Path folder, Map<String, String> environment) {

  /** Without credentials, and without a network. */
  static Program in(Path folder) {
    return new Program(
        folder,
        Map.of(
            "PATH",
            System.getenv("PATH"),
            "HOME",
            folder.toString(),
            "AWS_EC2_METADATA_DISABLED",
            "true",
            "AWS_MAX_ATTEMPTS",
            "1"));
  }

  /** With credentials for a server in place of AWS. */
  static Program calling(FakeAwsServer server, Path folder) {
    return in(folder)
        .with("AWS_ACCESS_KEY_ID", SimulatedCloud.KEY_ID)
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .at(server.address());
  }

  Program at(URI address) {
    return with("AWS_ENDPOINT_URL", address.toString());
  }

  Program with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Program(folder, Map.copyOf(more));
  }

  Program without(String variable) {
    Map<String, String> fewer = new HashMap<>(environment);
    fewer.remove(variable);
    return new Program(folder, Map.copyOf(fewer));
  }

  Printed run(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    int code = start(out, err, arguments).waitFor();
    List<String> reasons = Files.readAllLines(err, StandardCharsets.UTF_8);
    return new Printed(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        reasons.stream().filter(line -> !line.endsWith(" …")).toList());
  }

  /** Does not wait until it ends. */
  Process start(String... arguments) throws IOException {
    return start(
        Files.createTempFile(folder, "out", ".txt"),
        Files.createTempFile(folder, "err", ".txt"),
        arguments);
  }

  private Process start(Path out, Path err, String... arguments) throws IOException {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Dinitialkeys.root=..",
            "-cp",
            System.getProperty("java.class.path"),
            "initialkeys.cli.InitialKeys");
    ProcessBuilder process =
        new ProcessBuilder(Stream.concat(java, Stream.of(arguments)).toList())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    process.environment().clear();
    process.environment().putAll(environment);
    return process.start();
  }
}
