package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.SdkTokenProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.auth.ExpiredTokenException;
import software.amazon.awssdk.services.sso.auth.SsoCredentialsProvider;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;
import software.amazon.awssdk.utils.StringInputStream;

/** A role of IAM Identity Center (single sign-on), after `aws sso login`. */
final class IdentityCenter {

  private static final String ACCOUNT = "sso_account_id";
  private static final String ROLE = "sso_role_name";
  private static final String REGION = "sso_region";
  private static final String SESSION = "sso_session";

  /** What a profile needs, with its sso-session. */
  private static final List<String> REQUIRED = List.of(ACCOUNT, ROLE, REGION, "sso_start_url");

  private final Map<String, String> settings;
  private final String profile;

  /**
   * @param profile the name of a profile
   * @throws AwsAccessException when the profile lacks something
   */
  IdentityCenter(ConfigurationFiles files, String profile) {
    this.settings = new HashMap<>(files.properties(profile));
    this.profile = profile;
    if (settings.containsKey(SESSION)) addSession(files, settings.get(SESSION));
    String missing = REQUIRED.stream().filter(this::isBlank).collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw rejected(
          "lacks %s. Run `aws configure sso %s`."
              .formatted(missing, CallerProfile.option(profile)));
    }
    // It becomes a part of the host name.
    CallerRegion.parse(CallerProfile.property(REGION, profile), settings.get(REGION));
  }

  static boolean isConfigured(Map<String, String> properties) {
    return Stream.of(ACCOUNT, ROLE).anyMatch(properties::containsKey);
  }

  private boolean isBlank(String name) {
    return settings.getOrDefault(name, "").isBlank();
  }

  private void addSession(ConfigurationFiles files, String name) {
    Optional.of(name)
        .filter(text -> !text.isEmpty())
        .flatMap(files::session)
        .orElseThrow(
            () ->
                rejected(
                    "names the sso-session '%s', which is not in the configuration files. Run `aws configure sso %s`."
                        .formatted(OneLine.of(name), CallerProfile.option(profile))))
        .forEach(
            (property, value) -> {
              if (!value.equals(settings.merge(property, value, (own, _) -> own))) {
                throw rejected(
                    "has another %s than its sso-session '%s'. Remove one of them."
                        .formatted(OneLine.of(property), OneLine.of(name)));
              }
            });
  }

  private AwsAccessException rejected(String message) {
    return new AwsAccessException(
        "AWS profile '%s' %s".formatted(OneLine.of(profile), message), null);
  }

  AwsCredentialsProvider provider() {
    return settings.containsKey(SESSION) ? ofSession() : ofStartUrl();
  }

  private AwsCredentialsProvider ofSession() {
    Region region = Region.of(settings.get(REGION));
    SdkTokenProvider token =
        SsoOidcTokenProvider.builder()
            .sessionName(settings.get(SESSION))
            .ssoOidcClient(
                SsoOidcClient.builder()
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .region(region)
                    .build())
            .build();
    SsoCredentialsProvider.Builder credentials = SsoCredentialsProvider.builder();
    return credentials
        .ssoClient(
            SsoClient.builder()
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .region(region)
                .build())
        .refreshRequest(
            () ->
                GetRoleCredentialsRequest.builder()
                    .accountId(settings.get(ACCOUNT))
                    .roleName(settings.get(ROLE))
                    .accessToken(text(token))
                    .build())
        .build();
  }

  /** Only the SDK's provider for a profile finds the token of a start URL. */
  private AwsCredentialsProvider ofStartUrl() {
    String text =
        REQUIRED.stream()
            .map(name -> name + "=" + OneLine.whole(settings.get(name)))
            .collect(Collectors.joining("\n", "[default]\n", "\n"));
    return ProfileCredentialsProvider.builder()
        .profileFile(
            ProfileFile.builder()
                .content(new StringInputStream(text))
                .type(ProfileFile.Type.CONFIGURATION)
                .build())
        .profileName("default")
        .build();
  }

  private static String text(SdkTokenProvider token) {
    try {
      return token.resolveToken().token();
    } catch (RuntimeException failed) {
      // Only what could not be reached is not changed by a new session.
      if (new AwsFailure(failed).known().isPresent()) throw failed;
      throw ExpiredTokenException.builder().cause(failed).build();
    }
  }

  /** Why the credentials could not be loaded and what to do, in one line. */
  String message(RuntimeException failed) {
    return failed instanceof ExpiredTokenException || failed instanceof UnauthorizedException
        ? "The IAM Identity Center session of AWS profile '%s' has expired. Run `aws sso login %s`."
            .formatted(OneLine.of(profile), CallerProfile.option(profile))
        : ProfileCredentials.message(profile, failed);
  }
}
