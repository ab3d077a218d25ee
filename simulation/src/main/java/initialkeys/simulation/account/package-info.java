/**
 * What is in a simulated account, and what AWS sends about it: users and their keys, the credential
 * report, and the events that AWS Config sends to a rule. The accounts and events of test-fixtures
 * are read here.
 */
package initialkeys.simulation.account;
