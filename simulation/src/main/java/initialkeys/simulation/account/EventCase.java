package initialkeys.simulation.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Objects;

/**
 * One file of {@code test-fixtures/config-events}; its README says what each field means.
 *
 * @param about what the case shows, as a sentence
 * @param event the event, as Lambda passes it to the handler
 * @param expected the fields of the parsed event, or the "error" that rejects it
 */
public record EventCase(String about, ObjectNode event, Map<String, String> expected) {
  public EventCase {
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(expected, "expected");
  }

  public boolean isRejected() {
    return expected.containsKey("error");
  }
}
