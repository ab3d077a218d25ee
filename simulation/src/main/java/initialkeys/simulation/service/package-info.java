/**
 * IAM and AWS Config in memory: clients of the SDK over a simulated account. A call that they do
 * not implement throws (F30). {@link initialkeys.simulation.service.WritableIam} and {@link
 * initialkeys.simulation.service.SimulatedConfig} change with the calls and with simulated time.
 */
package initialkeys.simulation.service;
