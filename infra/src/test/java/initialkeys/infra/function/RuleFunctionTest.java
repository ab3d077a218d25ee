package initialkeys.infra.function;

import static initialkeys.infra.Synthesized.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import initialkeys.infra.Synthesized;
import initialkeys.lambda.RuleHandler;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function, its log group and its failure queue. */
final class RuleFunctionTest {

  /** Class files of Java 1 have the major version 45. */
  private static final int BEFORE_JAVA_1 = 44;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS::Lambda::Function          | Architectures                       | ["arm64"]
          AWS::Lambda::Function          | MemorySize                          | 1024
          AWS::Lambda::Function          | Timeout                             | 900
          AWS::Lambda::Function          | LoggingConfig/LogFormat             | JSON
          AWS::Lambda::Function          | TracingConfig/Mode                  | Active
          AWS::Lambda::Function          | Environment/Variables               | {"JAVA_TOOL_OPTIONS":"-XX:+UseSerialGC -XX:TieredStopAtLevel=1"}
          AWS::Lambda::EventInvokeConfig | MaximumRetryAttempts                | 1
          AWS::Lambda::EventInvokeConfig | MaximumEventAgeInSeconds            | 21600
          AWS::SQS::Queue                | SqsManagedSseEnabled                | true
          AWS::SQS::QueuePolicy          | PolicyDocument/Statement/0/Effect   | Deny
          AWS::SQS::QueuePolicy          | PolicyDocument/Statement/0/Condition| {"Bool":{"aws:SecureTransport":"false"}}
          AWS::Logs::LogGroup            | RetentionInDays                     | 90
          """)
  void functionHasTheChosenConfiguration(String type, String path, String expected) {
    assertThat(at(DEFAULTS.only(type), path)).isEqualTo(expected);
  }

  /** Six hours are the most that Lambda accepts (F39). */
  @ParameterizedTest
  @CsvSource({
    "One_Hour, 3600",
    "Three_Hours, 10800",
    "Six_Hours, 21600",
    "Twelve_Hours, 21600",
    "TwentyFour_Hours, 21600"
  })
  void eventWaitsAsLongAsTheSchedule(String frequency, int seconds) {
    assertThat(
            Synthesized.of("frequency-" + frequency, Map.of("frequency", frequency))
                .only("AWS::Lambda::EventInvokeConfig")
                .path("MaximumEventAgeInSeconds")
                .asInt())
        .isEqualTo(seconds);
  }

  @Test
  void handlerIsTheClassOfTheRuleModule() {
    assertThat(DEFAULTS.only("AWS::Lambda::Function").path("Handler").asText())
        .isEqualTo(RuleHandler.class.getName());
    assertThat(RuleHandler.class).isAssignableTo(RequestStreamHandler.class).isPublic();
  }

  @Test
  void runtimeMatchesTheJavaReleaseOfTheRule() throws IOException {
    try (InputStream compiled = RuleHandler.class.getResourceAsStream("RuleHandler.class")) {
      int release = ClassFile.of().parse(compiled.readAllBytes()).majorVersion() - BEFORE_JAVA_1;
      assertThat(DEFAULTS.only("AWS::Lambda::Function").path("Runtime").asText())
          .isEqualTo("java" + release);
    }
  }

  @Test
  void functionUsesItsOwnLogGroupAndQueue() {
    assertThat(
            DEFAULTS.typeOf(
                DEFAULTS.only("AWS::Lambda::Function").at("/LoggingConfig/LogGroup/Ref")))
        .isEqualTo("AWS::Logs::LogGroup");
    JsonNode destination =
        DEFAULTS
            .only("AWS::Lambda::EventInvokeConfig")
            .at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt");
    assertThat(DEFAULTS.typeOf(destination.path(0))).isEqualTo("AWS::SQS::Queue");
  }

  private static String at(JsonNode properties, String path) {
    JsonNode found = properties.at("/" + path);
    return found.isContainerNode() ? found.toString() : found.asText();
  }
}
