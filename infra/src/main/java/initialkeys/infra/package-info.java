/** The CDK app that deploys the rule. Each stack is a file of its own. */
package initialkeys.infra;
