/**
 * Processes beside the test's own: the packaged function as Lambda runs it, and the server of moto.
 * {@link initialkeys.simulation.process.InvocationContext} is what Lambda passes to a function in
 * the test's process.
 */
package initialkeys.simulation.process;
