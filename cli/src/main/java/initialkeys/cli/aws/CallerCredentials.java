package initialkeys.cli.aws;

import initialkeys.cli.terminal.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.services.sso.auth.ExpiredTokenException;

/**
 * The caller's credentials, from every source that the AWS CLI has: environment variables, web
 * identity, profiles (access keys, roles, IAM Identity Center, {@code aws login}, processes),
 * containers and instances.
 */
final class CallerCredentials implements AwsCredentialsProvider {

  private static final String NONE =
      "No AWS credentials found. Run `aws configure`, `aws sso login` or `aws login`, or set"
          + " AWS_PROFILE.";

  /**
   * A source that the environment configures.
   *
   * @param name as a message names it
   */
  record Source(String name, AwsCredentialsProvider alone) {

    /** Those of this machine, in the order of the SDK. */
    static List<Source> of(Map<String, String> environment) {
      List<Source> sources = new ArrayList<>();
      if (environment.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE")) {
        sources.add(
            new Source(
                "the role in AWS_ROLE_ARN, with the token in AWS_WEB_IDENTITY_TOKEN_FILE,",
                WebIdentityTokenFileCredentialsProvider.create()));
      }
      if (environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
          || environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
        sources.add(new Source("the container", ContainerCredentialsProvider.builder().build()));
      }
      return sources;
    }
  }

  private final AwsCredentialsProvider sources;
  private final List<Source> configured;
  private final ProfileFile profiles;
  private final Optional<String> profileName;

  /**
   * @param sources all of the sources, in their order
   * @param configured those of them that the environment configures
   * @param profiles the AWS configuration files
   * @param profileName the profile in use, when AWS_PROFILE names one
   */
  CallerCredentials(
      AwsCredentialsProvider sources,
      List<Source> configured,
      ProfileFile profiles,
      Optional<String> profileName) {
    this.sources = sources;
    this.configured = List.copyOf(configured);
    this.profiles = profiles;
    this.profileName = profileName;
  }

  /** The credentials of the machine: of its environment, profiles, containers and instances. */
  static CallerCredentials ofMachine() {
    Optional<String> named = ProfileFileSystemSetting.AWS_PROFILE.getNonDefaultStringValue();
    return new CallerCredentials(
        named.isPresent() ? upToProfile() : DefaultCredentialsProvider.builder().build(),
        Source.of(System.getenv()),
        ProfileFile.defaultProfileFile(),
        named);
  }

  /**
   * The credentials of a profile that an option names: as for the AWS CLI, it goes before the
   * environment.
   */
  static CallerCredentials ofProfile(String name) {
    return new CallerCredentials(
        ProfileCredentialsProvider.create(name),
        List.of(),
        ProfileFile.defaultProfileFile(),
        Optional.of(name));
  }

  /** A named profile that fails must not be replaced by a machine's role, of another account. */
  private static AwsCredentialsProvider upToProfile() {
    return AwsCredentialsProviderChain.of(
        SystemPropertyCredentialsProvider.create(),
        EnvironmentVariableCredentialsProvider.create(),
        WebIdentityTokenFileCredentialsProvider.create(),
        ProfileCredentialsProvider.create());
  }

  /**
   * The credentials.
   *
   * @throws AwsAccessException when there are none
   */
  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return sources.resolveCredentials();
    } catch (RuntimeException failed) {
      throw new AwsAccessException(message(), failed);
    }
  }

  /** The chain's own message lists every source at length: each one is asked again, alone. */
  private String message() {
    return configured.stream()
        .flatMap(source -> failure(source).stream())
        .findFirst()
        .orElseGet(this::messageOfProfile);
  }

  private static Optional<String> failure(Source source) {
    try {
      source.alone().resolveCredentials();
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of(
          "The credentials of %s cannot be loaded: %s"
              .formatted(source.name(), new AwsFailure(failed).message()));
    }
  }

  private String messageOfProfile() {
    String name = profileName.orElse("default");
    Optional<Profile> profile = profiles.profile(name);
    if (profile.isEmpty()) {
      return profileName
          .map(
              missing ->
                  "AWS profile '%s' is not in the configuration files; `aws configure list-profiles` lists them."
                      .formatted(OneLine.of(missing)))
          .orElse(NONE);
    }
    try (ProfileCredentialsProvider alone =
        ProfileCredentialsProvider.builder().profileFile(profiles).profileName(name).build()) {
      alone.resolveCredentials();
      return NONE;
    } catch (RuntimeException failed) {
      return message(profile.get(), failed);
    }
  }

  private static String message(Profile profile, RuntimeException failed) {
    String name = profile.name();
    if (failed instanceof ExpiredTokenException) {
      return "The IAM Identity Center session of AWS profile '%1$s' has expired. Run `aws sso login --profile %1$s`."
          .formatted(name);
    }
    if (mustSignInAgain(failed)) {
      return "The sign-in of AWS profile '%1$s' has expired. Run `aws login --profile %1$s`."
          .formatted(name);
    }
    if (hasNoSource(failed)) {
      return "AWS profile '%s' contains no credentials. Run `aws configure`, `aws sso login` or `aws login`, or set AWS_PROFILE."
          .formatted(name);
    }
    Optional<String> source = profile.property(ProfileProperty.SOURCE_PROFILE);
    if (source.isPresent() && String.valueOf(failed.getMessage()).contains("source profile")) {
      return "AWS profile '%s' takes its credentials from profile '%s', which does not exist or has none. Correct source_profile, or run `aws configure --profile %2$s`."
          .formatted(name, OneLine.of(source.get()));
    }
    if (profile.property(ProfileProperty.MFA_SERIAL).isPresent()) {
      return "AWS profile '%1$s' requires an MFA code, which cannot be entered here. Run `eval \"$(aws configure export-credentials --profile %1$s --format env)\"`, then this command without --profile."
          .formatted(name);
    }
    if (profile.property(ProfileProperty.CREDENTIAL_PROCESS).isPresent()) {
      return "The credential_process of AWS profile '%s' failed (%s). Run its command by itself, and correct it or the profile."
          .formatted(name, new AwsFailure(failed).reason());
    }
    return "The credentials of AWS profile '%s' cannot be loaded: %s"
        .formatted(name, new AwsFailure(failed).message());
  }

  /** The signin module has no exception of its own for it. */
  private static boolean mustSignInAgain(RuntimeException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("re-authenticate") || message.contains("reauthenticate");
  }

  private static boolean hasNoSource(RuntimeException failed) {
    return String.valueOf(failed.getMessage()).startsWith("Profile file contained no credentials");
  }
}
