/**
 * The evaluation of one user: {@link initialkeys.evaluation.UserEvaluator} takes the questions of
 * the decision to IAM until there is a verdict, and returns an {@link
 * initialkeys.evaluation.Outcome}. Outcomes are what every {@link
 * initialkeys.evaluation.OutcomeSender} is handed. It knows no event and no service that results
 * are sent to, so that any entry point can use it.
 */
package initialkeys.evaluation;
