/**
 * The CDK app that deploys the rule. {@link initialkeys.infra.RuleApp} is its entry point: it reads
 * the settings and creates the stacks, each of which is in a package of its own and needs no other
 * stack. Nothing here reads a clock or an account: the same settings give the same templates, for
 * every partition and Region.
 */
package initialkeys.infra;
