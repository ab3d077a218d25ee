/**
 * Findings in Security Hub with the evidence that AWS Config's own findings lack (F35). {@link
 * initialkeys.securityhub.FindingSender} sends one for each NON_COMPLIANT user, {@link
 * initialkeys.securityhub.FindingArchiver} archives those of users that are no longer
 * NON_COMPLIANT, and {@link initialkeys.securityhub.FindingFormat} converts verdicts to findings. A
 * finding is active only while AWS Config holds NON_COMPLIANT for the user. No finding is read, and
 * none but these is written (F44).
 */
package initialkeys.securityhub;
