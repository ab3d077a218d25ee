/**
 * The templates of a release, which need neither CDK nor its bootstrap. {@link
 * initialkeys.infra.release.TemplateBuilder} puts each together from the CDK app's own templates,
 * so that both deploy the same resources: nothing is written twice. {@link
 * initialkeys.infra.release.Release} writes the archive.
 */
package initialkeys.infra.release;
