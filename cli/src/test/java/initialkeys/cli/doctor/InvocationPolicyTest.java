package initialkeys.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.TriState;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationPolicyTest {

  private static final String STATEMENT =
      "{'Effect':'Allow','Principal':{'Service':'config.amazonaws.com'},"
          + "'Action':'lambda:InvokeFunction'}";

  private static final String RULE_ARN =
      "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-abc123";

  private static final Map<String, Supplier<Optional<String>>> CONTEXT =
      Map.of(
          "aws:sourceaccount", () -> Optional.of("123456789012"),
          "aws:sourcearn", () -> Optional.of(RULE_ARN),
          "aws:sourceorgid", Optional::empty);

  private static TriState allows(String... statements) {
    String policy = "{'Statement':[%s]}".formatted(String.join(",", statements));
    return new InvocationPolicy(policy.replace('\'', '"')).allows(CONTEXT);
  }

  private static String statementIf(String condition) {
    return STATEMENT.replaceFirst("}$", ",'Condition':{%s}}".formatted(condition));
  }

  private static String denied(String statement) {
    return statement.replace("Allow", "Deny");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | NO",
        "{'Statement':[]} | NO",
        "{'Statement':STATEMENT} | YES",
        "{'Statement':[STATEMENT]} | YES"
      })
  void policyHasOneStatementOrList(String policy, TriState expected) {
    assertThat(
            new InvocationPolicy(policy.replace("STATEMENT", STATEMENT).replace('\'', '"'))
                .allows(CONTEXT))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'Allow' | 'Other' | NO",
        "config.amazonaws.com | events.amazonaws.com | NO",
        "'config.amazonaws.com' | ['events.amazonaws.com','config.amazonaws.com'] | YES",
        "{'Service':'config.amazonaws.com'} | '*' | YES",
        "{'Service':'config.amazonaws.com'} | {'AWS':'*'} | YES",
        "{'Service':'config.amazonaws.com'} | {'AWS':'123456789012'} | NO",
        "'Principal' | 'NotPrincipal' | UNKNOWN",
        "lambda:InvokeFunction | lambda:GetFunction | NO",
        "lambda:InvokeFunction | lambda:InvokeFunctionUrl | NO",
        "lambda:InvokeFunction | lambda:invoke* | YES",
        "lambda:InvokeFunction | lambda:InvokeFunctio? | YES",
        "lambda:InvokeFunction | lambda.InvokeFunction | NO",
        "'lambda:InvokeFunction' | ['lambda:GetFunction','*'] | YES",
        "'Action' | 'NotAction' | UNKNOWN"
      })
  void statementIsForPrincipalAndAction(String part, String other, TriState expected) {
    assertThat(STATEMENT).contains(part);
    assertThat(allows(STATEMENT.replace(part, other))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "StringEquals | AWS:SourceAccount | '123456789012' | YES",
        "StringEquals | aws:SourceAccount | '999999999999' | NO",
        "StringEquals | aws:SourceAccount | '*' | NO",
        "StringEquals | aws:SourceAccount | ['999999999999','123456789012'] | YES",
        "StringLike | aws:SourceAccount | '1234*' | YES",
        "StringLike | aws:SourceAccount | '9*' | NO",
        "StringNotEquals | aws:SourceAccount | '123456789012' | UNKNOWN",
        "ArnLike | AWS:SourceArn | 'arn:aws:config:eu-west-1:123456789012:config-rule/"
            + "config-rule-abc123' | YES",
        "ArnLike | AWS:SourceArn | 'arn:aws:config:eu-west-1:123456789012:config-rule/"
            + "config-rule-other1' | NO",
        "ArnEquals | AWS:SourceArn | 'arn:aws:config:*:123456789012:config-rule/*' | YES",
        "ArnLike | AWS:SourceArn | 'arn:aws:config:*:999999999999:config-rule/*' | NO",
        "ArnLike | AWS:SourceArn | 'arn:aws:*:config-rule/*' | NO",
        "ArnLike | AWS:SourceArn | 'arn:*:eu-west-1:123456789012:config-rule/*:x' | NO",
        "StringEquals | aws:SourceOrgID | 'o-a1b2c3d4e5' | UNKNOWN",
        "StringEquals | lambda:EventSourceToken | 'token' | UNKNOWN"
      })
  void conditionIsCompared(String operator, String key, String value, TriState expected) {
    assertThat(allows(statementIf("'%s':{'%s':%s}".formatted(operator, key, value))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"123456789012, ArnLike, NO", "999999999999, Null, NO", "123456789012, Null, UNKNOWN"})
  void everyConditionMustHold(String account, String operator, TriState expected) {
    assertThat(
            allows(
                statementIf(
                    "'StringEquals':{'aws:SourceAccount':'%s'},'%s':{'aws:SourceArn':'arn'}"
                        .formatted(account, operator))))
        .isEqualTo(expected);
  }

  @Test
  void anyStatementMayAllow() {
    String other = statementIf("'StringEquals':{'aws:SourceAccount':'999999999999'}");
    String open = statementIf("'Bool':{'aws:SecureTransport':'true'}");
    assertThat(allows(other, STATEMENT)).isEqualTo(TriState.YES);
    assertThat(allows(other, open)).isEqualTo(TriState.UNKNOWN);
    assertThat(allows(open, STATEMENT)).isEqualTo(TriState.YES);
  }

  @Test
  void denialComesFirst() {
    String open = statementIf("'Bool':{'aws:SecureTransport':'true'}");
    String other = statementIf("'StringEquals':{'aws:SourceAccount':'999999999999'}");
    assertThat(allows(STATEMENT, denied(STATEMENT))).isEqualTo(TriState.NO);
    assertThat(allows(STATEMENT, denied(open))).isEqualTo(TriState.UNKNOWN);
    assertThat(allows(other, denied(open))).isEqualTo(TriState.NO);
    assertThat(allows(STATEMENT, denied(other))).isEqualTo(TriState.YES);
  }

  /** The value may need a call, which may be denied. */
  @Test
  void statementForOthersNeedsNoValue() {
    String of =
        statementIf("'StringEquals':{'aws:SourceAccount':'123456789012'}")
            .replace("config.amazonaws.com", "events.amazonaws.com");
    InvocationPolicy policy =
        new InvocationPolicy("{'Statement':[%s]}".formatted(of).replace('\'', '"'));
    assertThat(
            policy.allows(
                Map.of(
                    "aws:sourceaccount",
                    () -> {
                      throw new IllegalStateException("not needed");
                    })))
        .isEqualTo(TriState.NO);
  }

  @Test
  void textThatIsNotJsonIsMalformed() {
    assertThatThrownBy(() -> new InvocationPolicy("{"))
        .hasMessage("Lambda returned a policy that is not JSON");
  }
}
