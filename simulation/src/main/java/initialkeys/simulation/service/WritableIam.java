package initialkeys.simulation.service;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.CredentialReportCsv;
import initialkeys.simulation.account.UserBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.CreateLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.CreateUserRequest;
import software.amazon.awssdk.services.iam.model.CreateUserResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.DeleteLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteUserRequest;
import software.amazon.awssdk.services.iam.model.DeleteUserResponse;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GenerateCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.GetCredentialReportRequest;
import software.amazon.awssdk.services.iam.model.GetCredentialReportResponse;
import software.amazon.awssdk.services.iam.model.GetLoginProfileRequest;
import software.amazon.awssdk.services.iam.model.GetLoginProfileResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.Group;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserRequest;
import software.amazon.awssdk.services.iam.model.ListGroupsForUserResponse;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesRequest;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsRequest;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsResponse;
import software.amazon.awssdk.services.iam.model.ListSigningCertificatesRequest;
import software.amazon.awssdk.services.iam.model.ListSigningCertificatesResponse;
import software.amazon.awssdk.services.iam.model.ListSshPublicKeysRequest;
import software.amazon.awssdk.services.iam.model.ListSshPublicKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListUserPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListUserTagsRequest;
import software.amazon.awssdk.services.iam.model.ListUserTagsResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.PutUserPolicyRequest;
import software.amazon.awssdk.services.iam.model.PutUserPolicyResponse;
import software.amazon.awssdk.services.iam.model.ReportStateType;
import software.amazon.awssdk.services.iam.model.SSHPublicKeyMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/**
 * IAM in memory, in which users can be created and deleted. As in AWS, a user that still has
 * something cannot be deleted, IAM begins a credential report at most every four hours, and the use
 * of a key shows only after some time (F19, F20). Everything else is as in {@link FakeIam}.
 */
public final class WritableIam implements IamClient {

  /** The secret of every key; a test can look for it. */
  public static final String SECRET = "simulatedSecretThatNobodyPrints";

  private static final Duration BETWEEN_REPORTS = Duration.ofHours(4);
  private static final Duration UNTIL_USE_SHOWS = Duration.ofSeconds(90);

  /** What a user has in addition to its facts. */
  private static final class AttachedItems {
    private final Map<String, String> inlinePolicies = new TreeMap<>();
    private final List<Tag> tags = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> sshKeys = new ArrayList<>();
  }

  private final FakeIam users;
  private final SimulatedTime time;
  private final Random reportFormat;
  private final Map<String, AttachedItems> attachedItems = new TreeMap<>();
  private final List<Consumer<Account.User>> changeListeners = new ArrayList<>();
  private final List<Consumer<Account.User>> deletionListeners = new ArrayList<>();
  private Instant lastReport = Instant.MIN;
  private int created;

  /**
   * @param users the users that exist already
   * @param reportFormat chooses the format of credential reports
   */
  public WritableIam(FakeIam users, SimulatedTime time, Random reportFormat) {
    this.users = users;
    this.time = time;
    this.reportFormat = reportFormat;
  }

  /** Called with each user whose configuration changes, and with each that is deleted. */
  public void whenChanged(Consumer<Account.User> changed, Consumer<Account.User> deleted) {
    changeListeners.add(changed);
    deletionListeners.add(deleted);
  }

  /** The reads alone. */
  public FakeIam reads() {
    return users;
  }

  /** Puts a user into a group. */
  public synchronized void addToGroup(String userName, String group) {
    of(userName).groups.add(group);
  }

  /** Gives a user an SSH public key. */
  public synchronized void addSshKey(String userName, String id) {
    of(userName).sshKeys.add(id);
  }

  /** The text of an inline policy of a user. */
  public synchronized String inlinePolicy(String userName, String policyName) {
    return of(userName).inlinePolicies.getOrDefault(policyName, "");
  }

  /** A call was signed with this key; IAM shows it later. */
  public void use(String keyId) {
    Instant used = time.instant();
    time.in(UNTIL_USE_SHOWS, () -> changeKey(keyId, key -> used(key, used)));
  }

  private static Account.Key used(Account.Key key, Instant time) {
    return new Account.Key(key.id(), key.created(), key.status(), time);
  }

  private synchronized void changeKey(String keyId, UnaryOperator<Account.Key> change) {
    for (Account.User user : users.all()) {
      if (user.keys().stream().noneMatch(key -> key.id().equals(keyId))) continue;
      replaceKeys(
          user,
          user.keys().stream().map(it -> it.id().equals(keyId) ? change.apply(it) : it).toList());
    }
  }

  private void replaceKeys(Account.User user, List<Account.Key> keys) {
    users.add(UserBuilder.copy(user).keys(keys).build());
  }

  /** IAM's times have whole seconds. */
  private Instant now() {
    return time.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public synchronized CreateUserResponse createUser(CreateUserRequest request) {
    if (users.all().stream().anyMatch(it -> it.name().equalsIgnoreCase(request.userName()))) {
      throw EntityAlreadyExistsException.builder()
          .statusCode(409)
          .message("User with this name already exists.")
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("EntityAlreadyExists").build())
          .build();
    }
    created++;
    users.add(
        UserBuilder.named(request.userName())
            .id(String.format(Locale.ROOT, "AIDASIMULATED%07d", created))
            .path(request.path())
            .created(now())
            .password(false)
            .build());
    of(request.userName()).tags.addAll(request.tags());
    changed(request.userName());
    return CreateUserResponse.builder()
        .user(users.getUser(it -> it.userName(request.userName())).user())
        .build();
  }

  @Override
  public synchronized PutUserPolicyResponse putUserPolicy(PutUserPolicyRequest request) {
    of(request.userName()).inlinePolicies.put(request.policyName(), request.policyDocument());
    changed(request.userName());
    return PutUserPolicyResponse.builder().build();
  }

  @Override
  public synchronized CreateLoginProfileResponse createLoginProfile(
      CreateLoginProfileRequest request) {
    Account.User user = users.existing(request.userName());
    if (user.password()) throw rejected(409, "EntityAlreadyExists", "Login Profile exists.");
    users.add(UserBuilder.copy(user).password(true).build());
    return CreateLoginProfileResponse.builder()
        .loginProfile(it -> it.userName(user.name()).createDate(now()))
        .build();
  }

  @Override
  public synchronized DeleteLoginProfileResponse deleteLoginProfile(
      DeleteLoginProfileRequest request) {
    Account.User user = users.existing(request.userName());
    if (!user.password()) {
      throw FakeIam.noSuchEntity(
          "Login Profile for User %s cannot be found.".formatted(user.name()));
    }
    users.add(UserBuilder.copy(user).password(false).build());
    return DeleteLoginProfileResponse.builder().build();
  }

  @Override
  public synchronized CreateAccessKeyResponse createAccessKey(CreateAccessKeyRequest request) {
    Account.User user = users.existing(request.userName());
    if (user.keys().size() == 2) throw rejected(409, "LimitExceeded", "Cannot exceed 2 keys.");
    created++;
    Account.Key key =
        UserBuilder.key(String.format(Locale.ROOT, "SIMULATED%07d", created), now(), null);
    List<Account.Key> keys = new ArrayList<>(user.keys());
    keys.add(key);
    replaceKeys(user, keys);
    return CreateAccessKeyResponse.builder()
        .accessKey(
            it ->
                it.userName(user.name())
                    .accessKeyId(key.id())
                    .secretAccessKey(SECRET)
                    .status(StatusType.ACTIVE)
                    .createDate(key.created()))
        .build();
  }

  @Override
  public synchronized DeleteAccessKeyResponse deleteAccessKey(DeleteAccessKeyRequest request) {
    Account.User user = users.existing(request.userName());
    List<Account.Key> others =
        user.keys().stream().filter(key -> !key.id().equals(request.accessKeyId())).toList();
    if (others.size() == user.keys().size()) {
      throw FakeIam.noSuchEntity("The Access Key cannot be found.");
    }
    replaceKeys(user, others);
    return DeleteAccessKeyResponse.builder().build();
  }

  @Override
  public synchronized DeleteUserPolicyResponse deleteUserPolicy(DeleteUserPolicyRequest request) {
    if (of(request.userName()).inlinePolicies.remove(request.policyName()) == null) {
      throw FakeIam.noSuchEntity("The user policy cannot be found.");
    }
    changed(request.userName());
    return DeleteUserPolicyResponse.builder().build();
  }

  @Override
  public synchronized DeleteUserResponse deleteUser(DeleteUserRequest request) {
    Account.User user = users.existing(request.userName());
    AttachedItems has = of(user.name());
    if (user.password()
        || !user.keys().isEmpty()
        || !has.inlinePolicies.isEmpty()
        || !has.groups.isEmpty()
        || !has.sshKeys.isEmpty()) {
      throw DeleteConflictException.builder()
          .statusCode(409)
          .message("Cannot delete entity, must delete what it has first.")
          .awsErrorDetails(AwsErrorDetails.builder().errorCode("DeleteConflict").build())
          .build();
    }
    users.remove(user.name());
    attachedItems.remove(user.name());
    deletionListeners.forEach(it -> it.accept(user));
    return DeleteUserResponse.builder().build();
  }

  @Override
  public synchronized ListUserPoliciesResponse listUserPolicies(ListUserPoliciesRequest request) {
    return ListUserPoliciesResponse.builder()
        .policyNames(of(request.userName()).inlinePolicies.keySet())
        .isTruncated(false)
        .build();
  }

  @Override
  public synchronized ListUserTagsResponse listUserTags(ListUserTagsRequest request) {
    return ListUserTagsResponse.builder()
        .tags(of(request.userName()).tags)
        .isTruncated(false)
        .build();
  }

  @Override
  public synchronized ListGroupsForUserResponse listGroupsForUser(
      ListGroupsForUserRequest request) {
    return ListGroupsForUserResponse.builder()
        .groups(
            of(request.userName()).groups.stream()
                .map(name -> Group.builder().groupName(name).build())
                .toList())
        .isTruncated(false)
        .build();
  }

  @Override
  public ListAttachedUserPoliciesResponse listAttachedUserPolicies(
      ListAttachedUserPoliciesRequest request) {
    of(request.userName());
    return ListAttachedUserPoliciesResponse.builder()
        .attachedPolicies(List.of())
        .isTruncated(false)
        .build();
  }

  @Override
  public ListMfaDevicesResponse listMFADevices(ListMfaDevicesRequest request) {
    of(request.userName());
    return ListMfaDevicesResponse.builder().mfaDevices(List.of()).isTruncated(false).build();
  }

  @Override
  public ListSshPublicKeysResponse listSSHPublicKeys(ListSshPublicKeysRequest request) {
    return ListSshPublicKeysResponse.builder()
        .sshPublicKeys(
            of(request.userName()).sshKeys.stream()
                .map(id -> SSHPublicKeyMetadata.builder().sshPublicKeyId(id).build())
                .toList())
        .isTruncated(false)
        .build();
  }

  @Override
  public ListSigningCertificatesResponse listSigningCertificates(
      ListSigningCertificatesRequest request) {
    of(request.userName());
    return ListSigningCertificatesResponse.builder()
        .certificates(List.of())
        .isTruncated(false)
        .build();
  }

  @Override
  public ListServiceSpecificCredentialsResponse listServiceSpecificCredentials(
      ListServiceSpecificCredentialsRequest request) {
    of(request.userName());
    return ListServiceSpecificCredentialsResponse.builder()
        .serviceSpecificCredentials(List.of())
        .build();
  }

  @Override
  public synchronized GenerateCredentialReportResponse generateCredentialReport(
      GenerateCredentialReportRequest request) {
    boolean isDue =
        lastReport.equals(Instant.MIN) || lastReport.plus(BETWEEN_REPORTS).isBefore(now());
    if (isDue) {
      lastReport = now();
      users.withCredentialReport(
          ReportStateType.STARTED,
          lastReport,
          CredentialReportCsv.of(users.all(), List.of(), reportFormat));
    }
    users.generateCredentialReport(request);
    return GenerateCredentialReportResponse.builder()
        .state(isDue ? ReportStateType.STARTED : ReportStateType.COMPLETE)
        .build();
  }

  @Override
  public GetCredentialReportResponse getCredentialReport(GetCredentialReportRequest request) {
    return users.getCredentialReport(request);
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    return users.listUsers(request);
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    return users.listAccessKeys(request);
  }

  @Override
  public GetLoginProfileResponse getLoginProfile(GetLoginProfileRequest request) {
    return users.getLoginProfile(request);
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return users.getUser(request);
  }

  @Override
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
    return users.getAccessKeyLastUsed(request);
  }

  @Override
  public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
    return users.updateAccessKey(request);
  }

  private synchronized AttachedItems of(String userName) {
    return attachedItems.computeIfAbsent(
        users.existing(userName).name(), name -> new AttachedItems());
  }

  private void changed(String userName) {
    Account.User user = users.existing(userName);
    changeListeners.forEach(it -> it.accept(user));
  }

  /** An error of IAM with its code. */
  public static IamException rejected(int status, String code, String message) {
    return (IamException)
        IamException.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
