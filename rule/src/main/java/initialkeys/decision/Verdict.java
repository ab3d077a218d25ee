package initialkeys.decision;

import java.time.Duration;
import java.util.List;

/** What the rule says of one user: a verdict to report, or the question that it still has. */
public sealed interface Verdict {

  /** A verdict that can be reported. */
  sealed interface Settled extends Verdict {}

  /** The user is as the control wants it. */
  record Compliant(Reason reason) implements Settled {

    /**
     * Why. There are but two reasons, because a reason must not depend on where a fact came from: a
     * source that clears a user by its missing password knows nothing of its keys.
     */
    public enum Reason {
      /** The user is left out on purpose. */
      EXEMPT,
      /** No key counts, or the user has no console password to go with it. */
      NO_INITIAL_KEY
    }
  }

  /**
   * The user is what the control looks for.
   *
   * @param findings every key that counts, in the order of their creation; never empty
   */
  record NonCompliant(List<Finding> findings) implements Settled {
    public NonCompliant {
      findings = List.copyOf(findings);
    }
  }

  /** There is nothing to say of this resource. */
  record NotApplicable(Absence absence) implements Settled {}

  /** Not enough is known. */
  record Undecided(Question question) implements Verdict {}

  /**
   * A key that should be deleted.
   *
   * @param keyId the access key id
   * @param afterUser how long after the user the key was made; negative when before
   */
  record Finding(String keyId, Duration afterUser) {}

  /** Why there is nothing to say of a resource. */
  enum Absence {
    DELETED,
    LEFT_SCOPE,
    NOT_RECORDED,
    NO_IAM_USER
  }
}
