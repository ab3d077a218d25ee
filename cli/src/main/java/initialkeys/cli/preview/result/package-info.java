/**
 * What a preview has found: the result of each user with the facts that it is based on, and the
 * accounts that these users are in. Reports show it; nothing here reads an account.
 */
package initialkeys.cli.preview.result;
