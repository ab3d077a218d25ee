package initialkeys.cli.prove.user;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsResponse;

/** The items that are attached to a user, from all pages. IAM deletes only a user without any. */
final class AttachedItems {

  private final IamClient iam;
  private final String name;

  AttachedItems(IamClient iam, String name) {
    this.iam = iam;
    this.name = name;
  }

  /** The ids of the user's access keys. */
  Stream<String> keys() {
    return iam
        .listAccessKeysPaginator(it -> it.userName(name).maxItems(1000))
        .accessKeyMetadata()
        .stream()
        .map(AccessKeyMetadata::accessKeyId);
  }

  /**
   * One item that no proof has created; empty when there is none.
   *
   * @param ownKeys the keys that the proof has created; empty when any key may be the proof's
   */
  Optional<String> ofOthers(Optional<Set<String>> ownKeys) {
    Stream<Stream<String>> everything =
        Stream.of(
            policies(),
            groups(),
            attachedPolicies(),
            devices(),
            sshKeys(),
            serviceCredentials(),
            certificates(),
            ownKeys.stream().flatMap(this::keysBut));
    return everything.flatMap(it -> it).findFirst();
  }

  private Stream<String> keysBut(Set<String> own) {
    return keys().filter(id -> !own.contains(id)).map("the access key %s"::formatted);
  }

  private Stream<String> policies() {
    return iam.listUserPoliciesPaginator(it -> it.userName(name)).policyNames().stream()
        .filter(policy -> !policy.equals(ProofUsers.POLICY))
        .map("the inline policy %s"::formatted);
  }

  private Stream<String> groups() {
    return iam.listGroupsForUserPaginator(it -> it.userName(name)).groups().stream()
        .map(group -> "the group " + group.groupName());
  }

  private Stream<String> attachedPolicies() {
    return iam
        .listAttachedUserPoliciesPaginator(it -> it.userName(name))
        .attachedPolicies()
        .stream()
        .map(policy -> "the attached policy " + policy.policyName());
  }

  private Stream<String> devices() {
    return iam.listMFADevicesPaginator(it -> it.userName(name)).mfaDevices().stream()
        .map(device -> "an MFA device");
  }

  private Stream<String> sshKeys() {
    return iam.listSSHPublicKeysPaginator(it -> it.userName(name)).sshPublicKeys().stream()
        .map(key -> "an SSH public key");
  }

  private Stream<String> certificates() {
    return iam.listSigningCertificatesPaginator(it -> it.userName(name)).certificates().stream()
        .map(certificate -> "a signing certificate");
  }

  /** The SDK has no paginator for this call; the first page shows whether there are any. */
  private Stream<String> serviceCredentials() {
    ListServiceSpecificCredentialsResponse first =
        iam.listServiceSpecificCredentials(it -> it.userName(name));
    return first.serviceSpecificCredentials().isEmpty() && !Boolean.TRUE.equals(first.isTruncated())
        ? Stream.empty()
        : Stream.of("a service-specific credential");
  }
}
