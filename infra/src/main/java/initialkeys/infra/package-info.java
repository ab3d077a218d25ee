/**
 * The CDK app that deploys the rule. {@link initialkeys.infra.RuleApp} is its entry; {@link
 * initialkeys.infra.Settings} is CDK context that has been checked, and so are its neighbours for
 * an Organization; each stack is a file of its own and needs no other stack. What a stack is made
 * of are constructs: the function with all that it may do, the roles by which it serves other
 * accounts, its alarms, its dashboard. Nothing here reads a clock or an account: the same settings
 * give the same template, for every partition and Region.
 */
package initialkeys.infra;
