/**
 * The AWS SDK clients and what they share: timeouts, retries, the treatment of empty responses and
 * the count of requests. {@link initialkeys.aws.AccountClientProvider} provides the clients of an
 * account: the function's own, or those of the role that it assumes in a member account. It knows
 * nothing of users and verdicts.
 */
package initialkeys.aws;
