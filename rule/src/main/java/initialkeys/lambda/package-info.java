/**
 * The entry points of the Lambda functions ({@link initialkeys.lambda.RuleHandler} and {@link
 * initialkeys.lambda.RemediationHandler}), their log lines and metrics. Here everything is wired
 * for production.
 */
package initialkeys.lambda;
