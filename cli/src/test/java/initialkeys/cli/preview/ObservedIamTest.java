package initialkeys.cli.preview;

import static initialkeys.simulation.account.UserBuilder.withUnusedKey;
import static initialkeys.simulation.account.UserBuilder.withoutKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.cli.terminal.Progress;
import initialkeys.simulation.service.FakeIam;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ReportStateType;

/** What is kept of the calls of a run. */
class ObservedIamTest {

  private final FakeIam iam = new FakeIam(List.of(withoutKeys("ann"), withUnusedKey("bo")));
  private final Progress progress = Progress.none();
  private final ObservedIam observed = new ObservedIam(iam, progress);

  @Test
  void listIsCompleteAfterItsLastPage() {
    iam.withPagesOf(1);
    assertThat(observed.isListComplete()).isFalse();
    observed.listUsers(request -> request.maxItems(1));
    assertThat(observed.isListComplete()).isFalse();
    assertThat(progress.stated()).isEqualTo("1 of 1 users listed");
    observed.listUsers(request -> request.maxItems(1).marker("1"));
    assertThat(observed.isListComplete()).isTrue();
    assertThat(progress.stated()).isEqualTo("2 of 2 users listed");
  }

  @Test
  void listIsIncompleteWhenAPageFails() {
    observed.listUsers(request -> request.maxItems(10));
    iam.instead(
        "ListUsers",
        () -> {
          throw IamException.builder().message("denied").build();
        });
    assertThatThrownBy(() -> observed.listUsers(request -> request.maxItems(10)))
        .hasMessage("denied");
    assertThat(observed.isListComplete()).isFalse();
  }

  @Test
  void progressIsTheListPositionOfTheLastUser() {
    observed.listUsers(request -> request.maxItems(10));
    observed.listAccessKeys(request -> request.userName("bo").maxItems(10));
    observed.listAccessKeys(request -> request.userName("ann").maxItems(10));
    assertThat(progress.stated()).isEqualTo("1 of 2 users done");
  }

  @Test
  void callsAboutAUserAreKnown() {
    assertThat(observed.areKeysRead("bo")).isFalse();
    assertThat(observed.isPasswordRead("bo")).isFalse();
    observed.listAccessKeys(request -> request.userName("bo").maxItems(10));
    observed.getLoginProfile(request -> request.userName("bo"));
    assertThat(observed.areKeysRead("bo")).isTrue();
    assertThat(observed.isPasswordRead("bo")).isTrue();
    assertThat(observed.areKeysRead("ann")).isFalse();
    assertThat(observed.isPasswordRead("ann")).isFalse();
  }

  @Test
  void useOfAKeyIsKept() {
    assertThat(observed.lastUse("AKIABO")).isEmpty();
    observed.getAccessKeyLastUsed(request -> request.accessKeyId("AKIABO"));
    assertThat(observed.lastUse("AKIABO").orElseThrow().serviceName()).isEqualTo("N/A");
    iam.instead("GetAccessKeyLastUsed AKIA2", () -> GetAccessKeyLastUsedResponse.builder().build());
    observed.getAccessKeyLastUsed(request -> request.accessKeyId("AKIA2"));
    assertThat(observed.lastUse("AKIA2")).isEmpty();
  }

  @Test
  void lastCredentialReportIsKept() {
    assertThat(observed.credentialReport()).isEmpty();
    iam.withCredentialReport(ReportStateType.COMPLETE, Instant.EPOCH, "user");
    observed.generateCredentialReport();
    assertThat(progress.stated()).isEqualTo("Waiting for IAM's credential report");
    observed.getCredentialReport();
    assertThat(observed.credentialReport().orElseThrow().generatedTime()).isEqualTo(Instant.EPOCH);
  }

  /** The preview changes nothing. */
  @Test
  void everyOtherCallThrows() {
    assertThatThrownBy(
            () -> observed.updateAccessKey(request -> request.userName("bo").accessKeyId("AKIABO")))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThat(iam.calls()).isEmpty();
  }
}
