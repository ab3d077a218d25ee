package initialkeys.simulation;

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
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
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
import software.amazon.awssdk.services.iam.model.User;

/**
 * IAM over the users of an account, which a test may change between two calls. It writes down every
 * call as "Operation" or "Operation subject". The errors' words are AWS's own.
 */
public final class FakeIam implements IamClient {

  private final Map<String, Account.User> users = new LinkedHashMap<>();
  private final Map<String, String> ownerNames = new HashMap<>();
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<String, Supplier<Object>> instead = new HashMap<>();
  private int pageSize = Integer.MAX_VALUE;
  private ReportStateType reportState;
  private Instant reportMade;
  private String report;
  private Duration latency = Duration.ZERO;

  public FakeIam(List<Account.User> users) {
    users.forEach(this::add);
  }

  public FakeIam(Account account) {
    this(account.users());
  }

  /** Gives fewer items on a page than it is asked for, as IAM may (F18). */
  public FakeIam withPagesOf(int size) {
    pageSize = size;
    return this;
  }

  /** Has a credential report to give; without one, the call is denied. */
  public FakeIam withReport(ReportStateType state, Instant made, String csv) {
    reportState = state;
    reportMade = made;
    report = csv;
    return this;
  }

  /** Takes so long for every call. */
  public FakeIam withLatency(Duration perCall) {
    latency = perCall;
    return this;
  }

  /** Runs something just before a call, each time. */
  public FakeIam before(String call, Runnable change) {
    before.put(call, change);
    return this;
  }

  /** Answers a call, or fails it, in another way. */
  public FakeIam instead(String call, Supplier<Object> answer) {
    instead.put(call, answer);
    return this;
  }

  public void add(Account.User user) {
    users.put(user.name(), user);
    user.keys().forEach(key -> ownerNames.put(key.id(), user.name()));
  }

  public void remove(String name) {
    users.remove(name);
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
          if (report == null) {
            throw IamException.builder().statusCode(403).message("no report for you").build();
          }
          return GenerateCredentialReportResponse.builder().state(reportState).build();
        });
  }

  @Override
  public GetCredentialReportResponse getCredentialReport(GetCredentialReportRequest request) {
    return call(
        "GetCredentialReport",
        () ->
            GetCredentialReportResponse.builder()
                .generatedTime(reportMade)
                .content(SdkBytes.fromUtf8String(report))
                .build());
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    return call(
        "ListUsers",
        () -> {
          Page<Account.User> page =
              page(List.copyOf(users.values()), request.maxItems(), request.marker());
          return ListUsersResponse.builder()
              .users(page.items().stream().map(FakeIam::user).toList())
              .isTruncated(page.next() != null)
              .marker(page.next())
              .build();
        });
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

  private static boolean is(Account.Key key, GetAccessKeyLastUsedRequest request) {
    return key.id().equals(request.accessKeyId());
  }

  private <T> T call(String call, Supplier<T> answer) {
    if (!latency.isZero()) LockSupport.parkNanos(latency.toNanos());
    return answered(call, answer);
  }

  @SuppressWarnings("unchecked") // A test that scripts an answer knows the call's type.
  private synchronized <T> T answered(String call, Supplier<T> answer) {
    calls.add(call);
    before.getOrDefault(call, () -> {}).run();
    return instead.containsKey(call) ? (T) instead.get(call).get() : answer.get();
  }

  private Account.User user(String name) {
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

  /** IAM's answer when it does not know a user, a key or a password. */
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
