package initialkeys.iam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.iam.model.IamResponse;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;

class PaginationGuardTest {

  private static final IamResponse PAGE = ListUsersResponse.builder().build();

  private final PaginationGuard pages = new PaginationGuard();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | false |      | a page without its list
          false | true  | next | a page without its list
          true  |       | next | a page without IsTruncated
          true  | true  |      | a truncated page without a marker
          """)
  void incompletePageIsRejected(
      boolean hasList, Boolean isTruncated, String marker, String missing) {
    assertThatThrownBy(() -> pages.require(PAGE, hasList, isTruncated, marker))
        .isExactlyInstanceOf(MalformedResponseException.class)
        .hasMessage("IAM returned " + missing);
  }

  /** A list that fits into one response may come without the fields of pages. */
  @Test
  void completePagesAreAccepted() {
    assertThatCode(
            () -> {
              pages.require(PAGE, true, true, "1");
              pages.require(PAGE, true, true, "2");
              pages.require(PAGE, true, false, null);
              pages.require(PAGE, true, null, null);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void repeatedMarkerIsRejected() {
    pages.require(PAGE, true, true, "1");
    pages.require(PAGE, true, true, "2");
    assertThatThrownBy(() -> pages.require(PAGE, true, true, "1"))
        .isExactlyInstanceOf(MalformedResponseException.class)
        .hasMessage("IAM returned the same marker twice");
  }

  @Test
  void markerOfTheLastPageIsNotRead() {
    pages.require(PAGE, true, true, "1");
    assertThatCode(() -> pages.require(PAGE, true, false, "1")).doesNotThrowAnyException();
  }
}
