package initialkeys.run;

import initialkeys.evaluation.OutcomeSender;
import java.util.List;
import java.util.stream.Stream;

/** The senders of one run, in the order in which each is handed a verdict. */
final class Senders {

  private final List<OutcomeSender> beforeConfig;
  private final OutcomeSender config;
  private final List<OutcomeSender> afterConfig;

  /**
   * @param beforeConfig those whose next run finds by AWS Config's stored results what they have
   *     not got yet
   * @param config the sender to AWS Config
   * @param afterConfig those that state what AWS Config holds; a run is complete for them when AWS
   *     Config has accepted everything, whatever happened to the others
   */
  Senders(List<OutcomeSender> beforeConfig, OutcomeSender config, List<OutcomeSender> afterConfig) {
    this.beforeConfig = List.copyOf(beforeConfig);
    this.afterConfig = List.copyOf(afterConfig);
    this.config = config;
  }

  List<OutcomeSender> beforeConfig() {
    return beforeConfig;
  }

  OutcomeSender config() {
    return config;
  }

  List<OutcomeSender> afterConfig() {
    return afterConfig;
  }

  List<OutcomeSender> inOrder() {
    return Stream.of(beforeConfig, List.of(config), afterConfig).flatMap(List::stream).toList();
  }
}
