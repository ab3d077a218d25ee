package initialkeys.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;

/** What the app reads from CDK. */
final class CdkContextTest {

  @Test
  void contextHasTheUsersValuesAndThoseOfCdk() {
    App app =
        App.Builder.create()
            .analyticsReporting(false)
            .context(Map.of("ruleName", "our-rule", "list", List.of("a")))
            .build();
    assertThat(CdkContext.of(app))
        .containsEntry("ruleName", "our-rule")
        .containsEntry("list", List.of("a"))
        .containsKey("aws:cdk:version-reporting");
  }
}
