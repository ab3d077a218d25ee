package initialkeys.infra.release.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PermissionsBoundaryTest {

  @Test
  void nameIsContextOfCdk() {
    assertThat(
            PermissionsBoundary.context(
                Map.of("ruleName", "a", "permissionsBoundaryName", "company/boundary")))
        .isEqualTo(
            Map.of(
                "ruleName",
                "a",
                "@aws-cdk/core:permissionsBoundary",
                Map.of("name", "company/boundary")));
  }

  @Test
  void withoutNameThereIsNoContext() {
    Map<String, String> settings = Map.of("ruleName", "a");
    assertThat(PermissionsBoundary.context(settings)).isEqualTo(settings);
    assertThat(PermissionsBoundary.context(Map.of("ruleName", "a", "permissionsBoundaryName", "")))
        .isEqualTo(settings);
  }
}
