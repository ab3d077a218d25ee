package initialkeys.iam;

import initialkeys.decision.AccessKey;
import initialkeys.decision.IamUser;
import initialkeys.decision.IamUser.Presence;
import initialkeys.decision.Question;
import initialkeys.decision.Question.HasBeenUsed;
import initialkeys.decision.Question.HasPassword;
import initialkeys.decision.Question.IsStillTheUser;
import initialkeys.decision.Question.WhichKeys;
import initialkeys.decision.TriState;
import initialkeys.decision.UserIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/**
 * Reads the facts of one user from IAM, each when the decision needs it.
 *
 * <p>IAM's calls take a user name, and a name can pass to another user. So a user that is found by
 * name must have the expected id, and a user that is not found by name is searched for by id.
 */
public final class LiveFacts {

  private final IamClient iam;
  private final BooleanSupplier isLate;

  /**
   * @param isLate whether no further page of users must be requested
   */
  public LiveFacts(IamClient iam, BooleanSupplier isLate) {
    this.iam = iam;
    this.isLate = isLate;
  }

  /**
   * Finds a user by id.
   *
   * @param name where to look first; the id decides
   * @return the user with no fact but its identity; empty when it is deleted
   * @throws IamReadException when a call fails
   */
  public Optional<IamUser> find(String id, Optional<String> name) {
    return name.flatMap(hint -> findByName(hint, "user " + hint))
        .filter(user -> user.identity().id().equals(id))
        .or(() -> Roster.find(iam, isLate, id));
  }

  /**
   * Returns the user with the fact that the question asks for. When the user was renamed, it has no
   * other fact; when it was deleted, it is marked so.
   *
   * @throws IamReadException when a call fails
   */
  public IamUser answer(IamUser user, Question question) {
    return switch (question) {
      case WhichKeys() -> keysOf(user).map(user::withKeys).orElseGet(() -> resolveById(user));
      case HasPassword() ->
          passwordOf(user).map(user::withPassword).orElseGet(() -> resolveById(user));
      case HasBeenUsed(AccessKey key) -> withUseOf(key, user);
      case IsStillTheUser() -> confirmed(user);
    };
  }

  private Optional<List<AccessKey>> keysOf(IamUser user) {
    String name = user.identity().name();
    return call(
        "ListAccessKeys",
        user.identity(),
        () -> {
          PaginationGuard pages = new PaginationGuard();
          List<AccessKey> keys = new ArrayList<>();
          for (ListAccessKeysResponse page :
              iam.listAccessKeysPaginator(request -> request.userName(name).maxItems(1000))) {
            pages.require(page, page.hasAccessKeyMetadata(), page.isTruncated(), page.marker());
            page.accessKeyMetadata().forEach(key -> keys.add(keyOf(key, page)));
          }
          return keys;
        });
  }

  private static AccessKey keyOf(AccessKeyMetadata key, ListAccessKeysResponse page) {
    if (key.accessKeyId() == null || key.createDate() == null) {
      throw new MalformedResponseException(page, "a key without its id or creation time: " + key);
    }
    return new AccessKey(
        key.accessKeyId(),
        AccessKey.Status.of(key.statusAsString()),
        Optional.of(key.createDate()),
        TriState.UNKNOWN);
  }

  /** Empty when the name no longer belongs to the user. */
  private Optional<TriState> passwordOf(IamUser user) {
    String name = user.identity().name();
    return call(
        "GetLoginProfile",
        user.identity(),
        () -> {
          try {
            GetLoginProfileResponse response = iam.getLoginProfile(it -> it.userName(name));
            if (response.loginProfile() != null) return TriState.YES;
            throw new MalformedResponseException(response, "neither a login profile nor an error");
          } catch (NoSuchEntityException missing) {
            if (isAboutLoginProfile(missing) || stillHasName(user)) return TriState.NO;
            throw missing;
          }
        });
  }

  /** IAM returns NoSuchEntity for a missing password and for a missing user; messages differ. */
  private static boolean isAboutLoginProfile(NoSuchEntityException missing) {
    return missing.getMessage().toLowerCase(Locale.ROOT).contains("login profile");
  }

  private IamUser withUseOf(AccessKey key, IamUser user) {
    UserIdentity identity = user.identity();
    try {
      GetAccessKeyLastUsedResponse use =
          iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.id()));
      if (use.accessKeyLastUsed() == null || isEmpty(use.accessKeyLastUsed())) {
        throw new MalformedResponseException(use, "neither AccessKeyLastUsed nor an error");
      }
      if (!identity.name().equals(use.userName())) return resolveById(user);
      boolean used = use.accessKeyLastUsed().lastUsedDate() != null;
      return user.withKeyUsed(key, TriState.of(used));
    } catch (SdkException | MalformedResponseException failed) {
      if (mayMeanDeleted(failed)) {
        IamUser again = answer(user, new WhichKeys());
        if (!hasKey(again, key)) return again;
      }
      throw new IamReadException(
          "GetAccessKeyLastUsed", describe(key, identity), failed.getMessage(), failed);
    }
  }

  /** For a key that was never used, IAM returns N/A as service and Region (F19). */
  private static boolean isEmpty(AccessKeyLastUsed use) {
    return use.lastUsedDate() == null && use.serviceName() == null && use.region() == null;
  }

  /** IAM may return either for a deleted key, whose owner it does not know any more. */
  private static boolean mayMeanDeleted(RuntimeException failed) {
    return failed instanceof NoSuchEntityException
        || (failed instanceof AwsServiceException rejected && rejected.statusCode() == 403);
  }

  private static boolean hasKey(IamUser user, AccessKey key) {
    return user.keys().stream().flatMap(List::stream).anyMatch(k -> k.id().equals(key.id()));
  }

  private static String describe(AccessKey key, UserIdentity identity) {
    return "key %s of user %s".formatted(key.id(), identity);
  }

  private IamUser confirmed(IamUser user) {
    return stillHasName(user) ? user.withPresence(Presence.CONFIRMED) : resolveById(user);
  }

  private boolean stillHasName(IamUser user) {
    UserIdentity identity = user.identity();
    return findByName(identity.name(), "user " + identity)
        .filter(now -> now.identity().id().equals(identity.id()))
        .isPresent();
  }

  /** The user under its current name, with no other fact; or marked as deleted. */
  private IamUser resolveById(IamUser user) {
    UserIdentity identity = user.identity();
    IamUser now =
        Roster.find(iam, isLate, identity.id())
            .orElseGet(() -> IamUser.listed(identity).withPresence(Presence.DELETED));
    if (now.presence() != Presence.DELETED && now.identity().name().equals(identity.name())) {
      throw new InconsistentResponseException("ListUsers", "user " + identity);
    }
    return now;
  }

  private Optional<IamUser> findByName(String name, String subject) {
    return call(
        "GetUser",
        subject,
        () -> {
          GetUserResponse response = iam.getUser(request -> request.userName(name));
          if (response.user() != null) {
            return IamUser.listed(Roster.identityOf(response.user()));
          }
          throw new MalformedResponseException(response, "neither a user nor an error");
        });
  }

  private <T> Optional<T> call(String operation, UserIdentity identity, Supplier<T> call) {
    return call(operation, "user " + identity, call);
  }

  /** The result of the call; empty when IAM has no user of that name. */
  private <T> Optional<T> call(String operation, String subject, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (NoSuchEntityException notFound) {
      return Optional.empty();
    } catch (IamReadException named) {
      throw named;
    } catch (RuntimeException failed) {
      throw new IamReadException(operation, subject, failed.getMessage(), failed);
    }
  }
}
