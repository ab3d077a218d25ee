package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessKeyTest {

  /** A key may sign requests unless IAM says that it cannot. */
  @ParameterizedTest
  @CsvSource({
    "Active, ACTIVE, true",
    "Inactive, INACTIVE, false",
    "Expired, EXPIRED, false",
    "Quarantined, UNKNOWN, true",
    "inactive, UNKNOWN, true",
    ", UNKNOWN, true"
  })
  void statusIsReadAsIamWritesIt(String iamStatus, Status status, boolean mayBeActive) {
    assertThat(Status.of(iamStatus)).isEqualTo(status);
    assertThat(new AccessKey("AKIA1", status, Optional.empty(), TriState.UNKNOWN).mayBeActive())
        .isEqualTo(mayBeActive);
  }
}
