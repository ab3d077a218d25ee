package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.decision.AccessKey.Status;
import initialkeys.decision.TriState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

class NewKeyTest {

  private static final Instant CREATED = Instant.parse("2026-01-15T12:00:00Z");
  private static final NewKey KEY =
      new NewKey(
          AccessKey.builder()
              .accessKeyId("AKIA1")
              .secretAccessKey("secret")
              .createDate(CREATED)
              .build());

  /** AWS STS that counts its calls. */
  private record CountingSts(List<String> calls) implements StsClient {
    @Override
    public GetCallerIdentityResponse getCallerIdentity(GetCallerIdentityRequest request) {
      calls.add("GetCallerIdentity");
      return GetCallerIdentityResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @Test
  void factsAreThoseOfActiveKeyThatWasNeverUsed() {
    assertThat(KEY.facts())
        .isEqualTo(
            new initialkeys.decision.AccessKey(
                "AKIA1", Status.ACTIVE, Optional.of(CREATED), TriState.NO));
  }

  @Test
  void useIsOneCallSignedWithTheKey() {
    List<String> calls = new ArrayList<>();
    List<AwsCredentials> credentials = new ArrayList<>();
    KEY.use(
        used -> {
          credentials.add(used);
          return new CountingSts(calls);
        });
    assertThat(calls).containsExactly("GetCallerIdentity");
    assertThat(credentials)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.accessKeyId()).isEqualTo("AKIA1");
              assertThat(it.secretAccessKey()).isEqualTo("secret");
            });
  }

  @Test
  void textHasNoSecret() {
    assertThat(KEY).hasToString("key AKIA1");
  }
}
