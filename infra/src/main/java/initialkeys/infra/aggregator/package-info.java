/** The results of all accounts in one place: an aggregator of AWS Config and stored queries. */
package initialkeys.infra.aggregator;
