/**
 * Input from and output to AWS Config. {@link initialkeys.config.RuleEvent} parses the event once
 * and rejects it with a clear message when a field is invalid; its {@link
 * initialkeys.config.Trigger} says what to evaluate. {@link initialkeys.config.StoredResults} and
 * {@link initialkeys.config.UserRecording} read what AWS Config holds and records. {@link
 * initialkeys.config.ConfigSender} converts verdicts to evaluations and sends them. The result
 * token is never logged.
 */
package initialkeys.config;
