package initialkeys.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The control that the rule automates (F1, F2). Annotations, the deployed descriptions and Security
 * Hub's findings take what they say about it from here.
 */
public final class CisControl {

  /** The benchmark that contains the control. */
  public static final String BENCHMARK = "CIS AWS Foundations Benchmark";

  /** Its name in AWS's conformance packs (F3), and that of the rule by default. */
  public static final String NAME = "iam-user-console-and-api-access-at-creation";

  /** The type of its findings in Security Hub. */
  public static final String FINDING_TYPE =
      "Software and Configuration Checks/Industry and Regulatory Standards/" + BENCHMARK;

  /** The control's title in the benchmark (F1). */
  public static final String TITLE =
      "Do not setup access keys during initial user setup for all IAM users that have a console"
          + " password";

  /** What to do about a key. It is true for every value of the rule parameters. */
  public static final String REMEDIATION =
      "Check when the key was last used: replace a key that is in use, and deactivate a key before"
          + " you delete it.";

  /** AWS's instructions for the steps of the remediation. */
  public static final String REMEDIATION_URL =
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html";

  /** In the order of the versions. Version 7 does not contain the control (F2). */
  private static final Map<String, String> NUMBERS = numbers();

  private CisControl() {}

  /** The control's number by version of the benchmark, oldest first; it cannot be modified. */
  public static Map<String, String> numbersByVersion() {
    return NUMBERS;
  }

  /**
   * What to do about one or more keys, to be followed by the keys: "delete access key …".
   *
   * @param unused whether none of the keys has ever been used
   */
  public static String remediationOf(boolean unused) {
    return unused ? "delete" : "replace, then delete";
  }

  private static Map<String, String> numbers() {
    Map<String, String> numbers = new LinkedHashMap<>();
    numbers.put("v1.1", "1.23");
    numbers.put("v1.2", "1.21");
    numbers.put("v1.3-to-v4", "1.11");
    numbers.put("v5", "1.10");
    numbers.put("v6", "2.10");
    return Collections.unmodifiableMap(numbers);
  }
}
