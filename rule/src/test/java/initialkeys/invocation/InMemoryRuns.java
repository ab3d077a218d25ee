package initialkeys.invocation;

import initialkeys.simulation.account.Account.Stored;
import initialkeys.simulation.account.Events;
import initialkeys.simulation.account.UserBuilder;
import initialkeys.simulation.service.FakeConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.IamException;

/** Events, stored results and rejections shared by tests that run over the in-memory AWS. */
final class InMemoryRuns {

  static final String ACCOUNT = "123456789012";
  static final Instant NOW = Instant.parse("2026-01-15T12:00:00.123Z");
  static final Instant LONG_AGO = UserBuilder.CREATED;
  static final Instant JUST_NOW = Instant.parse("2026-01-15T11:58:00Z");
  static final Instant LATER = Instant.parse("2025-06-01T00:00:00Z");

  private InMemoryRuns() {}

  static String schedule() {
    return schedule(Map.of());
  }

  static String schedule(Map<String, String> parameters) {
    return Events.schedule(ACCOUNT, NOW, parameters, "the-s3cr3t-token");
  }

  static String change(String id, String name) {
    return Events.change(ACCOUNT, NOW, Map.of(), "the-s3cr3t-token", id, name);
  }

  static FakeConfig configWithoutResults() {
    return new FakeConfig(List.of());
  }

  /** AWS Config with a COMPLIANT result of each of these resource ids. */
  static FakeConfig configWithResultsOf(String... ids) {
    return new FakeConfig(
        Stream.of(ids).map(id -> new Stored(id, "COMPLIANT", "from earlier")).toList());
  }

  /** The id and compliance type of each evaluation sent, in order. */
  static List<String> results(FakeConfig config) {
    return config.evaluations().stream()
        .map(it -> it.complianceResourceId() + " " + it.complianceType())
        .toList();
  }

  /** A response of IAM for {@link initialkeys.simulation.service.FakeIam#instead}. */
  static Supplier<Object> accessDenied(String operation) {
    return () -> {
      throw accessDeniedException(operation);
    };
  }

  static RuntimeException accessDeniedException(String operation) {
    return IamException.builder()
        .statusCode(403)
        .message("not authorized to perform: iam:" + operation)
        .build();
  }
}
