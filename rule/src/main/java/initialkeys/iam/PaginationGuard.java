package initialkeys.iam;

import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.IamResponse;

/**
 * Checks the pages of one list call. Without it the SDK takes a response without the list for an
 * empty list, one without IsTruncated for the last page, and requests pages for ever when a
 * truncated page has no marker or repeats one.
 */
final class PaginationGuard {

  private final Set<String> markers = new HashSet<>();

  /**
   * Rejects a page that is not complete.
   *
   * @param hasList whether the response contains the list, even if it is empty
   * @param marker the marker of the next page
   * @throws MalformedResponseException naming what is missing
   */
  void require(IamResponse page, boolean hasList, Boolean isTruncated, String marker) {
    if (!hasList) throw new MalformedResponseException(page, "a page without its list");
    if (isTruncated == null && marker != null) {
      throw new MalformedResponseException(page, "a page without IsTruncated");
    }
    if (!Boolean.TRUE.equals(isTruncated)) return;
    if (marker == null) {
      throw new MalformedResponseException(page, "a truncated page without a marker");
    }
    if (!markers.add(marker)) {
      throw new MalformedResponseException(page, "the same marker twice");
    }
  }
}
