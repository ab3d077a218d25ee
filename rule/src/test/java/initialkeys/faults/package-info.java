/**
 * Whole invocations over HTTP, with the real clients of the SDK, against a server that injects
 * faults into each call.
 */
package initialkeys.faults;
