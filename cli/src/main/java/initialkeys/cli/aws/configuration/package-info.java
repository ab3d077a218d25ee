/**
 * What is written in an AWS configuration file, read as the AWS CLI reads it: sections with their
 * properties, the words of a title or a command, and what the command of credential_process
 * returns. No class knows which profile is used or calls AWS.
 */
package initialkeys.cli.aws.configuration;
