package initialkeys.decision;

/** The one fact that the decision needs next. One IAM call answers it. */
public sealed interface Question {

  /** Which access keys does the user have, and when was each created? (iam:ListAccessKeys) */
  record WhichKeys() implements Question {}

  /** Does the user have a console password? (iam:GetLoginProfile) */
  record HasPassword() implements Question {}

  /** Has this key ever been used? (iam:GetAccessKeyLastUsed) */
  record HasBeenUsed(AccessKey key) implements Question {}

  /** Does the name under which the facts were read still belong to this user? (iam:GetUser) */
  record IsStillTheUser() implements Question {}
}
