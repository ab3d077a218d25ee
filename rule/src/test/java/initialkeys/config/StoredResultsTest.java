package initialkeys.config;

import static org.assertj.core.api.Assertions.assertThat;

import initialkeys.evaluation.Resource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.config.model.ComplianceType;

/** Whose results nobody will renew. */
class StoredResultsTest {

  @Test
  void an_id_speaks_of_a_user_only_where_the_type_does() {
    Resource user = Resource.user("AIDA1");
    Resource other = new Resource("AWS::IAM::Role", "AIDA1");
    Resource gone = Resource.user("AIDA2");
    StoredResults.Said said = new StoredResults.Said(ComplianceType.COMPLIANT, "");
    StoredResults stored = new StoredResults(Map.of(user, said, other, said, gone, said));
    assertThat(stored.allBut(Set.of("AIDA1"))).containsExactlyInAnyOrder(other, gone);
    assertThat(user.isUser()).isTrue();
    assertThat(other.isUser()).isFalse();
  }
}
