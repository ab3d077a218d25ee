/**
 * Rule parameters and settings as parameters of a template. {@link
 * initialkeys.infra.release.parameter.ParameterDescriptions} says how each appears; one without a
 * description does not compile. Samples in place of values are found by {@link
 * initialkeys.infra.release.parameter.SampleSearch}, values with few choices by {@link
 * initialkeys.infra.release.parameter.ConditionalValues}.
 */
package initialkeys.infra.release.parameter;
