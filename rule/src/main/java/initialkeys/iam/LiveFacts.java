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
 * One user's facts, read from IAM when they are asked for.
 *
 * <p>IAM's calls take a name, and names pass on: a user found by its name counts as the user only
 * when the id is the same; one that is not there under its name is looked for by its id.
 *
 * @param isLate whether it is too late to ask for another page of users
 */
public record LiveFacts(IamClient iam, BooleanSupplier isLate) {

  /**
   * The user that AWS Config speaks of, by its id; its name is a hint where to look first.
   *
   * @return the user as it is now, with nothing but its identity known; empty when it is deleted
   * @throws IamReadException when IAM does not say
   */
  public Optional<IamUser> find(String id, Optional<String> name) {
    return name.flatMap(hint -> named(hint, "user " + hint))
        .filter(user -> user.identity().id().equals(id))
        .or(() -> Roster.find(iam, isLate, id));
  }

  /**
   * What is known of the user once the question is answered. When the user bears another name by
   * now, nothing else is known of it yet; when it was deleted, that.
   *
   * @throws IamReadException when IAM does not say
   */
  public IamUser answer(IamUser user, Question question) {
    return switch (question) {
      case WhichKeys() -> keysOf(user).map(user::withKeys).orElseGet(() -> soughtById(user));
      case HasPassword() ->
          passwordOf(user).map(user::withPassword).orElseGet(() -> soughtById(user));
      case HasBeenUsed(AccessKey key) -> withUseOf(key, user);
      case IsStillTheUser() -> confirmed(user);
    };
  }

  private Optional<List<AccessKey>> keysOf(IamUser user) {
    String name = user.identity().name();
    return ask(
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
      throw new MalformedResponseException(page, "a key without id or creation time: " + key);
    }
    return new AccessKey(
        key.accessKeyId(),
        AccessKey.Status.of(key.statusAsString()),
        Optional.of(key.createDate()),
        TriState.UNKNOWN);
  }

  /** Empty when the name is no longer the user's. */
  private Optional<TriState> passwordOf(IamUser user) {
    String name = user.identity().name();
    return ask(
        "GetLoginProfile",
        user.identity(),
        () -> {
          try {
            GetLoginProfileResponse there = iam.getLoginProfile(it -> it.userName(name));
            if (there.loginProfile() != null) return TriState.YES;
            throw new MalformedResponseException(there, "no login profile, and no error");
          } catch (NoSuchEntityException missing) {
            if (isAboutLoginProfile(missing) || isStillNamed(user)) return TriState.NO;
            throw missing;
          }
        });
  }

  /** IAM says NoSuchEntity of a missing password and of a missing user; only the words differ. */
  private static boolean isAboutLoginProfile(NoSuchEntityException missing) {
    return missing.getMessage().toLowerCase(Locale.ROOT).contains("login profile");
  }

  private IamUser withUseOf(AccessKey key, IamUser user) {
    UserIdentity identity = user.identity();
    try {
      GetAccessKeyLastUsedResponse use =
          iam.getAccessKeyLastUsed(request -> request.accessKeyId(key.id()));
      if (use.accessKeyLastUsed() == null || isHollow(use.accessKeyLastUsed())) {
        throw new MalformedResponseException(use, "no AccessKeyLastUsed");
      }
      if (!identity.name().equals(use.userName())) return soughtById(user);
      boolean used = use.accessKeyLastUsed().lastUsedDate() != null;
      return user.withKeyUsed(key, TriState.of(used));
    } catch (SdkException | MalformedResponseException failed) {
      if (mayMeanGone(failed)) {
        IamUser again = answer(user, new WhichKeys());
        if (!hasKey(again, key)) return again;
      }
      throw new IamReadException(
          "GetAccessKeyLastUsed", describe(key, identity), failed.getMessage(), failed);
    }
  }

  /** Of a key that was never used, IAM says N/A for where it was used last (F19). */
  private static boolean isHollow(AccessKeyLastUsed use) {
    return use.lastUsedDate() == null && use.serviceName() == null && use.region() == null;
  }

  /** A key that is gone may be answered with either (IAM cannot tell whose it was). */
  private static boolean mayMeanGone(RuntimeException failed) {
    return failed instanceof NoSuchEntityException
        || (failed instanceof AwsServiceException refused && refused.statusCode() == 403);
  }

  private static boolean hasKey(IamUser user, AccessKey key) {
    return user.keys().stream().flatMap(List::stream).anyMatch(k -> k.id().equals(key.id()));
  }

  private static String describe(AccessKey key, UserIdentity identity) {
    return "key %s of user %s".formatted(key.id(), identity);
  }

  private IamUser confirmed(IamUser user) {
    return isStillNamed(user) ? user.withPresence(Presence.CONFIRMED) : soughtById(user);
  }

  private boolean isStillNamed(IamUser user) {
    UserIdentity identity = user.identity();
    return named(identity.name(), "user " + identity)
        .filter(now -> now.identity().id().equals(identity.id()))
        .isPresent();
  }

  /** The user under the name that it bears now, with nothing else known of it; or gone. */
  private IamUser soughtById(IamUser user) {
    UserIdentity identity = user.identity();
    IamUser now =
        Roster.find(iam, isLate, identity.id())
            .orElseGet(() -> IamUser.listed(identity).withPresence(Presence.GONE));
    if (now.presence() != Presence.GONE && now.identity().name().equals(identity.name())) {
      throw new InconsistentResponseException("ListUsers", "user " + identity);
    }
    return now;
  }

  private Optional<IamUser> named(String name, String subject) {
    return ask(
        "GetUser",
        subject,
        () -> {
          GetUserResponse there = iam.getUser(request -> request.userName(name));
          if (there.user() != null) return IamUser.listed(Roster.identityOf(there.user()));
          throw new MalformedResponseException(there, "no user, and no error");
        });
  }

  private <T> Optional<T> ask(String operation, UserIdentity identity, Supplier<T> call) {
    return ask(operation, "user " + identity, call);
  }

  /** What the call answers; empty when IAM knows nobody of that name. */
  private <T> Optional<T> ask(String operation, String subject, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (NoSuchEntityException nobody) {
      return Optional.empty();
    } catch (IamReadException named) {
      throw named;
    } catch (RuntimeException failed) {
      throw new IamReadException(operation, subject, failed.getMessage(), failed);
    }
  }
}
