/**
 * What the commands print: standard output and standard error, colour where a person reads it, and
 * the progress of long work.
 */
package initialkeys.cli.terminal;
