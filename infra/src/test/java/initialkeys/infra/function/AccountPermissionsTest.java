package initialkeys.infra.function;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.run.ResultDestinations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Which permissions each service adds, and on which resources. */
final class AccountPermissionsTest {

  private static final Stack STACK = new Stack();

  @Test
  void awsConfigAloneNeedsThreeStatements() {
    assertThat(sids(ResultDestinations.NONE))
        .containsExactly("ReadUsers", "ReadReport", "UseConfig");
  }

  @Test
  void eachServiceAddsItsOwnStatements() {
    assertThat(sids(new ResultDestinations(true, Optional.empty())))
        .containsExactly("ReadUsers", "ReadReport", "UseConfig", "AnswerProcessChecks");
    assertThat(sids(new ResultDestinations(false, Optional.of("HIGH"))))
        .containsExactly("ReadUsers", "ReadReport", "UseConfig", "FindFindings", "SendFindings");
    assertThat(sids(new ResultDestinations(true, Optional.of("HIGH")))).hasSize(6);
  }

  /** All that support resources name them; no statement takes every action of a service. */
  @Test
  void onlyUsersAndProductAreNamedResources() {
    List<PolicyStatement> all =
        AccountPermissions.of(STACK, new ResultDestinations(true, Optional.of("HIGH")));
    assertThat(all)
        .filteredOn(it -> !it.getResources().equals(List.of("*")))
        .extracting(PolicyStatement::getSid)
        .containsExactly("ReadUsers", "SendFindings");
    assertThat(all).flatMap(PolicyStatement::getActions).noneMatch(it -> it.contains("*"));
  }

  @Test
  void everyUserIsOfTheStacksAccountAndPartition() {
    assertThat(STACK.resolve(AccountPermissions.everyUser(STACK)))
        .isEqualTo(
            Map.of(
                "Fn::Join",
                List.of(
                    "",
                    List.of(
                        "arn:",
                        Map.of("Ref", "AWS::Partition"),
                        ":iam::",
                        Map.of("Ref", "AWS::AccountId"),
                        ":user/*"))));
  }

  private static List<String> sids(ResultDestinations destinations) {
    return AccountPermissions.of(STACK, destinations).stream()
        .map(PolicyStatement::getSid)
        .toList();
  }
}
