/**
 * A template that is put together from variants of itself. {@link
 * initialkeys.infra.release.template.Merge} finds what differs, {@link
 * initialkeys.infra.release.template.DecisionTree} what that depends on, and {@link
 * initialkeys.infra.release.template.Rendering} writes the result with CloudFormation's intrinsic
 * functions. {@link initialkeys.infra.release.template.TemplateExpression} is what they put into a
 * template in between.
 */
package initialkeys.infra.release.template;
