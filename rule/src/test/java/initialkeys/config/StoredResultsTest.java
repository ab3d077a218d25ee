package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.config.StoredResults.StoredResult;
import initialkeys.evaluation.Resource;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;

class StoredResultsTest {

  @Test
  void excludingUsersComparesTheTypeAndTheId() {
    Resource user = Resource.user("AIDA1");
    Resource other = new Resource("AWS::IAM::Role", "AIDA1");
    Resource deleted = Resource.user("AIDA2");
    StoredResult result = new StoredResult(ComplianceType.COMPLIANT, "", Instant.EPOCH);
    StoredResults stored = new StoredResults(Map.of(user, result, other, result, deleted, result));
    assertThat(stored.excludingUsers(Set.of("AIDA1"))).containsExactlyInAnyOrder(other, deleted);
  }
}
