package initialkeys.cli.aws.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The command of credential_process, which prints credentials. As for the AWS CLI, no shell starts
 * it, it can read from the terminal, and it is started again when the credentials expire.
 */
public final class CredentialProcess implements AwsCredentialsProvider {

  /** How long before they expire the credentials are replaced. */
  private static final Duration REMAINING = Duration.ofMinutes(1);

  /** With or without a colon in the offset from UTC. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final List<String> words;
  private AwsCredentials credentials;
  private Instant expiration = Instant.EPOCH;

  private CredentialProcess(List<String> words) {
    this.words = words;
  }

  /**
   * The process of a command, which is not started yet.
   *
   * @throws IllegalArgumentException when it cannot be split into words
   */
  public static CredentialProcess of(String command) {
    boolean isWindows = File.separatorChar == '\\';
    List<String> words = isWindows ? Words.ofWindows(command) : Words.of(command);
    if (words.isEmpty()) throw new IllegalArgumentException("it has no command");
    return new CredentialProcess(words);
  }

  /**
   * The credentials.
   *
   * @throws IllegalStateException when the process fails, or prints no credentials; the message
   *     shows no secret
   */
  @Override
  public synchronized AwsCredentials resolveCredentials() {
    if (Instant.now().isAfter(expiration.minus(REMAINING))) load(output());
    return credentials;
  }

  private String output() {
    Process process = start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status == 0) return text;
      throw failed("it ended with exit status %s".formatted(status));
    } catch (IOException unreadable) {
      throw failed("its output cannot be read");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed("it was interrupted");
    }
  }

  /** What it says on standard error, and its words, may contain a secret: they are not shown. */
  private Process start() {
    try {
      return new ProcessBuilder(words)
          .redirectInput(ProcessBuilder.Redirect.INHERIT)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException unusable) {
      throw failed("its program cannot be started");
    }
  }

  private void load(String output) {
    JsonNode fields = parse(output);
    JsonNode version = fields.path("Version");
    if (!version.isNumber() || version.doubleValue() != 1) {
      throw failed("its output does not have the Version 1");
    }
    String id = required(fields, "AccessKeyId");
    String secret = required(fields, "SecretAccessKey");
    expiration = text(fields, "Expiration").map(CredentialProcess::parseTime).orElse(Instant.MAX);
    if (Instant.now().isAfter(expiration)) {
      throw failed("the credentials that it returned have expired");
    }
    credentials = AccessKey.of(id, secret, text(fields, "SessionToken").orElse(""));
  }

  private static JsonNode parse(String output) {
    try {
      JsonNode value = JSON.readTree(output);
      if (value.isObject()) return value;
    } catch (JsonProcessingException malformed) {
      // Its message quotes the output.
    }
    throw failed("its output is not valid JSON");
  }

  private static String required(JsonNode fields, String name) {
    return text(fields, name).orElseThrow(() -> failed("its output lacks " + name));
  }

  private static Optional<String> text(JsonNode fields, String name) {
    return Optional.of(fields.path(name).asText("")).filter(text -> !text.isBlank());
  }

  private static Instant parseTime(String text) {
    try {
      return OffsetDateTime.parse(text.strip().replace(' ', 'T'), TIME).toInstant();
    } catch (DateTimeException malformed) {
      throw failed("its output has an Expiration that is not a time, such as 2026-11-29T12:00:00Z");
    }
  }

  private static IllegalStateException failed(String reason) {
    return new IllegalStateException(reason);
  }
}
