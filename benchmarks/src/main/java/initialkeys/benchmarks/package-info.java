/**
 * Measures calls, time and the start of the function, and simulates many member accounts. Nothing
 * here is deployed.
 */
package initialkeys.benchmarks;
