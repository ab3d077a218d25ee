/**
 * The formats in which a preview is shown: a table for people, JSON and CSV for programs, and one
 * HTML file for an auditor. A format changes no result and reads nothing.
 */
package initialkeys.cli.report;
