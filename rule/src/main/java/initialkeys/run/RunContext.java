package initialkeys.run;

import initialkeys.iam.Sleeper;
import java.time.InstantSource;

/**
 * The time around an invocation. No decision depends on it: it says when to start no further call,
 * how to wait, and whether a credential report can have been generated for this run.
 */
public record RunContext(Deadline deadline, InstantSource clock, Sleeper sleeper) {}
