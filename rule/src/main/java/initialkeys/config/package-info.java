/**
 * What AWS Config says and hears. {@link initialkeys.config.RuleEvent} is the event, read once and
 * refused in words when anything in it is not what it must be; its {@link
 * initialkeys.config.Trigger} says what to evaluate. {@link initialkeys.config.Evaluations} turns a
 * verdict into the evaluation that AWS Config takes, annotation included; {@link
 * initialkeys.config.ConfigReporter} sends them; {@link initialkeys.config.StoredResults} reads
 * what AWS Config holds. The result token is shown to nobody but AWS Config.
 */
package initialkeys.config;
