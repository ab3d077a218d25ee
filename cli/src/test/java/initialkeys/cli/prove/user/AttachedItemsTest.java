package initialkeys.cli.prove.user;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.cli.CountedCalls;
import initialkeys.cli.ProvableAccount;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsResponse;
import software.amazon.awssdk.services.iam.model.ListSigningCertificatesResponse;
import software.amazon.awssdk.services.iam.model.ListSshPublicKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.SSHPublicKeyMetadata;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredentialMetadata;
import software.amazon.awssdk.services.iam.model.SigningCertificate;

class AttachedItemsTest {

  private static final Optional<Set<String>> ANY_KEY = Optional.empty();

  private final ProvableAccount account = ProvableAccount.withDefaults();
  private final CountedCalls calls = CountedCalls.withoutFaults();

  /** Its key is AKIABO. */
  private final AttachedItems ofBo =
      new AttachedItems(calls.through(IamClient.class, "iam", account.iam), "bo");

  @Test
  void keysAreThoseOfEveryPage() {
    account.iam.reads().withPagesOf(1);
    String second = account.iam.createAccessKey(it -> it.userName("bo")).accessKey().accessKeyId();
    assertThat(ofBo.keys()).containsExactly("AKIABO", second);
    assertThat(calls.count("iam:ListAccessKeys")).isEqualTo(2);
  }

  @Test
  void userWithNothingElseHasNothingOfOthers() {
    account.iam.putUserPolicy(
        it -> it.userName("bo").policyName("deny-everything").policyDocument("{}"));
    assertThat(ofBo.ofOthers(ANY_KEY)).isEmpty();
  }

  @Test
  void keyThatProofHasNotCreatedIsOfOthers() {
    assertThat(ofBo.ofOthers(Optional.of(Set.of("AKIABO")))).isEmpty();
    assertThat(ofBo.ofOthers(Optional.of(Set.of("AKIAOTHER")))).contains("the access key AKIABO");
  }

  /** What is on the second page of a list, and how it is named. */
  record Other(String action, Object firstPage, Object secondPage, String name) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Other> others() {
    return List.of(
        new Other(
            "iam:ListUserPolicies",
            ListUserPoliciesResponse.builder()
                .policyNames("deny-everything")
                .isTruncated(true)
                .marker("2")
                .build(),
            ListUserPoliciesResponse.builder().policyNames("own").build(),
            "the inline policy own"),
        new Other(
            "iam:ListGroupsForUser",
            ListGroupsForUserResponse.builder().isTruncated(true).marker("2").build(),
            ListGroupsForUserResponse.builder()
                .groups(Group.builder().groupName("admins").build())
                .build(),
            "the group admins"),
        new Other(
            "iam:ListAttachedUserPolicies",
            ListAttachedUserPoliciesResponse.builder().isTruncated(true).marker("2").build(),
            ListAttachedUserPoliciesResponse.builder()
                .attachedPolicies(AttachedPolicy.builder().policyName("ReadOnly").build())
                .build(),
            "the attached policy ReadOnly"),
        new Other(
            "iam:ListMFADevices",
            ListMfaDevicesResponse.builder().isTruncated(true).marker("2").build(),
            ListMfaDevicesResponse.builder().mfaDevices(MFADevice.builder().build()).build(),
            "an MFA device"),
        new Other(
            "iam:ListSSHPublicKeys",
            ListSshPublicKeysResponse.builder().isTruncated(true).marker("2").build(),
            ListSshPublicKeysResponse.builder()
                .sshPublicKeys(SSHPublicKeyMetadata.builder().build())
                .build(),
            "an SSH public key"),
        new Other(
            "iam:ListSigningCertificates",
            ListSigningCertificatesResponse.builder().isTruncated(true).marker("2").build(),
            ListSigningCertificatesResponse.builder()
                .certificates(SigningCertificate.builder().build())
                .build(),
            "a signing certificate"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatIsOnLaterPageIsOfOthersToo(Other other) {
    Iterator<Object> pages = List.of(other.firstPage(), other.secondPage()).iterator();
    calls.instead(other.action(), pages::next);
    assertThat(ofBo.ofOthers(ANY_KEY)).contains(other.name());
  }

  @Test
  void serviceCredentialIsOfOthersAlsoWhenOnLaterPage() {
    calls.instead(
        "iam:ListServiceSpecificCredentials",
        () ->
            ListServiceSpecificCredentialsResponse.builder()
                .serviceSpecificCredentials(ServiceSpecificCredentialMetadata.builder().build())
                .build());
    assertThat(ofBo.ofOthers(ANY_KEY)).contains("a service-specific credential");
    calls.instead(
        "iam:ListServiceSpecificCredentials",
        () -> ListServiceSpecificCredentialsResponse.builder().isTruncated(true).build());
    assertThat(ofBo.ofOthers(ANY_KEY)).contains("a service-specific credential");
    calls.instead(
        "iam:ListServiceSpecificCredentials",
        () -> ListServiceSpecificCredentialsResponse.builder().isTruncated(false).build());
    assertThat(ofBo.ofOthers(ANY_KEY)).isEmpty();
  }
}
