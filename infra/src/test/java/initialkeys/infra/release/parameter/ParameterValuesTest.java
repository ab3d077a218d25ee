package initialkeys.infra.release.parameter;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.settings.Settings;
import initialkeys.infra.settings.SettingsException;
import initialkeys.infra.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the parameters of a template accept, against what the settings themselves accept. */
final class ParameterValuesTest {

  /**
   * Who accepts a value: "both" the setting and the template's parameter, "none", or the "setting"
   * alone, as the page about releases says. Nothing is written as {}, a space as ␣, and x{64} is x
   * 64 times.
   */
  private static final String VALUES =
      """
      creationWindowMinutes both 1 5 1440
      creationWindowMinutes none {} 0 1441 -1 +5 5.0 5min 00005 ٥
      consolePasswordOnly both true false
      consolePasswordOnly none {} True yes 1
      unusedKeysOnly both true false
      unusedKeysOnly none {} FALSE
      activeKeysOnly both true false
      activeKeysOnly none {} falsetrue
      gracePeriodHours both 0 24 2160
      gracePeriodHours none {} 2161 -1
      exemptUsers both {} break-glass break-glass,/service/* /service/*,␣AIDAABCDEFGHIJ234567 x{64}
      exemptUsers none x{65} user! service/ arn:aws:iam::111122223333:user/x
      exemptUsers both a(,a){2047}
      exemptUsers setting a,\tb a,\013b a,\014b ␣
      exemptUsers setting /a"b/ /a\\b/ a,\u2003b a,\034b a,\037b
      exemptUsers none a,\u00a0b
      resendUnchangedAfterDays both 0 30 365
      resendUnchangedAfterDays none {} 366 never
      ruleName both a a_B-9 x{64}
      ruleName none {} x{65} a␣b a! a.b a/b ä
      frequency both One_Hour TwentyFour_Hours
      frequency none {} one_hour Two_Hours
      logRetentionDays both 1 90 3653
      logRetentionDays none {} 0 2 91 090
      vpcSubnetIds both {} subnet-0a1b2c3d subnet-0123456789abcdef0,subnet-0a1b2c3d subnet-0a1b2c3d(,subnet-0a1b2c3d){15}
      vpcSubnetIds none subnet-0a1b2c3 subnet-0123456789abcdef01 sg-0a1b2c3d subnet-0A1B2C3D
      vpcSubnetIds none , subnet-0a1b2c3d, subnet-0a1b2c3d(,subnet-0a1b2c3d){16}
      vpcSubnetIds setting subnet-0a1b2c3d,␣subnet-1a1b2c3d
      vpcSecurityGroupIds both {} sg-0a1b2c3d sg-0a1b2c3d(,sg-0a1b2c3d){4}
      vpcSecurityGroupIds none sg-0a1b2c3 sg- sg-0a1b2c3d(,sg-0a1b2c3d){5} default
      vpcSecurityGroupIds setting sg-0a1b2c3d,␣sg-1a1b2c3d
      httpsProxy both {} http://proxy.example.com:3128 http://10.0.0.1:80 http://a:1 http://3-a.b-4.c5:65535
      httpsProxy both http://255.249.199.99:65529 http://a.a{4000}:9999 http://(a.){2000}a:60000
      httpsProxy none http://10.0.0.256:3128 http://10.0.0.01:80 http://10.0.0:80 http://10.0.0.1.:80 http://1:80
      httpsProxy none http://proxy-.corp:80 http://-proxy:80 http://proxy.1:80 http://..:80 http://a..b:80 http://a.:80
      httpsProxy none http://a:0 http://a:080 http://a:65536 http://a:99999 http://a: http://a_b:80 http://a:80/ http://*:80
      httpsProxy none https://proxy:3128 http://proxy http://user:password@proxy:80 http://proxy:808080 proxy:80
      noProxy both {} localhost *.internal,s3.example.com .internal * a,*,10.0.0.1 3-a.b-4.c5
      noProxy none , a,,b http://a a:80 a, ,a
      noProxy none config.*.amazonaws.com *a a* *.* ** . *. ..a *..a .*.a a.* a,a.*.b
      noProxy none 10.0.0.256 10.0.0 10.0.0.0/8 *.10.0.0.1 .10.0.0.1 a.1 a- -a a..b a. a_b
      noProxy both a(,a){2047}
      noProxy setting a,␣b
      kmsKeyArn both {} arn:aws:kms:eu-west-1:111122223333:key/a-1 arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1
      kmsKeyArn none arn:aws:kms:eu-west-1:111122223333:alias/a 1234abcd arn:aws:kms:eu-west-1:11112222333:key/a
      alarmEmail both {} a@b security+x@example.com
      alarmEmail none a a@ @b a@b@c a␣b@c
      alarmTopicArn both {} arn:aws:sns:eu-west-1:111122223333:alerts arn:aws-us-gov:sns:us-gov-west-1:111122223333:x{256}
      alarmTopicArn none arn:aws:sns:eu-west-1:111122223333:alerts.fifo arn:aws:sqs:eu-west-1:111122223333:a alerts
      alarmTopicArn none arn:aws:sns:eu-west-1:111122223333:x{257}
      findingsEmail both {} a@b
      findingsEmail none a a@b,c@d@e
      findingsTopicArn both {} arn:aws:sns:eu-west-1:111122223333:findings
      findingsTopicArn none arn:aws:sns:eu-west-1:1111222233334:findings
      findingsEmailTopicArn both {} arn:aws-eusc:sns:eusc-de-east-1:111122223333:mail
      findingsEmailTopicArn none arn:aws:sns::111122223333:mail
      findingsResolved both true false
      findingsResolved none {} on
      answerProcessChecks both true false
      answerProcessChecks none {} TRUE
      securityHubFindings both true false
      securityHubFindings none {} 0
      organizationRuleName both ab A-9 x{41}
      organizationRuleName none {} a x{42} a_b a.b
      organizationalUnits both r-ab12 ou-ab12-11111111 ou-ab12-11111111,ou-ab12-22222222
      organizationalUnits none r-abc ou-ab12-1111111 ou-AB12-11111111 r-ab12,
      organizationalUnits both r-ab12(,r-ab12){584}
      organizationalUnits setting {} ou-ab12-11111111,␣ou-ab12-22222222
      excludedAccounts both {} 111122223333 111122223333(,111122223333){314}
      excludedAccounts setting 111122223333(,111122223333){315} 111122223333(,111122223333){999}
      excludedAccounts none 11112222333 1111222233334 111122223333,x ,111122223333 111122223333(,111122223333){1000}
      excludedAccounts setting 111122223333,␣444455556666
      invokingAccounts both {} 111122223333 111122223333(,111122223333){49}
      invokingAccounts none 11112222333 a 111122223333(,111122223333){50}
      invokingAccounts setting 111122223333,␣444455556666
      invokingOrganization both {} o-ab12cd34ef o-x{32}
      invokingOrganization none o-ab12cd34e o-x{33} r-ab12 O-ab12cd34ef
      anyAccountMayInvoke both true false
      anyAccountMayInvoke none {} any
      memberRoleName both a our-keys@members x{64} +=,.@_-
      memberRoleName none {} x{65} a/b a␣b
      callAs both SELF DELEGATED_ADMIN
      callAs none {} self
      functionRoleArn both arn:aws:iam::111122223333:role/Function arn:aws:iam::111122223333:role/path/Function
      functionRoleArn none arn:aws:iam::111122223333:user/u arn:aws:iam:eu-west-1:111122223333:role/a
      functionRoleArn none arn:aws:iam::111122223333:role/
      aggregatorRegions both {} eu-west-1 eu-west-1,us-gov-east-1,us-isob-east-1,eusc-de-east-1
      aggregatorRegions none eu-west EU-WEST-1 eu-west-1,
      aggregatorRegions both eu-west-1(,eu-west-1){408}
      aggregatorRegions setting eu-west-1,␣us-east-1
      findingSeverity both INFORMATIONAL LOW MEDIUM HIGH CRITICAL
      findingSeverity none {} high
      functionRoleArn setting {}
      remediation both manual automatic
      remediation setting {}
      remediation none auto Manual
      remediationGraceHours both 0 24 999 1000 2099 2159 2160
      remediationGraceHours none {} 2161 2170 3000 -1 024 1.5
      remediationDryRun both true false
      remediationDryRun none {} dry
      remediationRoleName both a x{64} our-remediation
      remediationRoleName none {} x{65} a/b
      permissionsBoundaryName both {} company-boundary company/boundary a/b/c/d/e x{128} +=,.@_-
      permissionsBoundaryName none x{129} /a a/ a//b a"b a\\b arn:aws:iam::111122223333:policy/a a␣b
      """;

  /** Without these settings the app has no stack, and so they have no default in its template. */
  private static final Set<String> REQUIRED =
      Set.of("organizationalUnits", "functionRoleArn", "remediation");

  private static final Pattern REPEATED = Pattern.compile("(?:\\(([^)]*)\\)|(.))\\{([0-9]+)}");

  @TempDir private Path folder;

  @Test
  void parametersAcceptWhatTheirSettingsAccept() throws IOException {
    for (String line : VALUES.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      Input input = input(words.getFirst());
      for (String written : words.subList(2, words.size())) {
        String value = value(written);
        if (words.get(1).equals("both")) assertThat(value).hasSizeLessThanOrEqualTo(4_096);
        assertThat(accepts(parameter(input), value))
            .as("the parameter of %s accepts '%s'", input.key(), value)
            .isEqualTo(words.get(1).equals("both"));
        if (isSetting(input)) {
          assertThat(settingAccepts(input.key(), value))
              .as("%s accepts '%s'", input.key(), value)
              .isEqualTo(!words.get(1).equals("none"));
        }
      }
    }
  }

  @Test
  void everyParameterHasAllowedAndRejectedValues() {
    for (String who : List.of("both", "none")) {
      assertThat(
              VALUES
                  .lines()
                  .map(line -> line.split(" "))
                  .filter(words -> words[1].equals(who))
                  .map(words -> words[0])
                  .collect(toSet()))
          .as(who)
          .containsExactlyInAnyOrderElementsOf(Input.all().stream().map(Input::key).toList());
    }
  }

  @Test
  void defaultsAreAcceptedAndRequiredParametersHaveNone() {
    for (Input input : Input.all()) {
      Map<?, ?> parameter = parameter(input);
      assertThat(parameter.containsKey("Default"))
          .as(input.key())
          .isNotEqualTo(REQUIRED.contains(input.key()));
      if (parameter.get("Default") instanceof String value) {
        assertThat(accepts(parameter, value)).as(input.key()).isTrue();
      }
    }
  }

  /** In the console, the labels and groups have exactly the parameters. */
  @Test
  void everyParameterHasGroupAndLabel() {
    TemplateParameters parameters = new TemplateParameters();
    parameters.addCode("1.0.0");
    Input.all().forEach(input -> parameters.add(input, false));
    Map<?, ?> shown = (Map<?, ?>) parameters.metadata().get("AWS::CloudFormation::Interface");
    List<String> names = List.copyOf(parameters.section().keySet());
    assertThat(names).hasSize(Input.all().size() + 2);
    assertThat(((Map<?, ?>) shown.get("ParameterLabels")).keySet().toString())
        .isEqualTo(names.toString());
    assertThat(
            ((List<?>) shown.get("ParameterGroups"))
                .stream()
                    .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("Parameters")).stream())
                    .map(String::valueOf))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  /**
   * CloudFormation accepts a value that the whole pattern matches (F81), and may have a small stack
   * for the 4,096 characters of the longest value (F82).
   */
  private static boolean accepts(Map<?, ?> parameter, String value) {
    return parameter.get("AllowedValues") instanceof List<?> values
        ? values.contains(value)
        : CompletableFuture.supplyAsync(
                () -> Pattern.matches((String) parameter.get("AllowedPattern"), value),
                task -> new Thread(null, task, "small stack", 256 * 1_024).start())
            .join();
  }

  /** By itself, in the file, where no other setting is read. */
  private boolean settingAccepts(String key, String value) throws IOException {
    Path file = folder.resolve("values.json");
    Files.writeString(file, JSON.std.asString(Map.of(key, value)));
    try {
      Settings.read(new SettingsFile(file), Map.of());
      return true;
    } catch (SettingsException rejected) {
      return !rejected.getMessage().startsWith("values.json: ");
    }
  }

  private static boolean isSetting(Input input) {
    return !input.equals(PermissionsBoundary.input());
  }

  private static Map<?, ?> parameter(Input input) {
    TemplateParameters parameters = new TemplateParameters();
    parameters.add(input, REQUIRED.contains(input.key()));
    return (Map<?, ?>) parameters.section().get(input.parameter());
  }

  private static Input input(String key) {
    return Input.all().stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
  }

  private static String value(String written) {
    return REPEATED
        .matcher(written.equals("{}") ? "" : written.replace("␣", " "))
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    (match.group(1) == null ? match.group(2) : match.group(1))
                        .repeat(Integer.parseInt(match.group(3)))));
  }
}
