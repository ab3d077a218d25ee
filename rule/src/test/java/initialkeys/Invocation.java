package initialkeys;

import initialkeys.fixtures.Events;
import initialkeys.fixtures.FakeConfig;
import initialkeys.fixtures.FakeIam;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The real handler over the fakes: invoked as Lambda does, with what it logs written down. */
record Invocation(FakeIam iam, FakeConfig config, List<String> log) {

  static Invocation of(FakeIam iam, FakeConfig config) {
    return new Invocation(iam, config, new ArrayList<>());
  }

  /** Runs the handler on an event; its failures are the caller's. */
  Invocation run(String event) {
    new RuleHandler(iam, config, new AwsCalls(), log::add)
        .handleRequest(
            Events.stream(event),
            OutputStream.nullOutputStream(),
            new InvocationContext("request-1"));
    return this;
  }
}
