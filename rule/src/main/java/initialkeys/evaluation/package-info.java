/** Takes the questions of the decision to IAM until there is a verdict. */
package initialkeys.evaluation;
