package initialkeys.cli.preview;

import initialkeys.cli.terminal.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
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
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.ListUsersRequest;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Passes each call of a run to IAM, keeps what the run itself does not keep (when and where a key
 * was last used, whether the listing of users was complete), and states the progress. Every other
 * call throws, as the SDK's interface does: the preview can make no other call.
 */
final class ObservedIam implements IamClient {

  /** What is stated until the account has a credential report. */
  static final String WAITING = "Waiting for IAM's credential report";

  /** The unit of what is stated while users are evaluated. */
  static final String USERS_DONE = "users done";

  private final IamClient iam;
  private final Progress progress;
  private final Map<String, Integer> positions = new ConcurrentHashMap<>();
  private final Map<String, AccessKeyLastUsed> lastUses = new ConcurrentHashMap<>();
  private final Set<String> passwordReads = ConcurrentHashMap.newKeySet();
  private final Set<String> keyReads = ConcurrentHashMap.newKeySet();
  private volatile Optional<GetCredentialReportResponse> credentialReport = Optional.empty();
  private volatile boolean isListComplete;
  private int done;

  ObservedIam(IamClient iam, Progress progress) {
    this.iam = iam;
    this.progress = progress;
  }

  @Override
  public GenerateCredentialReportResponse generateCredentialReport(
      GenerateCredentialReportRequest request) {
    progress.state(WAITING);
    return iam.generateCredentialReport(request);
  }

  @Override
  public GetCredentialReportResponse getCredentialReport(GetCredentialReportRequest request) {
    GetCredentialReportResponse response = iam.getCredentialReport(request);
    credentialReport = Optional.of(response);
    return response;
  }

  @Override
  public ListUsersResponse listUsers(ListUsersRequest request) {
    isListComplete = false;
    ListUsersResponse page = iam.listUsers(request);
    for (User user : page.users()) {
      if (user.userName() != null) positions.putIfAbsent(user.userName(), positions.size());
    }
    progress.count(positions.size(), positions.size(), "users listed");
    isListComplete = !Boolean.TRUE.equals(page.isTruncated());
    return page;
  }

  /** Users are evaluated in the order of the list, so those before this one are done. */
  private synchronized void started(String userName) {
    done = Math.max(done, positions.getOrDefault(userName, 0));
    progress.count(done, positions.size(), USERS_DONE);
  }

  @Override
  public ListAccessKeysResponse listAccessKeys(ListAccessKeysRequest request) {
    started(request.userName());
    keyReads.add(request.userName());
    return iam.listAccessKeys(request);
  }

  @Override
  public GetLoginProfileResponse getLoginProfile(GetLoginProfileRequest request) {
    passwordReads.add(request.userName());
    return iam.getLoginProfile(request);
  }

  @Override
  public GetUserResponse getUser(GetUserRequest request) {
    return iam.getUser(request);
  }

  @Override
  public GetAccessKeyLastUsedResponse getAccessKeyLastUsed(GetAccessKeyLastUsedRequest request) {
    GetAccessKeyLastUsedResponse response = iam.getAccessKeyLastUsed(request);
    if (response.accessKeyLastUsed() != null) {
      lastUses.put(request.accessKeyId(), response.accessKeyLastUsed());
    }
    return response;
  }

  /** When and where a key was last used, if iam:GetAccessKeyLastUsed was called for it. */
  Optional<AccessKeyLastUsed> lastUse(String keyId) {
    return Optional.ofNullable(lastUses.get(keyId));
  }

  /** Whether iam:GetLoginProfile was called for the user. */
  boolean isPasswordRead(String userName) {
    return passwordReads.contains(userName);
  }

  /** Whether iam:ListAccessKeys was called for the user. */
  boolean areKeysRead(String userName) {
    return keyReads.contains(userName);
  }

  /** The last credential report that IAM returned. */
  Optional<GetCredentialReportResponse> credentialReport() {
    return credentialReport;
  }

  /** Whether the last page of users was read. */
  boolean isListComplete() {
    return isListComplete;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    iam.close();
  }
}
