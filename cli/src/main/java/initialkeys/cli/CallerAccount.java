package initialkeys.cli;

import initialkeys.aws.ApiCallCounter;
import initialkeys.aws.AwsClients;
import initialkeys.config.RuleEvent;
import initialkeys.iam.Roster;
import initialkeys.simulation.Events;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/** The account of the caller's own AWS credentials. Nothing in it is changed. */
record CallerAccount(StsClient sts, IamClient iam) {

  /**
   * The account that the machine's credentials belong to.
   *
   * @throws CredentialsException when there are none
   */
  static CallerAccount ofMachine(ApiCallCounter calls) {
    CallerRegion region =
        new CallerRegion(System.getenv(), DefaultAwsRegionProviderChain.builder().build());
    // Where the clients look for it first.
    String property = SdkSystemSetting.AWS_REGION.property();
    if (System.getProperty(property) == null) System.setProperty(property, region.region().id());
    CallerCredentials credentials = CallerCredentials.ofMachine();
    credentials.resolveCredentials();
    return new CallerAccount(
        AwsClients.sts(credentials, calls), AwsClients.iam(credentials, calls));
  }

  /** What the rule would be asked about this account at a time. */
  PreviewedAccount preview(GivenParameters given, Instant now) {
    Map<String, String> parameters = given.override(Map.of());
    String accountId = sts.getCallerIdentity().account();
    RuleEvent event =
        RuleEvent.read(
            Events.stream(Events.schedule(accountId, now, parameters, "no-result-token")));
    Roster roster = Roster.read(iam, () -> false);
    Map<String, String> names = new HashMap<>();
    roster.users().forEach(user -> names.put(user.identity().id(), user.identity().name()));
    return new PreviewedAccount(
        "%s (read just now)".formatted(accountId), event, names, roster.isComplete(), iam);
  }
}
