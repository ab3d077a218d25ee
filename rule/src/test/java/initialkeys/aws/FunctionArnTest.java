package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionArnTest {

  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1",
    "aws, mx-central-1",
    "aws-cn, cn-north-1",
    "aws-us-gov, us-gov-west-1",
    "aws-iso, us-iso-east-1",
    "aws-iso-b, us-isob-east-1",
    "aws-iso-e, eu-isoe-west-1",
    "aws-iso-f, us-isof-south-1",
    "aws-eusc, eusc-de-east-1"
  })
  void roleIsInThePartitionOfTheFunction(String partition, String region) {
    FunctionArn arn =
        FunctionArn.parse(
            "arn:%s:lambda:%s:111122223333:function:rule".formatted(partition, region));
    assertThat(arn).isEqualTo(new FunctionArn(partition, "111122223333"));
    assertThat(arn.role("member", "444455556666"))
        .isEqualTo("arn:%s:iam::444455556666:role/member".formatted(partition));
  }

  @Test
  void versionMayFollowTheName() {
    assertThat(FunctionArn.parse("arn:aws:lambda:eu-west-1:111122223333:function:rule:1"))
        .isEqualTo(new FunctionArn("aws", "111122223333"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "arn:aws:lambda:eu-west-1:11112222333:function:rule",
        "arn:aws:sqs:eu-west-1:111122223333:function:rule",
        "x arn:aws:lambda:eu-west-1:111122223333:function:rule",
        "arn:evil:lambda:eu-west-1:111122223333:function:rule"
      })
  void arnOfAnythingElseIsRejected(String arn) {
    assertThatThrownBy(() -> FunctionArn.parse(arn))
        .hasMessage("Not a Lambda function ARN: " + arn);
  }
}
