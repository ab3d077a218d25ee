/**
 * The decision: was an access key created while the user was being set up, and has it never been
 * used since? {@link initialkeys.decision.InitialKeyRule} takes the known facts about one user and
 * returns a verdict, or the one question that it needs answered next. More facts never change a
 * verdict, so facts may come from wherever they are cheapest. The rule parameters are parsed here
 * too, so that the deployment rejects what the function would. It depends on {@code java.*} only:
 * no client, no clock, no JSON, no AWS type.
 */
package initialkeys.decision;
