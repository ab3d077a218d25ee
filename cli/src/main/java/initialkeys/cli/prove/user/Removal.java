package initialkeys.cli.prove.user;

import initialkeys.cli.aws.AwsFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityTemporarilyUnmodifiableException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Deletes users of a proof with what the proof has created for them. A user that has anything else
 * is not changed; this is checked before anything is deleted.
 */
public final class Removal {

  /** IAM is eventually consistent: what was just created may not be found, or not be deletable. */
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));

  private final IamClient iam;
  private final ProofContext context;

  public Removal(IamClient iam, ProofContext context) {
    this.iam = iam;
    this.context = context;
  }

  /** The users under the path that have the name and the tag of a proof's user. */
  public List<String> leftovers() {
    return leftovers(run -> true);
  }

  /** The users of one proof that still exist. */
  List<String> leftovers(String run) {
    return leftovers(run::equals);
  }

  private List<String> leftovers(Predicate<String> isRun) {
    return iam.listUsersPaginator(it -> it.pathPrefix(ProofUsers.PATH).maxItems(1000)).stream()
        .flatMap(page -> page.users().stream())
        .map(User::userName)
        .filter(name -> name.startsWith(ProofUsers.PREFIX) && isTagged(name, isRun))
        .toList();
  }

  private boolean isTagged(String name, Predicate<String> isRun) {
    try {
      return runs(name).anyMatch(isRun);
    } catch (NoSuchEntityException deletedMeanwhile) {
      return false;
    }
  }

  private Stream<String> runs(String name) {
    return iam.listUserTagsPaginator(it -> it.userName(name)).tags().stream()
        .filter(tag -> tag.key().equals(ProofUsers.TAG))
        .map(Tag::value);
  }

  /**
   * Deletes a user of any proof, with every key that it has.
   *
   * @return why it was not deleted; empty when it no longer exists
   */
  public Optional<String> remove(String name) {
    return remove(name, run -> true, Optional.empty());
  }

  /**
   * Deletes a user of a proof.
   *
   * @param ownKeys the keys that the proof has created; with another one, the user is not deleted
   * @return why it was not deleted; empty when it no longer exists
   */
  Optional<String> remove(String name, String run, Set<String> ownKeys) {
    return remove(name, run::equals, Optional.of(ownKeys));
  }

  /** Absence is believed only after the last wait: a response of IAM may be from before. */
  private Optional<String> remove(
      String name, Predicate<String> isRun, Optional<Set<String>> ownKeys) {
    try {
      for (Duration wait : WAITS) {
        try {
          return removeNow(name, isRun, ownKeys);
        } catch (NoSuchEntityException
            | ConcurrentModificationException
            | DeleteConflictException
            | EntityTemporarilyUnmodifiableException notYet) {
          context.pause(wait);
        }
      }
      return removeNow(name, isRun, ownKeys);
    } catch (NoSuchEntityException absent) {
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(new AwsFailure(failed).message());
    }
  }

  private Optional<String> removeNow(
      String name, Predicate<String> isRun, Optional<Set<String>> ownKeys) {
    if (!iam.getUser(it -> it.userName(name)).user().path().equals(ProofUsers.PATH)
        || runs(name).noneMatch(isRun)) {
      return Optional.of("does not have the path and the tag of this proof; it was not touched");
    }
    AttachedItems attachedItems = new AttachedItems(iam, name);
    Optional<String> others = attachedItems.ofOthers(ownKeys);
    if (others.isPresent()) {
      return Optional.of(
          "has %s, which no proof has created; delete the user by hand".formatted(others.get()));
    }
    delete(name, attachedItems.keys().toList());
    return Optional.empty();
  }

  /**
   * The user is denied everything until it has neither a key nor a password, and again when IAM
   * does not delete it.
   */
  private void delete(String name, List<String> keys) {
    for (String key : keys) {
      ifPresent(() -> iam.deleteAccessKey(it -> it.userName(name).accessKeyId(key)));
    }
    ifPresent(() -> iam.deleteLoginProfile(it -> it.userName(name)));
    try {
      ifPresent(() -> iam.deleteUserPolicy(it -> it.userName(name).policyName(ProofUsers.POLICY)));
      iam.deleteUser(it -> it.userName(name));
    } catch (NoSuchEntityException deletedMeanwhile) {
      throw deletedMeanwhile;
    } catch (RuntimeException failed) {
      denyEverythingAgain(name, failed);
      throw failed;
    }
  }

  /** The reason that counts is why the user was not deleted. */
  private void denyEverythingAgain(String name, RuntimeException reason) {
    try {
      ProofUsers.denyEverything(iam, name);
    } catch (RuntimeException rejected) {
      reason.addSuppressed(rejected);
    }
  }

  private static void ifPresent(Runnable deletion) {
    try {
      deletion.run();
    } catch (NoSuchEntityException absent) {
      // Then nothing has to be deleted; a user that still has it cannot be deleted below.
    }
  }
}
