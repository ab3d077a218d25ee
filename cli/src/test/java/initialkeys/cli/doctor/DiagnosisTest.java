package initialkeys.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.doctor.Check.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private static Diagnosis of(List<Check> checks) {
    return new Diagnosis("123456789012", "eu-west-1", "the-rule", checks);
  }

  @Test
  void eachStatusIsCountedByItself() {
    Diagnosis diagnosis =
        of(
            List.of(
                Check.ok("a", ""),
                Check.error("b", "", ""),
                Check.ok("c", ""),
                Check.notChecked("d", "", "")));
    assertThat(diagnosis.count(Status.OK)).isEqualTo(2);
    assertThat(diagnosis.count(Status.ERROR)).isOne();
    assertThat(diagnosis.count(Status.NOT_CHECKED)).isOne();
    assertThat(diagnosis.count(Status.WARNING)).isZero();
  }

  @Test
  void laterChecksAreNotInIt() {
    List<Check> checks = new ArrayList<>();
    Diagnosis diagnosis = of(checks);
    checks.add(Check.ok("a", ""));
    assertThat(diagnosis.checks()).isEmpty();
  }
}
