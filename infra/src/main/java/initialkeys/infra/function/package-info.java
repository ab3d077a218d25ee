/**
 * The Lambda function and everything that belongs to it in every deployment: its role, its log
 * group, its failure queue and its outputs. {@link initialkeys.infra.function.RuleFunction} is the
 * construct that the stacks use. {@link initialkeys.infra.function.AccountPermissions} lists what
 * the function may do in an account. {@link initialkeys.infra.function.RuleDefinition} says what is
 * the same about the rule wherever it is deployed.
 */
package initialkeys.infra.function;
