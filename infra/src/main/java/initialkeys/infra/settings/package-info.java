/**
 * The settings of a deployment: where they come from, which names and values are allowed, and the
 * validated result. {@link initialkeys.infra.settings.Setting} defines each of them. {@link
 * initialkeys.infra.settings.Settings} is what the stacks receive.
 */
package initialkeys.infra.settings;
