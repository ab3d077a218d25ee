package initialkeys.infra;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.RuleHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the function may do in the account. */
final class FunctionRoleTest {

  private static final String CLIENTS = "software/amazon/awssdk/services/";

  /** A call gives back its response, or a paginator of responses; both bear the action's name. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "\\)L" + CLIENTS + "(iam|config)/(?:model/(\\w+)Response|paginators/(\\w+)Iterable);");

  @Test
  void theRoleGrantsThisAndNoMore() {
    assertThat(statements().map(FunctionRoleTest::described).collect(joining("\n")))
        .isEqualTo(
            """
            Allow iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:GetUser iam:ListAccessKeys iam:ListUsers on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::",{"Ref":"AWS::AccountId"},":user/*"]]}
            Allow iam:GenerateCredentialReport iam:GetCredentialReport on "*"
            Allow config:GetComplianceDetailsByConfigRule config:PutEvaluations on "*"
            Allow logs:CreateLogStream logs:PutLogEvents on AWS::Logs::LogGroup
            Allow xray:PutTelemetryRecords xray:PutTraceSegments on "*"
            Allow sqs:SendMessage on AWS::SQS::Queue\
            """);
    JsonNode role = DEFAULTS.only("AWS::IAM::Role");
    assertThat(role.path("Policies")).hasSize(1);
    assertThat(role.has("ManagedPolicyArns")).isFalse();
    assertThat(DEFAULTS.all("AWS::IAM::Policy")).isEmpty();
    assertThat(DEFAULTS.all("AWS::IAM::ManagedPolicy")).isEmpty();
  }

  @Test
  void theRoleIsOnlyTheLambdaServices() {
    assertThat(DEFAULTS.only("AWS::IAM::Role").at("/AssumeRolePolicyDocument/Statement").toString())
        .isEqualTo(
            """
            [{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}]\
            """);
  }

  @Test
  void theRoleGrantsOfIamAndConfigWhatTheCodeCalls() {
    Set<String> granted =
        statements()
            .flatMap(FunctionRoleTest::actions)
            .filter(action -> action.startsWith("iam:") || action.startsWith("config:"))
            .collect(TreeSet::new, Set::add, Set::addAll);
    assertThat(granted).isEqualTo(calledActions()).isNotEmpty();
  }

  private static Stream<JsonNode> statements() {
    return DEFAULTS.only("AWS::IAM::Role").at("/Policies/0/PolicyDocument/Statement").valueStream();
  }

  private static String described(JsonNode statement) {
    JsonNode resource = statement.path("Resource");
    String own = resource.at("/Fn::GetAtt/0").asText();
    return "%s %s on %s"
        .formatted(
            statement.path("Effect").asText(),
            actions(statement).collect(joining(" ")),
            own.isEmpty()
                ? resource
                : DEFAULTS.template().path("Resources").path(own).path("Type").asText());
  }

  private static Stream<String> actions(JsonNode statement) {
    JsonNode action = statement.path("Action");
    return action.isArray()
        ? action.valueStream().map(JsonNode::asText)
        : Stream.of(action.asText());
  }

  /** The actions behind every method of the SDK's clients that a class of the rule refers to. */
  private static Set<String> calledActions() {
    Set<String> actions = new TreeSet<>();
    try {
      URI code = RuleHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path place = Path.of(code);
      if (Files.isDirectory(place)) {
        addCalls(place, actions);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          addCalls(jar.getPath("/"), actions);
        }
      }
    } catch (IOException | URISyntaxException unreadable) {
      throw new AssertionError(unreadable);
    }
    return actions;
  }

  private static void addCalls(Path root, Set<String> actions) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(FunctionRoleTest::references)
          .filter(member -> member.owner().asInternalName().matches(CLIENTS + ".*Client"))
          .map(member -> ANSWER.matcher(member.type().stringValue()))
          .filter(Matcher::find)
          .map(answer -> "%s:%s".formatted(answer.group(1), operation(answer)))
          .forEach(actions::add);
    }
  }

  private static String operation(Matcher answer) {
    return answer.group(2) == null ? answer.group(3) : answer.group(2);
  }

  private static Stream<MemberRefEntry> references(Path compiled) {
    try {
      Iterable<PoolEntry> pool = ClassFile.of().parse(Files.readAllBytes(compiled)).constantPool();
      return StreamSupport.stream(pool.spliterator(), false)
          .filter(MemberRefEntry.class::isInstance)
          .map(MemberRefEntry.class::cast);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
