package initialkeys.cli.aws.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class AccessKeyTest {

  @Test
  void keyWithTokenIsThatOfSession() {
    assertThat(AccessKey.of("A", "secret", ""))
        .isEqualTo(AwsBasicCredentials.create("A", "secret"));
    assertThat(AccessKey.of("A", "secret", "token"))
        .isEqualTo(AwsSessionCredentials.create("A", "secret", "token"));
  }
}
