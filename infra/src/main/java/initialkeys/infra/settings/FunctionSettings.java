package initialkeys.infra.settings;

import initialkeys.decision.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the functions of the app run, and what becomes of their data.
 *
 * @param logs what happens to the function's logs
 * @param network the network that the functions are connected to
 * @param kmsKeyArn the key that encrypts log groups, queue and topics; empty for AWS's own
 */
public record FunctionSettings(Logs logs, Network network, Optional<String> kmsKeyArn) {

  /**
   * What happens to the function's logs.
   *
   * @param retentionDays after how many days CloudWatch Logs deletes an entry
   * @param keep whether the log group stays when the stack is deleted
   */
  public record Logs(int retentionDays, boolean keep) {}

  /**
   * The network of the functions.
   *
   * @param subnetIds the subnets of a VPC; empty for Lambda's own network
   * @param securityGroupIds the security groups; empty if there are no subnets
   * @param httpsProxy the proxy of every call
   * @param noProxy the hosts that are called without the proxy
   */
  public record Network(
      List<String> subnetIds,
      List<String> securityGroupIds,
      Optional<String> httpsProxy,
      Optional<String> noProxy) {

    /** Whether the functions are connected to a VPC. */
    public boolean isVpc() {
      return !subnetIds.isEmpty();
    }

    /** The functions' environment variables for it: those that every tool reads. */
    public Map<String, String> environment() {
      Map<String, String> environment = new TreeMap<>();
      httpsProxy.ifPresent(proxy -> environment.put("HTTPS_PROXY", proxy));
      noProxy.ifPresent(hosts -> environment.put("NO_PROXY", hosts));
      return environment;
    }

    private static Network parse(Map<String, ?> values) {
      requireTogether(values, Setting.VPC_SUBNET_IDS, Setting.VPC_SECURITY_GROUP_IDS);
      requireTogether(values, Setting.VPC_SECURITY_GROUP_IDS, Setting.VPC_SUBNET_IDS);
      requireTogether(values, Setting.NO_PROXY, Setting.HTTPS_PROXY);
      return new Network(
          Setting.VPC_SUBNET_IDS.list(values),
          Setting.VPC_SECURITY_GROUP_IDS.list(values),
          Setting.HTTPS_PROXY.optional(values),
          Setting.NO_PROXY.optional(values));
    }

    private static void requireTogether(Map<String, ?> values, Setting given, Setting needed) {
      if (given.optional(values).isEmpty() || needed.optional(values).isPresent()) return;
      throw new InvalidInputException(
          "Setting " + needed.key(),
          "",
          "%s, because %s is set".formatted(needed.allowed(), given.key()));
    }
  }

  static FunctionSettings parse(Map<String, ?> values) {
    return new FunctionSettings(
        new Logs(
            Integer.parseInt(Setting.LOG_RETENTION_DAYS.text(values)),
            Boolean.parseBoolean(Setting.KEEP_LOGS.text(values))),
        Network.parse(values),
        Setting.KMS_KEY_ARN.optional(values));
  }
}
