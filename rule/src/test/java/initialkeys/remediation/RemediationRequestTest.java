package initialkeys.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import initialkeys.decision.InvalidInputException;
import initialkeys.simulation.account.Events;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemediationRequestTest {

  private static RemediationRequest read(String json) {
    return RemediationRequest.read(Events.stream(json));
  }

  @Test
  void userIdAloneIsEnough() {
    assertThat(read("{\"userId\":\"AIDABO00000000000000\"}"))
        .isEqualTo(
            new RemediationRequest("AIDABO00000000000000", Optional.empty(), Optional.empty()));
  }

  @Test
  void accountAndExecutionAreRead() {
    assertThat(
            read(
                "{\"userId\":\"AIDABO00000000000000\",\"accountId\":\"111122223333\","
                    + "\"executionId\":\"0a1b-2c\",\"keyId\":\"AKIA\"}"))
        .isEqualTo(
            new RemediationRequest(
                "AIDABO00000000000000", Optional.of("111122223333"), Optional.of("0a1b-2c")));
  }

  /** The log's only: it must not make a remediation fail. */
  @ParameterizedTest
  @CsvSource({"7", "'\"UPPER CASE\"'", "null"})
  void malformedExecutionIsLeftOut(String executionId) {
    assertThat(
            read("{\"userId\":\"AIDABO00000000000000\",\"executionId\":%s}".formatted(executionId))
                .executionId())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"userId":"bo"}                                             | userId is 'bo'; it must be the unique id of an IAM user, AIDA….
          {"userId":"AIDABO00000000000000","accountId":"1111"}        | accountId is '1111'; it must be an account id of 12 digits.
          {"userId":"AIDABO00000000000000","accountId":111122223333}  | accountId is the number 111122223333; it must be an account id of 12 digits.
          {}                                                          | userId is missing or null; it must be text that is not blank.
          """)
  void malformedFieldIsRejected(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
