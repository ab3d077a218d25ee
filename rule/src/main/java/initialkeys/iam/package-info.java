/**
 * What IAM knows: who the users are ({@link initialkeys.iam.Roster}), what IAM's own report says of
 * all of them at once ({@link initialkeys.iam.CredentialReport}), and one user's facts, each asked
 * when a decision needs it ({@link initialkeys.iam.LiveFacts}). Every list is read to its last
 * page. A user may be deleted, renamed or made again under the same name while it is being read;
 * the unique id decides, and a deleted user is no error. Whatever cannot be read becomes an
 * exception that names the call and the user: it is never taken for an answer.
 */
package initialkeys.iam;
