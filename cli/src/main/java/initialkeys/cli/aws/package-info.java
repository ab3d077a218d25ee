/**
 * The caller's own AWS credentials, found in every way that the AWS CLI finds them, the Region and
 * the clients that they give, and what to do when a call fails, in one line.
 */
package initialkeys.cli.aws;
