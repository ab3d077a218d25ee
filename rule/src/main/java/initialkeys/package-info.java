/**
 * The Lambda function: {@link initialkeys.RuleHandler} is its entry, {@link
 * initialkeys.IncompleteRunException} how an invocation says what it could not do. This is the only
 * room that sees the others: it asks {@code config} what to evaluate, {@code verdict} what to say,
 * {@code iam} for what is still to be known, and decides nothing itself.
 */
package initialkeys;
