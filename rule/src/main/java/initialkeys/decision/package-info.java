/**
 * The decision, and nothing else: was an access key made while the user was being set up, and has
 * nobody used it since? {@link initialkeys.decision.InitialKeyRule} takes what is known of one user
 * and answers with a verdict, or with the one question whose answer it still needs. It depends on
 * {@code java.*} only: no client, no clock, no JSON, no AWS type. Whoever asks it is free to learn
 * facts from wherever they are cheapest; more facts never change a verdict. The rule's parameters
 * are parsed here too, so that the deployment can check them with the same words.
 */
package initialkeys.decision;
