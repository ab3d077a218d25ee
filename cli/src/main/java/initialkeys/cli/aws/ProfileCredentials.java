package initialkeys.cli.aws;

import initialkeys.cli.aws.ConfigurationFiles.Source;
import initialkeys.cli.terminal.OneLine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.sso.auth.ExpiredTokenException;
import software.amazon.awssdk.services.sso.model.UnauthorizedException;

/**
 * The credentials of a profile. The SDK is given the profile, and the profiles that it names in
 * source_profile, each with one source of credentials only, so that it uses no other.
 */
final class ProfileCredentials {

  private static final String SOURCE_PROFILE = "source_profile";
  private static final String CREDENTIAL_SOURCE = "credential_source";
  private static final String TOKEN_FILE = "web_identity_token_file";

  /** A profile with the source of its credentials. */
  private record Link(String name, Source source, Map<String, String> properties) {

    Optional<String> property(String key) {
      return Optional.ofNullable(properties.get(key));
    }

    boolean has(String key) {
      return properties.containsKey(key);
    }

    boolean isBlank(String key) {
      return properties.getOrDefault(key, "").isBlank();
    }

    AwsAccessException rejected(String message) {
      return new AwsAccessException("AWS profile '%s' %s".formatted(name, message), null);
    }
  }

  private final ConfigurationFiles files;
  private final List<Link> links = new ArrayList<>();

  /**
   * @param environment the environment variables, which a credential_source can refer to
   * @throws AwsAccessException when the profile does not name a source of credentials
   */
  ProfileCredentials(
      ConfigurationFiles files, Map<String, String> environment, String name, Source source) {
    this.files = files;
    add(name, source);
    while (links.getLast().source() == Source.ROLE && links.getLast().has(SOURCE_PROFILE)) {
      addSourceProfile();
    }
    if (links.getLast().source() == Source.ROLE) checkCredentialSource(environment);
  }

  private void add(String name, Source source) {
    Link link = new Link(name, source, files.properties(name, source));
    links.add(link);
    switch (source) {
      case ROLE -> checkRole(link);
      case WEB_IDENTITY -> checkWebIdentity(link);
      case ACCESS_KEY -> {
        if (link.isBlank("aws_access_key_id") || link.isBlank("aws_secret_access_key")) {
          throw link.rejected(
              "has only a part of an access key. Run `aws configure --profile %s`."
                  .formatted(name));
        }
      }
      case IDENTITY_CENTER -> checkIdentityCenter(link);
      case SIGN_IN -> checkRegion(link, link.properties(), "region");
      case PROCESS -> {
        // Only the command is needed.
      }
    }
  }

  private static void checkRole(Link link) {
    checkRegion(link, link.properties(), "region");
    if (link.has(SOURCE_PROFILE) && link.has(CREDENTIAL_SOURCE)) {
      throw link.rejected("has both source_profile and credential_source. Remove one of them.");
    }
    if (!link.has(SOURCE_PROFILE) && !link.has(CREDENTIAL_SOURCE)) {
      throw link.rejected(
          "has role_arn without source_profile or credential_source. Add one of them.");
    }
  }

  private static void checkWebIdentity(Link link) {
    if (!link.has("role_arn")) {
      throw link.rejected("has web_identity_token_file without role_arn. Add it.");
    }
    WebIdentity.checkReadable(
        link.properties().get(TOKEN_FILE), CallerProfile.property(TOKEN_FILE, link.name()));
  }

  /** Rejects an invalid Region, which the SDK would use in the host name of an endpoint. */
  private static void checkRegion(Link link, Map<String, String> properties, String property) {
    String region = properties.getOrDefault(property, "").strip();
    if (!region.isEmpty()) {
      CallerRegion.parse(CallerProfile.property(property, link.name()), region);
    }
  }

  private void checkIdentityCenter(Link link) {
    checkRegion(link, link.properties(), "sso_region");
    link.property("sso_session").ifPresent(session -> checkSession(link, session));
  }

  private void checkSession(Link link, String session) {
    if (files.session(session).isEmpty()) {
      throw link.rejected(
          "names the sso-session '%s', which is not in the configuration files. Run `aws configure sso --profile %s`."
              .formatted(OneLine.of(session), link.name()));
    }
    checkRegion(link, files.session(session), "sso_region");
  }

  private void addSourceProfile() {
    Link link = links.getLast();
    String next = link.properties().get(SOURCE_PROFILE);
    Source source =
        files
            .sourceOfSourceProfile(next)
            .orElseThrow(
                () ->
                    link.rejected(
                        "takes its credentials from profile '%s', which does not exist or has none. Correct source_profile, or run `aws configure --profile %1$s`."
                            .formatted(OneLine.of(next))));
    // A profile may name itself: its own access key then assumes its role.
    boolean isOwnKey = next.equals(link.name()) && source != Source.ROLE;
    if (!isOwnKey && links.stream().anyMatch(seen -> seen.name().equals(next))) {
      throw link.rejected(
          "takes its credentials from profile '%s': the source_profile settings form a circle. Correct source_profile."
              .formatted(OneLine.of(next)));
    }
    add(next, source);
  }

  private void checkCredentialSource(Map<String, String> environment) {
    Link link = links.getLast();
    String source = link.properties().get(CREDENTIAL_SOURCE);
    switch (source) {
      case "Environment" -> {
        if (!isSet(environment, "AWS_ACCESS_KEY_ID")
            || !isSet(environment, "AWS_SECRET_ACCESS_KEY")) {
          throw link.rejected(
              "takes its credentials from the environment, which has none. Set AWS_ACCESS_KEY_ID"
                  + " and AWS_SECRET_ACCESS_KEY, or correct credential_source.");
        }
        if (isSet(environment, "AWS_SECURITY_TOKEN")) {
          throw link.rejected(
              "takes its credentials from the environment, whose AWS_SECURITY_TOKEN is not"
                  + " supported here. Rename it to AWS_SESSION_TOKEN.");
        }
      }
      case "EcsContainer" -> {
        if (!CallerCredentials.isInContainer(environment)) {
          throw link.rejected(
              "takes its credentials from the container, but the command does not run in a"
                  + " container. Run it in the container, or correct credential_source.");
        }
      }
      case "Ec2InstanceMetadata" -> {
        // Only a call shows whether this is an instance.
      }
      default ->
          throw link.rejected(
              "has the credential_source '%s'. It must be Environment, EcsContainer or Ec2InstanceMetadata."
                  .formatted(OneLine.of(source)));
    }
  }

  private static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isBlank();
  }

  AwsCredentialsProvider provider() {
    return ProfileCredentialsProvider.builder()
        .profileFile(
            ProfileFile.builder()
                .content(new ByteArrayInputStream(text().getBytes(StandardCharsets.UTF_8)))
                .type(ProfileFile.Type.CONFIGURATION)
                .build())
        .profileName(name(0))
        .build();
  }

  /** Each link gets a name of its own, because a profile can be its own source. */
  private String name(int link) {
    return links.getFirst().name() + ".source".repeat(link);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < links.size(); index++) {
      Link link = links.get(index);
      Map<String, String> properties = new HashMap<>(link.properties());
      String source = name(index + 1);
      properties.computeIfPresent(SOURCE_PROFILE, (_, _) -> source);
      text.append(section("profile " + name(index), properties));
      link.property("sso_session")
          .ifPresent(
              session -> text.append(section("sso-session " + session, files.session(session))));
    }
    return text.toString();
  }

  /** Without a space after the equals sign, a value that begins with a # is no comment. */
  private static String section(String title, Map<String, String> properties) {
    StringBuilder text = new StringBuilder("[%s]\n".formatted(title));
    properties.forEach(
        (key, value) ->
            text.append(key).append('=').append(value.replace("\n", "\n ")).append('\n'));
    return text.toString();
  }

  /** Why the credentials could not be loaded and what to do, in one line. */
  String message(RuntimeException failed) {
    Link last = links.getLast();
    if (failed instanceof ExpiredTokenException || failed instanceof UnauthorizedException) {
      return "The IAM Identity Center session of AWS profile '%1$s' has expired. Run `aws sso login --profile %1$s`."
          .formatted(last.name());
    }
    if (mustSignInAgain(failed)) {
      return "The sign-in of AWS profile '%1$s' has expired. Run `aws login --profile %1$s`."
          .formatted(last.name());
    }
    if (failed instanceof AwsServiceException) return messageOfService(failed);
    return messageOfSource(last, new AwsFailure(failed));
  }

  private String messageOfService(RuntimeException rejected) {
    AwsFailure failure = new AwsFailure(rejected);
    return links.stream()
        .filter(_ -> failure.code().equals("AccessDenied"))
        .filter(link -> link.has("mfa_serial"))
        .findFirst()
        .map(
            _ ->
                "AWS profile '%1$s' requires an MFA code, which cannot be entered here. Run `eval \"$(aws configure export-credentials --profile %1$s --format env)\"`, then this command without --profile."
                    .formatted(name(0)))
        .orElseGet(() -> cannotBeLoaded(failure.message()));
  }

  private String messageOfSource(Link last, AwsFailure failure) {
    return switch (last.source()) {
      case PROCESS ->
          "The credential_process of AWS profile '%s' failed (%s). Run its command by itself, and correct it or the profile."
              .formatted(last.name(), failure.reason());
      case ROLE ->
          "AWS profile '%s' takes its credentials from credential_source %s, and they cannot be loaded (%s). Run the command there, or correct the profile."
              .formatted(last.name(), last.properties().get(CREDENTIAL_SOURCE), failure.reason());
      case WEB_IDENTITY, IDENTITY_CENTER, SIGN_IN, ACCESS_KEY ->
          failure
              .known()
              .map(this::cannotBeLoaded)
              .orElseGet(
                  () ->
                      "The credentials of AWS profile '%s' cannot be loaded (%s). Sign in again, or correct the profile."
                          .formatted(name(0), failure.reason()));
    };
  }

  private String cannotBeLoaded(String reason) {
    return "The credentials of AWS profile '%s' cannot be loaded: %s".formatted(name(0), reason);
  }

  /** The signin module has no exception class for an expired session. */
  private static boolean mustSignInAgain(RuntimeException failed) {
    String message = String.valueOf(failed.getMessage());
    return message.contains("re-authenticate") || message.contains("reauthenticate");
  }
}
