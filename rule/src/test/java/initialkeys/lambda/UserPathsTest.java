package initialkeys.lambda;

import static initialkeys.simulation.UserBuilder.idOf;
import static initialkeys.simulation.UserBuilder.withUnusedKey;
import static initialkeys.simulation.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.simulation.Account.User;
import initialkeys.simulation.CredentialReportCsv;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** Paths of 512 characters, the longest that IAM accepts, of characters that XML must escape. */
class UserPathsTest extends FaultInjection {

  private static final String PATH = "/" + "&".repeat(510) + "/";

  private static User inPath(User user) {
    return new User(
        user.name(),
        user.id(),
        PATH,
        user.created(),
        user.password(),
        user.keys(),
        user.expected());
  }

  /** The parser allows 100,000 entity references; these pages have up to 1,020,000. */
  @ParameterizedTest
  @ValueSource(ints = {99, 1_000})
  void pageOfAmpersandsIsEvaluatedInFull(int count) {
    List<User> users =
        Stream.concat(
                IntStream.range(1, count).mapToObj(i -> withoutKeys("path" + i)),
                Stream.of(withUnusedKey("path" + count)))
            .map(UserPathsTest::inPath)
            .toList();
    users.forEach(iam::add);
    iam.withCredentialReport(
        ReportStateType.COMPLETE,
        NOW.minusSeconds(3600),
        CredentialReportCsv.of(users, List.of(), new Random(0)));

    assertThat(run(schedule())).isEmpty();

    Map<String, String> expected = new TreeMap<>(EXPECTED);
    users.forEach(user -> expected.put(user.id(), "COMPLIANT"));
    expected.put(idOf("path" + count), "NON_COMPLIANT");
    assertThat(results()).isEqualTo(expected);
  }
}
