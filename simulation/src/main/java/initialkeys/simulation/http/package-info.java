/**
 * AWS over HTTP: {@link initialkeys.simulation.http.FakeAwsServer} records every request and
 * injects faults, and its responses come from the services in memory, by moto, or for a whole
 * Organization.
 */
package initialkeys.simulation.http;
