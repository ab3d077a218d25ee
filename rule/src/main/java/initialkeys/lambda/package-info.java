/**
 * The entry point of the Lambda function ({@link initialkeys.lambda.RuleHandler}), its log lines
 * and its metrics. Here everything is wired for production.
 */
package initialkeys.lambda;
