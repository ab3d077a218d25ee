package initialkeys.infra.function;

import initialkeys.config.RuleEvent;
import initialkeys.decision.CisControl;
import java.util.List;

/** What the AWS Config rule is, in one account and in an organization alike. */
public final class RuleDefinition {

  /** True for every value of the rule parameters; AWS Config allows 256 characters. */
  public static final String DESCRIPTION =
      "Finds IAM users with access keys that were created while the user was being set up ("
          + CisControl.BENCHMARK
          + "). The rule parameters define which keys and users count. The annotation of a"
          + " noncompliant user names the key and what to do.";

  /** The types of resource that the rule evaluates. */
  public static final List<String> RESOURCE_TYPES = List.of("AWS::IAM::User");

  /** The message types that invoke the function (F27). */
  public static final List<String> TRIGGERS =
      List.of(RuleEvent.CHANGED, RuleEvent.OVERSIZED, RuleEvent.SCHEDULED);

  private RuleDefinition() {}
}
