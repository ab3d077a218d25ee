/**
 * A simulated AWS account, for the tests, for the preview of a file and for the benchmarks. {@link
 * initialkeys.simulation.service.FakeIam} and {@link initialkeys.simulation.service.FakeConfig}
 * implement the clients of the SDK in memory; a call that they do not implement throws (F30).
 * {@link initialkeys.simulation.http.FakeAwsServer} serves them over HTTP, records every request
 * and injects faults. With {@link initialkeys.simulation.service.WritableIam}, {@link
 * initialkeys.simulation.service.SimulatedConfig} and {@link
 * initialkeys.simulation.service.SimulatedTime}, users are created, and AWS Config invokes a rule
 * and keeps its results; {@link initialkeys.simulation.http.DeployedAccount} serves them over HTTP.
 * {@link initialkeys.simulation.account.Fixtures} and {@link initialkeys.simulation.account.Events}
 * provide accounts and events, and {@link initialkeys.simulation.process.PackagedFunction} runs a
 * packaged function as Lambda does. These packages depend on no other module of this project.
 */
package initialkeys.simulation;
