/**
 * Reads data from IAM: all users ({@link initialkeys.iam.Roster}), the credential report ({@link
 * initialkeys.iam.CredentialReport}), and the facts of one user, each when the decision needs it
 * ({@link initialkeys.iam.LiveFacts}). Every list is read to its last page. A user may be deleted,
 * renamed or recreated under the same name while it is read: the unique id decides, and a deleted
 * user is not an error. A failed call or a malformed response becomes an exception that names the
 * call and the user; it is never taken for a fact.
 */
package initialkeys.iam;
