package initialkeys.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceTest {

  @Test
  void userHasTheTypeOfIamUsers() {
    assertThat(Resource.user("AIDA1")).isEqualTo(new Resource("AWS::IAM::User", "AIDA1"));
    assertThat(Resource.user("AIDA1").isUser()).isTrue();
    assertThat(new Resource("AWS::IAM::Role", "AIDA1").isUser()).isFalse();
  }
}
