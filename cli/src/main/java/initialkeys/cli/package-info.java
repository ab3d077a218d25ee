/**
 * The program that people run: {@link initialkeys.cli.InitialKeys} has a class for each command. A
 * command reads its options, does its work with the packages below, and returns an {@link
 * initialkeys.cli.ExitCode}. Results go to standard output, progress and reasons to standard error.
 */
package initialkeys.cli;
