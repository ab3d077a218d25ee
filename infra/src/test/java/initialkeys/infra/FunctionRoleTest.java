package initialkeys.infra;

import static initialkeys.infra.Synthesized.APP_WITH_EVERY_STACK;
import static initialkeys.infra.Synthesized.DEFAULTS;
import static initialkeys.infra.Synthesized.MEMBER_ROLE;
import static initialkeys.infra.Synthesized.ORGANIZATION;
import static initialkeys.infra.Synthesized.json;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.lambda.RuleHandler;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the function may do, in its own account and in others. */
final class FunctionRoleTest {

  private static final String ASSUME = "sts:AssumeRole";
  private static final String CLIENTS = "software/amazon/awssdk/services/";

  /** A call gives back its response, or a paginator of responses; both bear the action's name. */
  private static final Pattern ANSWER =
      Pattern.compile(
          "\\)L"
              + CLIENTS
              + "(iam|config|sts)/(?:model/(\\w+)Response|paginators/(\\w+)Iterable);");

  private static final Pattern PROVIDER =
      Pattern.compile("^" + CLIENTS + "sts/auth/Sts(\\w+)CredentialsProvider$");

  private static final String IN_THE_ACCOUNT =
      """
      Allow iam:GetAccessKeyLastUsed iam:GetLoginProfile iam:GetUser iam:ListAccessKeys iam:ListUsers on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::",{"Ref":"AWS::AccountId"},":user/*"]]}
      Allow iam:GenerateCredentialReport iam:GetCredentialReport on "*"
      Allow config:GetComplianceDetailsByConfigRule config:PutEvaluations on "*"
      """;

  private static final String OF_ITS_OWN =
      """
      Allow logs:CreateLogStream logs:PutLogEvents on AWS::Logs::LogGroup
      Allow xray:PutTelemetryRecords xray:PutTraceSegments on "*"
      Allow sqs:SendMessage on AWS::SQS::Queue
      """;

  private static final String IN_OTHER_ACCOUNTS =
      """
      Allow sts:AssumeRole on {"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::*:role/InitialKeysMember"]]} if {"StringEquals":{"aws:ResourceOrgID":"${aws:PrincipalOrgID}"}}
      """;

  private static final Synthesized IN_AN_ORGANIZATION = APP_WITH_EVERY_STACK.get(ORGANIZATION);
  private static final Synthesized IN_A_MEMBER = APP_WITH_EVERY_STACK.get(MEMBER_ROLE);

  @Test
  void theRoleGrantsThisAndNoMore() {
    assertThat(granted(DEFAULTS)).isEqualTo(IN_THE_ACCOUNT + OF_ITS_OWN);
  }

  @Test
  void inAnOrganizationItMayAssumeOneRoleInOtherAccountsBesides() {
    assertThat(granted(IN_AN_ORGANIZATION))
        .isEqualTo(IN_THE_ACCOUNT + OF_ITS_OWN + IN_OTHER_ACCOUNTS);
  }

  @Test
  void theMemberRoleGrantsWhatItTakesToEvaluateTheAccountAndNothingOfTheFunctionsOwn() {
    assertThat(granted(IN_A_MEMBER)).isEqualTo(IN_THE_ACCOUNT);
  }

  @Test
  void theRoleIsOnlyTheLambdaServices() {
    for (Synthesized stack : List.of(DEFAULTS, IN_AN_ORGANIZATION)) {
      assertThat(trusted(stack))
          .isEqualTo(
              json(
                  """
                  [{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}]\
                  """));
    }
  }

  /** The role itself, not its account: no other principal there may be given it. */
  @Test
  void theMemberRoleIsOnlyTheFunctionsRole() {
    assertThat(trusted(IN_A_MEMBER))
        .isEqualTo(
            json(
                """
                [{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/Function"}}]\
                """));
  }

  @Test
  void theAccountsRoleGrantsWhatTheCodeCallsButNoOtherAccount() {
    Set<String> called = calledActions();
    called.remove(ASSUME);
    assertThat(callable(DEFAULTS)).isEqualTo(called).isNotEmpty();
  }

  @Test
  void bothSidesOfTheRoleBoundaryGrantWhatTheCodeCallsThere() {
    Set<String> called = calledActions();
    assertThat(callable(IN_AN_ORGANIZATION)).isEqualTo(called).contains(ASSUME);
    called.remove(ASSUME);
    assertThat(callable(IN_A_MEMBER)).isEqualTo(called);
  }

  /** Of the services that the code calls by the SDK. */
  private static Set<String> callable(Synthesized stack) {
    return statements(stack)
        .flatMap(FunctionRoleTest::actions)
        .filter(action -> action.matches("(iam|config|sts):.*"))
        .collect(TreeSet::new, Set::add, Set::addAll);
  }

  /** Every statement, in one role of one policy. */
  private static String granted(Synthesized stack) {
    JsonNode role = stack.only("AWS::IAM::Role");
    assertThat(role.path("Policies")).hasSize(1);
    assertThat(role.has("ManagedPolicyArns")).isFalse();
    assertThat(stack.all("AWS::IAM::Policy")).isEmpty();
    assertThat(stack.all("AWS::IAM::ManagedPolicy")).isEmpty();
    return statements(stack)
        .map(statement -> described(stack, statement) + "\n")
        .collect(joining());
  }

  private static JsonNode trusted(Synthesized stack) {
    return stack.only("AWS::IAM::Role").at("/AssumeRolePolicyDocument/Statement");
  }

  private static Stream<JsonNode> statements(Synthesized stack) {
    return stack.only("AWS::IAM::Role").at("/Policies/0/PolicyDocument/Statement").valueStream();
  }

  private static String described(Synthesized stack, JsonNode statement) {
    JsonNode resource = statement.path("Resource");
    JsonNode own = resource.at("/Fn::GetAtt/0");
    JsonNode condition = statement.path("Condition");
    return "%s %s on %s%s"
        .formatted(
            statement.path("Effect").asText(),
            actions(statement).collect(joining(" ")),
            own.isMissingNode() ? resource : stack.typeOf(own),
            condition.isMissingNode() ? "" : " if " + condition);
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
          .flatMap(member -> Stream.concat(called(member), calledByItself(member)))
          .forEach(actions::add);
    }
  }

  private static Stream<String> called(MemberRefEntry member) {
    if (!member.owner().asInternalName().matches(CLIENTS + ".*Client")) return Stream.of();
    return ANSWER
        .matcher(member.type().stringValue())
        .results()
        .map(answer -> "%s:%s".formatted(answer.group(1), operation(answer)));
  }

  /** The SDK's credentials providers call STS by themselves; they bear the action's name. */
  private static Stream<String> calledByItself(MemberRefEntry member) {
    return PROVIDER
        .matcher(member.owner().asInternalName())
        .results()
        .map(provider -> "sts:" + provider.group(1));
  }

  private static String operation(MatchResult answer) {
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
