/**
 * The decision of the rule and what is known about the control that it automates. It depends on
 * {@code java.*} only.
 */
package initialkeys.decision;
