package initialkeys.decision;

import java.time.Duration;
import java.util.List;

/** The decision's result for one user: a final verdict, or the question that it needs answered. */
public sealed interface Verdict {

  /** A verdict that can be sent. */
  sealed interface Settled extends Verdict {}

  /** The user is as the control requires. */
  record Compliant(Compliant.Reason reason) implements Settled {

    /**
     * Why. There are only two reasons, because a reason must not depend on the source of a fact: a
     * source that clears a user because it has no password does not know its keys.
     */
    public enum Reason {
      /** The user is exempt on purpose. */
      EXEMPT,
      /** No key counts, or the user has no console password. */
      NO_INITIAL_KEY
    }
  }

  /**
   * The user has at least one key that the control says to delete.
   *
   * @param findings every key that counts, in the order of creation; never empty
   */
  record NonCompliant(List<Finding> findings) implements Settled {
    public NonCompliant {
      findings = List.copyOf(findings);
      if (findings.isEmpty()) {
        throw new IllegalArgumentException("a NON_COMPLIANT verdict without a finding");
      }
    }
  }

  /** The rule does not apply to the resource. */
  record NotApplicable(NotApplicable.Reason reason) implements Settled {

    /** Why. */
    public enum Reason {
      DELETED,
      LEFT_SCOPE,
      /** AWS Config does not record IAM users in this Region. */
      NOT_RECORDED,
      NOT_AN_IAM_USER
    }
  }

  /** The known facts are not sufficient. */
  record Undecided(Question question) implements Verdict {}

  /**
   * A key that should be deleted.
   *
   * @param keyId the access key id
   * @param afterUser how long after the user the key was created; negative when before
   */
  record Finding(String keyId, Duration afterUser) {}
}
