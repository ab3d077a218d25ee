package initialkeys.infra.release;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import initialkeys.infra.release.parameter.Input;
import initialkeys.infra.release.parameter.TemplateParameters;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The templates of the archive, against those of the CDK app with the same settings. It needs the
 * archive and synthesizes the app some hundred times, so that only {@code .ci/run release} runs it.
 */
final class ReleaseTemplates {

  private static final String BUCKET = "some-bucket";
  private static final String KEY = "some/rule.jar";

  /** Allowed values other than the samples with which the templates are built. */
  static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("creationWindowMinutes", "10"),
          Map.entry("gracePeriodHours", "24"),
          Map.entry("exemptUsers", "break-glass, /service/*"),
          Map.entry("resendUnchangedAfterDays", "7"),
          Map.entry("ruleName", "our-rule"),
          Map.entry("vpcSubnetIds", "subnet-0a1b2c3d,subnet-1a1b2c3d"),
          Map.entry("vpcSecurityGroupIds", "sg-0a1b2c3d,sg-1a1b2c3d"),
          Map.entry("httpsProxy", "http://proxy.example.com:8080"),
          Map.entry("noProxy", "s3.example.com,*.internal"),
          Map.entry("kmsKeyArn", "arn:aws-cn:kms:cn-north-1:111122223333:key/our-key"),
          Map.entry("alarmEmail", "security@example.com"),
          Map.entry("alarmTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:alerts"),
          Map.entry("findingsEmail", "team@example.com"),
          Map.entry("findingsTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:findings"),
          Map.entry("findingsEmailTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:mail"),
          Map.entry("organizationRuleName", "our-organization-rule"),
          Map.entry("organizationalUnits", "ou-ab12-11111111,ou-ab12-22222222"),
          Map.entry("excludedAccounts", "444455556666,777788889999"),
          Map.entry("invokingAccounts", "222233334444,333344445555"),
          Map.entry("invokingOrganization", "o-ab12cd34ef"),
          Map.entry("memberRoleName", "our-keys@members"),
          Map.entry("functionRoleArn", "arn:aws:iam::111122223333:role/path/Function"),
          Map.entry("aggregatorRegions", "eu-west-1,us-gov-east-1"),
          Map.entry("remediationGraceHours", "48"),
          Map.entry("remediationRoleName", "our-remediation"),
          Map.entry("permissionsBoundaryName", "company/our-boundary"));

  private static final Map<ReleaseTemplate, Map<String, Object>> BUILT = new TreeMap<>();
  private static Variants variants;

  @BeforeAll
  static void build() throws IOException {
    variants =
        new Variants(
            Release.context(Path.of("../cdk.json")), Path.of("target", "release-variants"));
    for (ReleaseTemplate template : ReleaseTemplate.values()) {
      BUILT.put(template, JSON.std.mapFrom(archived(template.file())));
    }
  }

  /** A file of the archive that {@code mvn -Prelease package} has built. */
  static byte[] archived(String file) throws IOException {
    try (var archives = Files.newDirectoryStream(Path.of("target"), "initial-keys-*.zip")) {
      Path archive = archives.iterator().next();
      try (FileSystem content = FileSystems.newFileSystem(archive)) {
        String folder = archive.getFileName().toString().replace(".zip", "");
        return Files.readAllBytes(content.getPath(folder, file));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void defaultsAreThoseOfApp(ReleaseTemplate template) {
    assertSameResources(template, required(template));
  }

  @ParameterizedTest
  @EnumSource
  void eachParameterAloneDoesWhatItsSettingDoes(ReleaseTemplate template) {
    int compared = 0;
    for (Input input : Input.all()) {
      Map<String, String> settings = new TreeMap<>(required(template));
      settings.put(input.key(), otherValue(input));
      if (!parameters(template).containsKey(input.parameter())) continue;
      assertSameResources(template, accepted(template, settings));
      compared++;
    }
    assertThat(compared).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource
  void anyParametersTogetherDoWhatTheirSettingsDo(ReleaseTemplate template) {
    Random random = new Random(18);
    int compared = 0;
    while (compared < 12) {
      Map<String, String> settings = new TreeMap<>(required(template));
      for (Input input : Input.all()) {
        if (!parameters(template).containsKey(input.parameter()) || random.nextBoolean()) continue;
        List<String> choices = input.choices();
        settings.put(
            input.key(),
            choices.isEmpty()
                ? VALUES.get(input.key())
                : choices.get(random.nextInt(choices.size())));
      }
      if ("true".equals(settings.get("anyAccountMayInvoke"))) settings.remove("invokingAccounts");
      if (variants.rejection(settings).isPresent()) continue;
      assertSameResources(template, settings);
      compared++;
    }
  }

  /** The settings, without the list of accounts or with one more that they need. */
  private static Map<String, String> accepted(
      ReleaseTemplate template, Map<String, String> settings) {
    List<Map<String, String>> candidates = new ArrayList<>(List.of(settings));
    Map<String, String> without = new TreeMap<>(settings);
    without.remove("invokingAccounts");
    candidates.add(without);
    VALUES.forEach(
        (key, value) -> {
          Map<String, String> with = new TreeMap<>(settings);
          if (parameters(template).containsKey(parameter(key)) && with.put(key, value) == null) {
            candidates.add(with);
          }
        });
    return candidates.stream()
        .filter(it -> variants.rejection(it).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** A rule parameter or setting is a parameter somewhere, unless its description says why not. */
  @Test
  void everyInputIsParameterOfSomeTemplate() {
    Set<String> all = new TreeSet<>();
    for (ReleaseTemplate template : ReleaseTemplate.values()) {
      parameters(template).keySet().forEach(name -> all.add((String) name));
    }
    all.removeAll(Set.of(TemplateParameters.BUCKET, TemplateParameters.KEY));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(Input.all().stream().map(Input::parameter).toList());
  }

  /** The Organization can be deployed where CloudFormation lacks the type. */
  @ParameterizedTest
  @EnumSource
  void onlyInvokingOrganizationHasResourcePolicy(ReleaseTemplate template) {
    assertThat(BUILT.get(template).get("Resources").toString().contains("ResourcePolicy"))
        .isEqualTo(template == ReleaseTemplate.INVOKING_ORGANIZATION);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfBootstrapAndSamples(ReleaseTemplate template) {
    String text = BUILT.get(template).toString();
    assertThat(text).doesNotContain("cdk-", "hnb659fds", "BootstrapVersion");
    for (Input input : Input.all()) {
      if (input.choices().isEmpty()) {
        assertThat(text).doesNotContain(input.texts().sample().split(",", 2)[0] + "\"");
      }
    }
    assertThat(text).doesNotContainIgnoringCase("sample");
  }

  private static void assertSameResources(ReleaseTemplate template, Map<String, String> settings) {
    Map<String, String> given = new TreeMap<>();
    settings.forEach((key, value) -> given.put(parameter(key), value));
    given.put(TemplateParameters.BUCKET, BUCKET);
    given.put(TemplateParameters.KEY, KEY);
    assertThat(withoutAccountsInIds(Deployed.of(BUILT.get(template), given)))
        .as("%s with %s", template, settings)
        .isEqualTo(withoutAccountsInIds(Deployed.of(app(template, settings))));
  }

  /** The CDK app's template, with the code where a release has it. */
  private static Map<?, ?> app(ReleaseTemplate template, Map<String, String> settings) {
    Map<Object, Object> app =
        new LinkedHashMap<>((Map<?, ?>) variants.template(template.stack(), settings));
    Map<Object, Object> resources = new LinkedHashMap<>((Map<?, ?>) app.get("Resources"));
    resources.replaceAll((_, resource) -> withCode((Map<?, ?>) resource));
    app.put("Resources", resources);
    return app;
  }

  private static Map<?, ?> withCode(Map<?, ?> resource) {
    if (!"AWS::Lambda::Function".equals(resource.get("Type"))) return resource;
    Map<Object, Object> properties = new LinkedHashMap<>((Map<?, ?>) resource.get("Properties"));
    properties.put("Code", Map.of("S3Bucket", BUCKET, "S3Key", KEY));
    Map<Object, Object> copy = new LinkedHashMap<>(resource);
    copy.put("Properties", properties);
    return copy;
  }

  /** The logical id of a permission of a listed account contains the account in the CDK app. */
  private static Map<String, Object> withoutAccountsInIds(Map<String, Object> deployed) {
    Map<?, ?> resources = (Map<?, ?>) deployed.get("Resources");
    Map<Object, Object> ids = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) resource).get("Properties");
          if (((Map<?, ?>) resource).get("Type").equals("AWS::Lambda::Permission")) {
            ids.put(id, "For " + properties.get("SourceAccount"));
          }
        });
    Map<Object, Object> renamed = new LinkedHashMap<>();
    resources.forEach(
        (id, resource) -> {
          Map<Object, Object> copy = new LinkedHashMap<>((Map<?, ?>) resource);
          Set<Object> dependencies = new LinkedHashSet<>();
          ((Set<?>) copy.get("DependsOn"))
              .forEach(
                  dependency -> {
                    if (resources.containsKey(dependency)) {
                      dependencies.add(
                          ids.containsKey(dependency) ? ids.get(dependency) : dependency);
                    }
                  });
          copy.put("DependsOn", dependencies);
          renamed.put(ids.containsKey(id) ? ids.get(id) : id, copy);
        });
    return new TreeMap<>(Map.of("Resources", renamed, "Outputs", deployed.get("Outputs")));
  }

  static Map<String, String> required(ReleaseTemplate template) {
    Map<String, String> required =
        template.least().entrySet().stream()
            .collect(
                toMap(
                    Map.Entry::getKey,
                    least ->
                        least.getValue().isEmpty()
                            ? ""
                            : VALUES.getOrDefault(least.getKey(), "manual")));
    if (template != ReleaseTemplate.REMEDIATION
        && template != ReleaseTemplate.INVOKING_ORGANIZATION) {
      required.put("invokingAccounts", VALUES.get("invokingAccounts"));
    }
    return required;
  }

  private static String otherValue(Input input) {
    return input.choices().isEmpty()
        ? VALUES.get(input.key())
        : input.choices().stream()
            .filter(it -> !it.equals(input.defaultValue()))
            .reduce((_, last) -> last)
            .orElseThrow();
  }

  private static String parameter(String key) {
    return Character.toUpperCase(key.charAt(0)) + key.substring(1);
  }

  private static Map<?, ?> parameters(ReleaseTemplate template) {
    return (Map<?, ?>) BUILT.get(template).get("Parameters");
  }
}
