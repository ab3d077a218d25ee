/**
 * What an operator sees of the function: its alarms and its dashboards. The metrics and log fields
 * have the names with which the function writes them.
 */
package initialkeys.infra.monitoring;
