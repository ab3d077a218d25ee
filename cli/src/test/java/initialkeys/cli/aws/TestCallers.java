package initialkeys.cli.aws;

import initialkeys.simulation.service.FakeConfig;
import initialkeys.simulation.service.FakeIam;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/** Callers of AWS in memory. */
public final class TestCallers {

  private TestCallers() {}

  /** A caller that must not be asked for. */
  public static Supplier<Caller> none() {
    return () -> {
      throw new AssertionError("AWS was called");
    };
  }

  /** A caller of an account. */
  public static Caller of(String accountId, IamClient iam) {
    return of(() -> accountId, iam);
  }

  /**
   * A caller of an account.
   *
   * @param accountId may throw instead
   */
  public static Caller of(Supplier<String> accountId, IamClient iam) {
    return new Caller(
        Region.EU_WEST_1, new FakeSts(accountId), iam, new FakeConfig(List.of()), null, null, null);
  }

  /**
   * A caller of an account in an Organization.
   *
   * @param iamOfRole the IAM of another account, by the role to assume
   */
  public static Caller of(
      String accountId,
      IamClient iam,
      OrganizationsClient organizations,
      Function<String, IamClient> iamOfRole) {
    return new Caller(
        Region.EU_WEST_1,
        new FakeSts(() -> accountId),
        iam,
        new FakeConfig(List.of()),
        new Organization(organizations, iamOfRole),
        null,
        null);
  }

  /** A caller of an account with a deployment of the rule. */
  public static Caller of(
      String accountId,
      ConfigClient config,
      OrganizationsClient organizations,
      DeploymentClients deployment) {
    return new Caller(
        Region.EU_WEST_1,
        new FakeSts(() -> accountId),
        new FakeIam(List.of()),
        config,
        new Organization(organizations, role -> new FakeIam(List.of())),
        () -> deployment,
        null);
  }

  /**
   * A caller of an account in which the rule is deployed.
   *
   * @param used takes the id of each key that signs a call of AWS STS
   */
  public static Caller of(
      String accountId, IamClient iam, ConfigClient config, Consumer<String> used) {
    return new Caller(
        Region.EU_WEST_1,
        new FakeSts(() -> accountId),
        iam,
        config,
        null,
        null,
        credentials ->
            new FakeSts(
                () -> {
                  used.accept(credentials.accessKeyId());
                  return accountId;
                }));
  }
}
