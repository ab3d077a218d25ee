package initialkeys.decision;

/** The one fact that a decision still needs. IAM answers each with one call. */
public sealed interface Question {

  /** Which access keys does the user have, and when was each made? (iam:ListAccessKeys) */
  record WhichKeys() implements Question {}

  /** Does the user have a console password? (iam:GetLoginProfile) */
  record HasPassword() implements Question {}

  /** Has this key ever been used? (iam:GetAccessKeyLastUsed) */
  record HasBeenUsed(AccessKey key) implements Question {}

  /** Is the name that the facts were asked under still this user's? (iam:GetUser) */
  record IsStillTheUser() implements Question {}
}
