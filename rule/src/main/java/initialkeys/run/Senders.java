package initialkeys.run;

import initialkeys.evaluation.OutcomeSender;
import java.util.List;
import java.util.stream.Stream;

/**
 * The senders of one run, in the order in which each is handed a verdict.
 *
 * @param beforeConfig those whose next run finds by AWS Config's stored results what they have not
 *     got yet
 * @param config the sender to AWS Config
 * @param afterConfig those that state what AWS Config holds; a run is complete for them when AWS
 *     Config has accepted everything, whatever happened to the others
 */
record Senders(
    List<OutcomeSender> beforeConfig, OutcomeSender config, List<OutcomeSender> afterConfig) {

  Senders {
    beforeConfig = List.copyOf(beforeConfig);
    afterConfig = List.copyOf(afterConfig);
  }

  List<OutcomeSender> inOrder() {
    return Stream.of(beforeConfig, List.of(config), afterConfig).flatMap(List::stream).toList();
  }
}
