/**
 * What is known of a deployment of the rule, one {@link initialkeys.cli.doctor.Check} for each
 * question that an operator asks. Nothing is changed, and a question that cannot be answered is
 * never OK.
 */
package initialkeys.cli.doctor;
