/**
 * Lambda's queue of asynchronous invocations in simulated time, for the accounts of an Organization
 * whose schedules start at the same moment.
 */
package initialkeys.simulation.manyaccounts;
