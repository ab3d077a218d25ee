/**
 * The accounts and events of {@code test-fixtures}, and AWS as far as the rule sees it: IAM and AWS
 * Config as fakes whose unforeseen calls throw (F30), with the SDK's own paginators on top.
 */
package initialkeys.simulation;
