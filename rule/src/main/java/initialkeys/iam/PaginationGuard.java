package initialkeys.iam;

import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.iam.model.IamResponse;

/**
 * What the pages of one list must say. To the SDK an answer without the list is an empty one, an
 * answer that does not say whether it is the last is the last, and a page that names no next one,
 * or one that was there before, is asked for for ever.
 */
final class PaginationGuard {

  private final Set<String> markers = new HashSet<>();

  /**
   * Refuses a page that cannot be relied on.
   *
   * @param hasList whether the list is in it, be it empty
   * @param marker names the next page
   */
  void require(IamResponse page, boolean hasList, Boolean isTruncated, String marker) {
    if (!hasList) throw new MalformedResponseException(page, "a page without its list");
    if (isTruncated == null && marker != null) {
      throw new MalformedResponseException(page, "a page that does not say whether it is the last");
    }
    if (!Boolean.TRUE.equals(isTruncated)) return;
    if (marker == null) {
      throw new MalformedResponseException(page, "a page that has a next one, and not which");
    }
    if (!markers.add(marker)) {
      throw new MalformedResponseException(page, "the same next page twice");
    }
  }
}
