package initialkeys.cli.aws;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.cli.aws.configuration.AccessKey;
import initialkeys.cli.aws.configuration.CredentialProcess;
import initialkeys.cli.terminal.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.services.signin.SigninClient;
import software.amazon.awssdk.services.signin.auth.LoginCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The credentials of a profile: which of its sources counts is decided as the AWS CLI decides. A
 * role needs the credentials of another source, which can be another profile.
 */
final class ProfileCredentials {

  private static final String KEY_ID = "aws_access_key_id";
  private static final String SECRET_KEY = "aws_secret_access_key";
  private static final String SOURCE_PROFILE = "source_profile";
  private static final String CREDENTIAL_SOURCE = "credential_source";

  /** What CloudTrail shows as the name of a session, where the profile does not set another. */
  private static final String SESSION_NAME = "initial-keys";

  private final ConfigurationFiles files;
  private final Map<String, String> environment;
  private final String profile;
  private final Function<String, Optional<String>> person;

  /** The profiles whose credentials have been asked for, to find a circle. */
  private final List<String> visited = new ArrayList<>();

  /**
   * @param environment the environment variables, which a credential_source can refer to
   * @param profile the name of the caller's profile
   * @param person asks the person at the terminal; empty where there is none
   */
  ProfileCredentials(
      ConfigurationFiles files,
      Map<String, String> environment,
      String profile,
      Function<String, Optional<String>> person) {
    this.files = files;
    this.environment = environment;
    this.profile = profile;
    this.person = person;
    visited.add(profile);
  }

  /**
   * The credentials of the profile, if it has any.
   *
   * @param variables the environment variables for a web identity
   * @throws AwsAccessException when the first source that is configured lacks something
   */
  Optional<CallerCredentials> find(Map<String, String> variables) {
    return isRole(profile) ? Optional.of(role(profile)) : source(profile, variables);
  }

  private boolean isRole(String name) {
    Map<String, String> properties = files.properties(name);
    return properties.containsKey("role_arn") && !properties.containsKey("web_identity_token_file");
  }

  /** The first source of a profile that is no role. */
  private Optional<CallerCredentials> source(String name, Map<String, String> variables) {
    Map<String, String> properties = files.properties(name);
    WebIdentity identity = new WebIdentity(variables, properties, name);
    if (identity.isConfigured()) {
      return Optional.of(new CallerCredentials(identity.provider(), identity::message));
    }
    if (IdentityCenter.isConfigured(properties)) {
      IdentityCenter center = new IdentityCenter(files, name);
      return Optional.of(new CallerCredentials(center.provider(), center::message));
    }
    Map<String, String> inCredentialsFile = files.inCredentialsFile(name);
    if (inCredentialsFile.containsKey(KEY_ID)) return Optional.of(key(name, inCredentialsFile));
    if (properties.containsKey("login_session")) return Optional.of(signIn(name));
    if (properties.containsKey("credential_process")) return Optional.of(process(name));
    return Optional.of(files.inConfigurationFile(name))
        .filter(own -> own.containsKey(KEY_ID))
        .map(own -> key(name, own));
  }

  private static CallerCredentials key(String name, Map<String, String> properties) {
    String id = properties.get(KEY_ID);
    String secret = properties.getOrDefault(SECRET_KEY, "");
    if (id.isEmpty() || secret.isEmpty()) {
      throw rejected(
          name,
          "has only a part of an access key. Run `aws configure %s`."
              .formatted(CallerProfile.option(name)));
    }
    String token = properties.getOrDefault("aws_session_token", "");
    return CallerCredentials.of(
        AccessKey.of(id, secret, properties.getOrDefault("aws_security_token", token)));
  }

  private CallerCredentials signIn(String name) {
    String session = files.properties(name).get("login_session");
    if (session.isEmpty()) {
      throw rejected(
          name,
          "has an empty login_session. Run `aws login %s`.".formatted(CallerProfile.option(name)));
    }
    return new CallerCredentials(
        LoginCredentialsProvider.builder()
            .loginSession(session)
            .signinClient(SigninClient.create())
            .build(),
        failed ->
            mustSignInAgain(failed)
                ? "The sign-in of AWS profile '%s' has expired. Run `aws login %s`."
                    .formatted(OneLine.of(name), CallerProfile.option(name))
                : message(name, failed));
  }

  /** The signin module has no exception class for an expired session. */
  private static boolean mustSignInAgain(RuntimeException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("re-authenticate") || message.contains("reauthenticate");
  }

  private CallerCredentials process(String name) {
    String message =
        "The credential_process of AWS profile '%s' failed (%s). Run its command by itself, and"
            + " correct it or the profile.";
    try {
      return new CallerCredentials(
          CredentialProcess.of(files.properties(name).get("credential_process")),
          failed -> message.formatted(OneLine.of(name), new AwsFailure(failed).reason()));
    } catch (IllegalArgumentException malformed) {
      throw new AwsAccessException(
          message.formatted(OneLine.of(name), malformed.getMessage()), malformed);
    }
  }

  private CallerCredentials role(String name) {
    Map<String, String> properties = files.properties(name);
    CallerCredentials source = sourceOfRole(name, properties);
    StsAssumeRoleCredentialsProvider credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(AwsClients.sts(source, new ApiCallCounter()))
            .refreshRequest(
                () -> {
                  // Before the call, whose time is limited: a process may ask a person.
                  source.resolveCredentials();
                  return request(properties);
                })
            .build();
    return new CallerCredentials(
        credentials,
        failed ->
            failed instanceof MissingCodeException
                ? "AWS profile '%s' requires an MFA code, which cannot be entered here. Run `eval \"$(aws configure export-credentials %s --format env)\"`, then this command without --profile."
                    .formatted(OneLine.of(name), CallerProfile.option(profile))
                : message(name, failed));
  }

  /** There is no person who could enter an MFA code. */
  private static final class MissingCodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private AssumeRoleRequest request(Map<String, String> properties) {
    AssumeRoleRequest.Builder request =
        AssumeRoleRequest.builder()
            .roleArn(properties.get("role_arn"))
            .externalId(properties.get("external_id"))
            .roleSessionName(
                Optional.ofNullable(properties.get("role_session_name"))
                    .filter(name -> !name.isEmpty())
                    .orElse(SESSION_NAME));
    // As for the AWS CLI, what is not a number is ignored.
    String seconds = properties.getOrDefault("duration_seconds", "");
    if (seconds.matches("\\d{1,9}")) request.durationSeconds(Integer.valueOf(seconds));
    Optional.ofNullable(properties.get("mfa_serial"))
        .ifPresent(device -> request.serialNumber(device).tokenCode(code(device)));
    return request.build();
  }

  private String code(String device) {
    return person
        .apply("MFA code for %s: ".formatted(OneLine.of(device)))
        .map(String::strip)
        .orElseThrow(MissingCodeException::new);
  }

  private CallerCredentials sourceOfRole(String name, Map<String, String> properties) {
    String sourceProfile = properties.get(SOURCE_PROFILE);
    String credentialSource = properties.get(CREDENTIAL_SOURCE);
    if (sourceProfile != null && credentialSource != null) {
      throw rejected(name, "has both source_profile and credential_source. Remove one of them.");
    }
    if (sourceProfile != null) return ofSourceProfile(name, sourceProfile);
    if (credentialSource != null) return ofCredentialSource(name, credentialSource);
    throw rejected(
        name, "has role_arn without source_profile or credential_source. Add one of them.");
  }

  private CallerCredentials ofSourceProfile(String name, String next) {
    Map<String, String> properties = files.properties(next);
    boolean hasKey = properties.containsKey(KEY_ID) || properties.containsKey(SECRET_KEY);
    // A profile may name itself: its own access key then assumes its role.
    if (visited.contains(next) && !(next.equals(name) && hasKey)) {
      throw rejected(
          name,
          "takes its credentials from profile '%s': the source_profile settings form a circle. Correct source_profile."
              .formatted(OneLine.of(next)));
    }
    visited.add(next);
    if (isRole(next) && !hasKey) return role(next);
    return source(next, Map.of())
        .orElseThrow(
            () ->
                rejected(
                    name,
                    "takes its credentials from profile '%s', which does not exist or has none. Correct source_profile, or run `aws configure %s`."
                        .formatted(OneLine.of(next), CallerProfile.option(next))));
  }

  private CallerCredentials ofCredentialSource(String name, String source) {
    return switch (source) {
      case "Environment" -> ofEnvironment(name);
      case "EcsContainer" -> ofContainer(name, source);
      case "Ec2InstanceMetadata" ->
          ofMachine(name, source, InstanceProfileCredentialsProvider.create());
      default ->
          throw rejected(
              name,
              "has the credential_source '%s'. It must be Environment, EcsContainer or Ec2InstanceMetadata."
                  .formatted(OneLine.of(source)));
    };
  }

  private CallerCredentials ofEnvironment(String name) {
    if (environment.getOrDefault("AWS_ACCESS_KEY_ID", "").isEmpty()) {
      throw rejected(
          name,
          "takes its credentials from the environment, which has none. Set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or correct credential_source.");
    }
    return CallerCredentials.ofKey(environment);
  }

  private CallerCredentials ofContainer(String name, String source) {
    if (!CallerCredentials.isInContainer(environment)) {
      throw rejected(
          name,
          "takes its credentials from the container, but the command does not run in a container."
              + " Run it in the container, or correct credential_source.");
    }
    return ofMachine(name, source, ContainerCredentialsProvider.builder().build());
  }

  private static CallerCredentials ofMachine(
      String name, String source, AwsCredentialsProvider provider) {
    return new CallerCredentials(
        provider,
        failed ->
            "AWS profile '%s' takes its credentials from credential_source %s, and they cannot be loaded (%s). Run the command there, or correct the profile."
                .formatted(OneLine.of(name), source, new AwsFailure(failed).reason()));
  }

  private static AwsAccessException rejected(String name, String message) {
    return new AwsAccessException("AWS profile '%s' %s".formatted(OneLine.of(name), message), null);
  }

  /** Why the credentials of a profile could not be loaded and what to do, in one line. */
  static String message(String name, RuntimeException failed) {
    AwsFailure failure = new AwsFailure(failed);
    return "The credentials of AWS profile '%s' cannot be loaded%s"
        .formatted(
            OneLine.of(name),
            failure
                .known()
                .map(": %s"::formatted)
                .orElseGet(
                    () ->
                        " (%s). Sign in again, or correct the profile."
                            .formatted(failure.reason())));
  }
}
