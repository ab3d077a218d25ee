package initialkeys.infra;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import initialkeys.infra.settings.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;

/**
 * A stack of the app, synthesized with the feature flags of {@code cdk.json} into {@code
 * target/templates}, where cfn-lint checks every variant. An empty file replaces the jar, whose
 * content does not affect the template.
 */
public record Synthesized(JsonNode template, List<String> messages) {

  public static final String ACCOUNT = "InitialKeys";
  public static final String ORGANIZATION = "InitialKeysOrganization";
  public static final String MEMBER_ROLE = "InitialKeysMemberRole";
  public static final String AGGREGATOR = "InitialKeysAggregator";
  public static final String SECURITY_HUB = "InitialKeysSecurityHub";
  public static final String REMEDIATION = "InitialKeysRemediation";
  public static final String ORGANIZATION_REMEDIATION = "InitialKeysOrganizationRemediation";

  /** The unit tests run in several processes, which must not write to each other's files. */
  private static final String PROCESS = String.valueOf(ProcessHandle.current().pid());

  /** The smallest settings with which every stack is deployable but those of a remediation. */
  public static final Map<String, String> LEAST =
      Map.of(
          "organizationalUnits", "r-ab12",
          "anyAccountMayInvoke", "true",
          "functionRoleArn", "arn:aws:iam::111122223333:role/Function");

  /** No settings. */
  public static final Map<String, Synthesized> APP_BY_DEFAULT = app("defaults", Map.of());

  /** Every stack, with the smallest settings. */
  public static final Map<String, Synthesized> APP_WITH_EVERY_STACK = app("every-stack", LEAST);

  /** Every setting has a value other than its default, but those of a remediation. */
  public static final Map<String, Synthesized> APP_WITH_EVERYTHING_SET =
      app(
          "everything-set",
          Map.ofEntries(
              Map.entry("creationWindowMinutes", "10"),
              Map.entry("consolePasswordOnly", "false"),
              Map.entry("unusedKeysOnly", "false"),
              Map.entry("activeKeysOnly", "true"),
              Map.entry("gracePeriodHours", "24"),
              Map.entry("exemptUsers", "break-glass, /service/*"),
              Map.entry("resendUnchangedAfterDays", "7"),
              Map.entry("ruleName", "initial-keys"),
              Map.entry("frequency", "Three_Hours"),
              Map.entry("logRetentionDays", "365"),
              Map.entry("keepLogs", "true"),
              Map.entry("alarmEmail", "security@example.com"),
              Map.entry("alarmTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:alerts"),
              Map.entry("findingsEmail", "team@example.com"),
              Map.entry("findingsTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:findings"),
              Map.entry("findingsEmailTopicArn", "arn:aws-cn:sns:cn-north-1:111122223333:mail"),
              Map.entry("findingsResolved", "true"),
              Map.entry("answerProcessChecks", "true"),
              Map.entry("securityHubFindings", "true"),
              Map.entry("organizationRuleName", "our-initial-keys"),
              Map.entry("organizationalUnits", "ou-ab12-11111111, ou-ab12-22222222"),
              Map.entry("excludedAccounts", "444455556666,777788889999"),
              Map.entry("invokingAccounts", "222233334444, 333344445555"),
              Map.entry("memberRoleName", "our-keys@members"),
              Map.entry("callAs", "DELEGATED_ADMIN"),
              Map.entry("functionRoleArn", "arn:aws:iam::111122223333:role/path/Function"),
              Map.entry("aggregatorRegions", "eu-west-1, us-gov-east-1"),
              Map.entry("findingSeverity", "HIGH")));

  /** The remediation that a person starts. */
  public static final Map<String, Synthesized> APP_WITH_REMEDIATION =
      app("remediation", Map.of("remediation", "manual"));

  /** The remediation that AWS Config starts, with every setting. */
  public static final Map<String, Synthesized> APP_WITH_AUTOMATIC_REMEDIATION =
      app(
          "automatic-remediation",
          Map.of(
              "remediation", "automatic",
              "remediationGraceHours", "48",
              "remediationDryRun", "true",
              "activeKeysOnly", "true",
              "ruleName", "initial-keys",
              "alarmEmail", "security@example.com"));

  /** The remediation in an organization. */
  public static final Map<String, Synthesized> APP_WITH_ORGANIZATION_REMEDIATION =
      app("organization-remediation", with(LEAST, "organizationRemediation", "manual"));

  /** In a VPC, behind a proxy and with a key of the customer. */
  public static final Map<String, Synthesized> APP_IN_A_NETWORK =
      app("network", with(inANetwork(), "organizationRemediation", "manual"));

  private static Map<String, String> inANetwork() {
    Map<String, String> settings = new TreeMap<>(LEAST);
    settings.put("vpcSubnetIds", "subnet-0a1b2c3d, subnet-1a1b2c3d");
    settings.put("vpcSecurityGroupIds", "sg-0a1b2c3d");
    settings.put("httpsProxy", "http://proxy.example.com:3128");
    settings.put("noProxy", "sts.eu-west-1.amazonaws.com");
    settings.put(
        "kmsKeyArn", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");
    settings.put("alarmEmail", "security@example.com");
    settings.put("findingsEmail", "team@example.com");
    settings.put("findingsEmailTopicArn", "arn:aws:sns:eu-west-1:111122223333:mail");
    return settings;
  }

  /** The stack of a single account, no settings. */
  public static final Synthesized DEFAULTS = APP_BY_DEFAULT.get(ACCOUNT);

  /** The stack of a single account, every setting set. */
  public static final Synthesized EVERYTHING_SET = APP_WITH_EVERYTHING_SET.get(ACCOUNT);

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put(key, value);
    return all;
  }

  /** The stack of a single account. */
  public static Synthesized of(String variant, Map<String, String> settings) {
    return app(variant, settings).get(ACCOUNT);
  }

  /** Every stack, by id. */
  public static Map<String, Synthesized> app(String variant, Map<String, String> settings) {
    return app(variant, settings, stacks -> {});
  }

  /** Every stack, by id, after the caller has changed them. */
  public static Map<String, Synthesized> app(
      String variant, Map<String, String> settings, Consumer<List<Stack>> before) {
    // The user's own settings.json does not affect the tests.
    return app(variant, settings, new SettingsFile(Path.of("target", "absent.json")), before);
  }

  /** Every stack, by id, with context of CDK's own. */
  static Map<String, Synthesized> withContext(
      String variant, Map<String, String> settings, Map<String, ?> context) {
    Map<String, Object> all = new TreeMap<>(settings);
    all.putAll(context);
    return app(variant, all, new SettingsFile(Path.of("target", "absent.json")), stacks -> {});
  }

  /** Every stack, by id, with a settings file and with settings as CDK context. */
  public static Map<String, Synthesized> app(
      String variant, Map<String, ?> settings, SettingsFile file, Consumer<List<Stack>> before) {
    Map<String, Object> context = new TreeMap<>(contextOfCdkJson());
    context.putAll(settings);
    // The CDK command line sets this too, and reports the errors itself.
    context.put("@aws-cdk/core:failSynthOnValidationErrors", false);
    Path folder = Path.of("target", "synthesis", PROCESS, variant);
    App app =
        App.Builder.create()
            .analyticsReporting(false)
            .context(context)
            .outdir(folder.toString())
            .build();
    List<Stack> stacks = RuleApp.stacks(app, jar(), file);
    before.accept(stacks);
    app.synth();
    Map<String, Synthesized> synthesized =
        stacks.stream()
            .map(Stack::getStackName)
            .collect(
                toMap(
                    id -> id,
                    id ->
                        new Synthesized(
                            read(folder.resolve(id + ".template.json")),
                            messages(folder.resolve(id + ".metadata.json"))),
                    (one, other) -> one,
                    TreeMap::new));
    publish(folder, Path.of("target", "templates", variant));
    return synthesized;
  }

  /** Each file is whole at any time: another process of the tests may publish the same ones. */
  private static void publish(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The command line's messages: {@code <level> <construct>: <text>}, sorted. */
  private static List<String> messages(Path metadata) {
    if (Files.notExists(metadata)) return List.of();
    return read(metadata)
        .propertyStream()
        .flatMap(of -> of.getValue().valueStream().map(entry -> message(of.getKey(), entry)))
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private static Optional<String> message(String construct, JsonNode entry) {
    String type = entry.path("type").asText();
    return switch (type) {
      case "aws:cdk:error", "aws:cdk:warning", "aws:cdk:info" ->
          Optional.of("%s %s: %s".formatted(type, construct, entry.path("data").asText()));
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> contextOfCdkJson() {
    return new ObjectMapper()
        .convertValue(read(Path.of("..", "cdk.json")).path("context"), new TypeReference<>() {});
  }

  public static JsonNode read(Path file) {
    try {
      return json(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Path jar() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "stand-in"));
      return Files.write(folder.resolve("rule.jar"), new byte[0]);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** The template without white space. */
  public String text() {
    return template.toString();
  }

  /** The body of the only dashboard, with references left out. */
  public String dashboard() {
    StringBuilder body = new StringBuilder();
    only("AWS::CloudWatch::Dashboard")
        .at("/DashboardBody/Fn::Join/1")
        .forEach(part -> body.append(part.asText()));
    return body.toString();
  }

  /** The resources of a type. */
  public List<JsonNode> all(String type) {
    return resources().filter(resource -> resource.path("Type").asText().equals(type)).toList();
  }

  /** The logical ids of the resources of a type. */
  public Stream<String> ids(String type) {
    return template
        .path("Resources")
        .propertyStream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type))
        .map(Map.Entry::getKey);
  }

  /** The properties of the only resource of a type. */
  public JsonNode only(String type) {
    return only(type, "");
  }

  /** The properties of the only resource of a type whose logical id begins so. */
  public JsonNode only(String type, String idPrefix) {
    List<String> found = ids(type).filter(id -> id.startsWith(idPrefix)).toList();
    if (found.size() != 1) {
      throw new AssertionError("%s of %s %s".formatted(found.size(), type, idPrefix));
    }
    return template.path("Resources").path(found.getFirst()).path("Properties");
  }

  /** The type of the resource that a reference, an attribute or a dependency names. */
  public String typeOf(JsonNode logicalId) {
    return template.path("Resources").path(logicalId.asText()).path("Type").asText();
  }

  public Stream<JsonNode> resources() {
    return template.path("Resources").valueStream();
  }
}
