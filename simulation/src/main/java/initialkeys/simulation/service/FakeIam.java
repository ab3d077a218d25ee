package initialkeys.simulation.service;

import initialkeys.simulation.account.Account;
import initialkeys.simulation.account.UserBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CredentialReportNotPresentException;
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
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.LoginProfile;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.ReportStateType;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.User;

/**
 * IAM in memory, over users that a test may change between two calls. It records every call as
 * "Operation" or "Operation subject", for example "ListAccessKeys bo". Its error messages are those
 * of AWS.
 */
public final class FakeIam implements IamClient {

  private final Map<String, Account.User> users = new LinkedHashMap<>();
  private final Map<String, String> ownerNames = new HashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<String, Supplier<Object>> instead = new HashMap<>();
  private Consumer<String> beforeEach = call -> {};
  private int pageSize = Integer.MAX_VALUE;
  private ReportStateType reportState;
  private Instant reportTime;
  private String reportCsv;
  private Duration latency = Duration.ZERO;

  public FakeIam(List<Account.User> users) {
    users.forEach(this::add);
  }

  public FakeIam(Account account) {
    this(account.users());
  }

  /** Returns at most this many items per page, fewer than requested, as IAM may (F18). */
  public FakeIam withPagesOf(int size) {
    pageSize = size;
    return this;
  }

  /** Provides a credential report; without one, IAM denies the call that generates it. */
  public FakeIam withCredentialReport(ReportStateType state, Instant generated, String csv) {
    reportState = state;
    reportTime = generated;
    reportCsv = csv;
    return this;
  }

  /** Delays every call. */
  public FakeIam withLatency(Duration perCall) {
    latency = perCall;
    return this;
  }

  /** Runs an action before each call of this kind, for example to change the users. */
  public FakeIam before(String call, Runnable action) {
    before.put(call, action);
    return this;
  }

  /** Runs an action before every call, with the name of the call. */
  public FakeIam beforeEach(Consumer<String> action) {
    beforeEach = action;
    return this;
  }

  /** Replaces the response to a call; the supplier may throw instead. */
  public FakeIam instead(String call, Supplier<Object> response) {
    instead.put(call, response);
    return this;
  }

  public synchronized void add(Account.User user) {
    users.put(user.name(), user);
    user.keys().forEach(key -> ownerNames.put(key.id(), user.name()));
  }

  public synchronized void remove(String name) {
    users.remove(name);
  }

  /** The users as they are now. */
  public synchronized List<Account.User> all() {
    return List.copyOf(users.values());
  }

  /** The user of this name, or IAM's exception. */
  Account.User existing(String name) {
    return user(name);
  }

  /** The calls so far, in order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public GenerateCredentialReportResponse generateCredentialReport(
      GenerateCredentialReportRequest request) {
    return call(
        "GenerateCredentialReport",
        () -> {
          if (reportCsv == null) {
            throw IamException.builder()
                .statusCode(403)
                .message("not authorized to perform: iam:GenerateCredentialReport")
                .build();
          }
          return GenerateCredentialReportResponse.builder().state(reportState).build();
        });
  }

  @Override
  public GetCredentialReportResponse getCredentialReport(GetCredentialReportRequest request) {
    return call(
        "GetCredentialReport",
        () -> {
          if (reportCsv == null) {
            throw CredentialReportNotPresentException.builder()
                .statusCode(410)
                .message("No report is present.")
                .build();
          }
          return GetCredentialReportResponse.builder()
              .generatedTime(reportTime)
              .content(SdkBytes.fromUtf8String(reportCsv))
              .build();
        });
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    return call(
        "ListUsers",
        () -> {
          List<Account.User> underPath =
              users.values().stream()
                  .filter(user -> user.path().startsWith(prefixOf(request)))
                  .toList();
          Page<Account.User> page = page(underPath, request.maxItems(), request.marker());
          return ListUsersResponse.builder()
              .users(page.items().stream().map(FakeIam::user).toList())
              .isTruncated(page.next() != null)
              .marker(page.next())
              .build();
        });
  }

  private static String prefixOf(ListUsersRequest request) {
    return Optional.ofNullable(request.pathPrefix()).orElse("/");
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    return call(
        "ListAccessKeys " + request.userName(),
        () -> {
          Page<Account.Key> page =
              page(user(request.userName()).keys(), request.maxItems(), request.marker());
          return ListAccessKeysResponse.builder()
              .accessKeyMetadata(
                  page.items().stream().map(key -> metadata(request.userName(), key)).toList())
              .isTruncated(page.next() != null)
              .marker(page.next())
              .build();
        });
  }

  @Override
  public GetLoginProfileResponse getLoginProfile(GetLoginProfileRequest request) {
    return call(
        "GetLoginProfile " + request.userName(),
        () -> {
          if (!user(request.userName()).password()) {
            throw noSuchEntity(
                "Login Profile for User %s cannot be found.".formatted(request.userName()));
          }
          return GetLoginProfileResponse.builder()
              .loginProfile(LoginProfile.builder().userName(request.userName()).build())
              .build();
        });
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return call(
        "GetUser " + request.userName(),
        () -> GetUserResponse.builder().user(user(user(request.userName()))).build());
  }

  @Override
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
    return call(
        "GetAccessKeyLastUsed " + request.accessKeyId(),
        () -> {
          Account.User owner =
              Optional.ofNullable(users.get(ownerNames.get(request.accessKeyId())))
                  .filter(user -> user.keys().stream().anyMatch(key -> is(key, request)))
                  .orElseThrow(() -> noSuchEntity("The Access Key cannot be found."));
          Account.Key key =
              owner.keys().stream().filter(k -> is(k, request)).findFirst().orElseThrow();
          return GetAccessKeyLastUsedResponse.builder()
              .userName(owner.name())
              .accessKeyLastUsed(
                  AccessKeyLastUsed.builder()
                      .lastUsedDate(key.lastUsed())
                      .region(key.lastUsed() == null ? "N/A" : "us-east-1")
                      .serviceName(key.lastUsed() == null ? "N/A" : "s3")
                      .build())
              .build();
        });
  }

  @Override
  public UpdateAccessKeyResponse updateAccessKey(UpdateAccessKeyRequest request) {
    return call(
        "UpdateAccessKey %s %s %s"
            .formatted(request.userName(), request.accessKeyId(), request.statusAsString()),
        () -> {
          Account.User owner = user(request.userName());
          if (owner.keys().stream().noneMatch(key -> key.id().equals(request.accessKeyId()))) {
            throw noSuchEntity(
                "The Access Key with id %s cannot be found.".formatted(request.accessKeyId()));
          }
          add(
              UserBuilder.copy(owner)
                  .keys(owner.keys().stream().map(key -> withStatus(key, request)).toList())
                  .build());
          return UpdateAccessKeyResponse.builder().build();
        });
  }

  private static Account.Key withStatus(Account.Key key, UpdateAccessKeyRequest request) {
    return key.id().equals(request.accessKeyId())
        ? new Account.Key(key.id(), key.created(), request.statusAsString(), key.lastUsed())
        : key;
  }

  private static boolean is(Account.Key key, GetAccessKeyLastUsedRequest request) {
    return key.id().equals(request.accessKeyId());
  }

  private <T> T call(String call, Supplier<T> response) {
    if (!latency.isZero()) LockSupport.parkNanos(latency.toNanos());
    return respond(call, response);
  }

  @SuppressWarnings("unchecked") // A test that replaces a response knows the type of the call.
  private synchronized <T> T respond(String call, Supplier<T> response) {
    calls.add(call);
    beforeEach.accept(call);
    before.getOrDefault(call, () -> {}).run();
    return instead.containsKey(call) ? (T) instead.get(call).get() : response.get();
  }

  private synchronized Account.User user(String name) {
    if (users.containsKey(name)) return users.get(name);
    throw noSuchEntity("The user with name %s cannot be found.".formatted(name));
  }

  private static User user(Account.User user) {
    return User.builder()
        .userName(user.name())
        .userId(user.id())
        .path(user.path())
        .arn("arn:aws:iam::123456789012:user%s%s".formatted(user.path(), user.name()))
        .createDate(user.created())
        .build();
  }

  private static AccessKeyMetadata metadata(String userName, Account.Key key) {
    return AccessKeyMetadata.builder()
        .userName(userName)
        .accessKeyId(key.id())
        .status(key.status())
        .createDate(key.created())
        .build();
  }

  /** The exception for a user, key or password that does not exist. */
  public static NoSuchEntityException noSuchEntity(String message) {
    return NoSuchEntityException.builder().message(message).statusCode(404).build();
  }

  private record Page<T>(List<T> items, String next) {}

  private <T> Page<T> page(List<T> all, int maxItems, String marker) {
    int from = marker == null ? 0 : Integer.parseInt(marker);
    int to = Math.min(all.size(), from + Math.min(maxItems, pageSize));
    return new Page<>(all.subList(from, to), to < all.size() ? String.valueOf(to) : null);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
