/**
 * The SDK clients: retries, timeouts, a count of the calls, and the credentials for each account.
 */
package initialkeys.aws;
