/**
 * Whole invocations of the evaluating function over the in-memory IAM and AWS Config: what they
 * accept, call, send and log.
 */
package initialkeys.invocation;
