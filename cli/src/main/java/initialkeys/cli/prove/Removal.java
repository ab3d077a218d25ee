package initialkeys.cli.prove;

import initialkeys.cli.aws.AwsFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** Deletes users of a proof with what a proof gives them. A user that has more is left alone. */
public final class Removal {

  /** IAM is eventually consistent: what was just created may not be found, or not be deletable. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  private final IamClient iam;
  private final Surroundings surroundings;

  public Removal(IamClient iam, Surroundings surroundings) {
    this.iam = iam;
    this.surroundings = surroundings;
  }

  /** The users under the path that have the name and the tag of a proof's user. */
  public List<String> leftovers() {
    return iam.listUsersPaginator(it -> it.pathPrefix(ProofUsers.PATH).maxItems(1000)).stream()
        .flatMap(page -> page.users().stream())
        .map(User::userName)
        .filter(name -> name.startsWith(ProofUsers.PREFIX) && hasTag(name))
        .toList();
  }

  private boolean hasTag(String name) {
    try {
      return iam.listUserTags(it -> it.userName(name)).tags().stream()
          .map(Tag::key)
          .anyMatch(ProofUsers.TAG::equals);
    } catch (NoSuchEntityException deletedMeanwhile) {
      return false;
    }
  }

  /**
   * Deletes a user.
   *
   * @return why it is left; empty when it no longer exists
   */
  public Optional<String> remove(String name) {
    try {
      Optional<String> others = whatOthersAdded(name);
      if (others.isPresent()) {
        return Optional.of(
            "has %s, which no proof has created; delete the user by hand".formatted(others.get()));
      }
      deleteWhenPossible(name);
      return Optional.empty();
    } catch (NoSuchEntityException absent) {
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(new AwsFailure(failed).message());
    }
  }

  private Optional<String> whatOthersAdded(String name) {
    Stream<String> policies =
        retried(() -> iam.listUserPolicies(it -> it.userName(name))).policyNames().stream()
            .filter(policy -> !policy.equals(ProofUsers.POLICY))
            .map("the inline policy %s"::formatted);
    Stream<String> groups =
        iam.listGroupsForUser(it -> it.userName(name)).groups().stream()
            .map(group -> "the group " + group.groupName());
    Stream<String> attached =
        iam.listAttachedUserPolicies(it -> it.userName(name)).attachedPolicies().stream()
            .map(policy -> "the attached policy " + policy.policyName());
    Stream<String> devices =
        iam.listMFADevices(it -> it.userName(name)).mfaDevices().stream()
            .map(device -> "an MFA device");
    return Stream.of(policies, groups, attached, devices).flatMap(it -> it).findFirst();
  }

  /** What was created a moment ago may be found too late, and then keep the user. */
  private void deleteWhenPossible(String name) {
    for (Duration wait : WAITS) {
      try {
        delete(name);
        return;
      } catch (DeleteConflictException notYet) {
        surroundings.pause(wait);
      }
    }
    delete(name);
  }

  /** The user is denied everything until it has neither a key nor a password. */
  private void delete(String name) {
    for (AccessKeyMetadata key :
        iam.listAccessKeys(it -> it.userName(name).maxItems(1000)).accessKeyMetadata()) {
      ifPresent(() -> iam.deleteAccessKey(it -> it.userName(name).accessKeyId(key.accessKeyId())));
    }
    ifPresent(() -> iam.deleteLoginProfile(it -> it.userName(name)));
    ifPresent(() -> iam.deleteUserPolicy(it -> it.userName(name).policyName(ProofUsers.POLICY)));
    iam.deleteUser(it -> it.userName(name));
  }

  private void ifPresent(Runnable deletion) {
    for (Duration wait : WAITS) {
      try {
        deletion.run();
        return;
      } catch (NoSuchEntityException absent) {
        return;
      } catch (EntityTemporarilyUnmodifiableException justCreated) {
        surroundings.pause(wait);
      }
    }
    deletion.run();
  }

  private <T> T retried(Supplier<T> call) {
    for (Duration wait : WAITS) {
      try {
        return call.get();
      } catch (NoSuchEntityException notYet) {
        surroundings.pause(wait);
      }
    }
    return call.get();
  }
}
