package initialkeys.run;

import initialkeys.iam.CredentialReport.Pause;
import java.time.InstantSource;

/**
 * The time around an invocation. No decision knows it: it says when to stop asking, how to wait,
 * and whether a credential report can be of this run.
 */
public record RunContext(Deadline deadline, InstantSource clock, Pause pause) {}
