/**
 * A simulated AWS account, for the tests, for the preview of a file and for the benchmarks. {@link
 * initialkeys.simulation.FakeIam} and {@link initialkeys.simulation.FakeConfig} implement the
 * clients of the SDK in memory; a call that they do not implement throws (F30). {@link
 * initialkeys.simulation.FakeAwsServer} serves them over HTTP, records every request and injects
 * faults. With {@link initialkeys.simulation.WritableIam}, {@link
 * initialkeys.simulation.SimulatedConfig} and {@link initialkeys.simulation.SimulatedTime}, users
 * are created, and AWS Config invokes a rule and keeps its results; {@link
 * initialkeys.simulation.DeployedAccount} serves them over HTTP. {@link
 * initialkeys.simulation.Fixtures} and {@link initialkeys.simulation.Events} provide accounts and
 * events, and {@link initialkeys.simulation.PackagedFunction} runs a packaged function as Lambda
 * does. This package depends on no other package of this project.
 */
package initialkeys.simulation;
