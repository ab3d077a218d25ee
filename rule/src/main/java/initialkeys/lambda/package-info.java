/** The entry point of the Lambda function, its log and its metrics. */
package initialkeys.lambda;
