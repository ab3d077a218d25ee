package initialkeys.run;

import initialkeys.iam.Sleeper;
import java.time.InstantSource;

/**
 * The time around an invocation. No decision depends on it: it says when to start no further call,
 * how to wait, and whether a credential report can have been generated for this run.
 */
public final class RunContext {

  private final Deadline deadline;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public RunContext(Deadline deadline, InstantSource clock, Sleeper sleeper) {
    this.deadline = deadline;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  public Deadline deadline() {
    return deadline;
  }

  public InstantSource clock() {
    return clock;
  }

  public Sleeper sleeper() {
    return sleeper;
  }
}
