package initialkeys.cli.preview;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.preview.result.KeyUse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;

/** What cannot be read is unknown, and never a failure of the preview. */
class CredentialReportKeysTest {

  private static final String HEADER =
      "user,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,"
          + "access_key_1_last_used_service";
  private static final String SLOT = "access_key_1";
  private static final KeyUse NOTHING_KNOWN =
      new KeyUse(true, Optional.empty(), Optional.empty(), Optional.empty());

  private static CredentialReportKeys read(String... lines) {
    return CredentialReportKeys.read(
        GetCredentialReportResponse.builder()
            .content(SdkBytes.fromUtf8String(String.join("\n", lines)))
            .build());
  }

  @Test
  void slotHasItsTimesAndPlaces() {
    CredentialReportKeys keys =
        read(HEADER, "bo,2025-02-03T08:30:00Z,2025-06-01T00:00:00+00:00,eu-west-1,s3");
    assertThat(keys.lastRotated("bo", SLOT)).hasValue(Instant.parse("2025-02-03T08:30:00Z"));
    assertThat(keys.use("bo", SLOT))
        .isEqualTo(
            new KeyUse(
                true,
                Optional.of(Instant.parse("2025-06-01T00:00:00Z")),
                Optional.of("s3"),
                Optional.of("eu-west-1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bo,N/A,N/A,N/A,N/A", "bo,,,,", "bo,soon,yesterday,,N/A", "ann,x,x,x,x"})
  void valueThatIsAbsentOrMalformedIsUnknown(String row) {
    CredentialReportKeys keys = read(HEADER, row);
    assertThat(keys.lastRotated("bo", SLOT)).isEmpty();
    assertThat(keys.use("bo", SLOT)).isEqualTo(NOTHING_KNOWN);
  }

  @Test
  void slotWithoutColumnsIsUnknown() {
    assertThat(read(HEADER, "bo,N/A,N/A,N/A,N/A").lastRotated("bo", "access_key_2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "user,user\nbo,bo"})
  void contentThatIsNoReportHasNoKeys(String content) {
    assertThat(read(content).use("bo", SLOT)).isEqualTo(NOTHING_KNOWN);
  }

  @Test
  void responseWithoutContentHasNoKeys() {
    assertThat(CredentialReportKeys.read(GetCredentialReportResponse.builder().build()))
        .isSameAs(CredentialReportKeys.NONE);
  }
}
