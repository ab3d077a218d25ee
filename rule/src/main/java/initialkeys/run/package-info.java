/**
 * One invocation. {@link initialkeys.run.RuleRun} reads the facts that the event asks for, decides,
 * and hands the results to the senders; {@link initialkeys.run.Deadline} says when to start no
 * further call. A failure costs only the results that it concerns, and is part of the {@link
 * initialkeys.run.RunSummary}.
 */
package initialkeys.run;
