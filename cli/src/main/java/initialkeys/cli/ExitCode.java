package initialkeys.cli;

/** The exit codes of every command, for pipelines. */
final class ExitCode {

  /** Everything was done, whatever the results. */
  static final int COMPLETE = 0;

  /** Everything was done, and something was found: see each command. */
  static final int FINDINGS = 1;

  /** An option, a rule parameter or a file cannot be used; nothing was done. */
  static final int BAD_USAGE = 2;

  /** Some users or accounts could not be read, whatever the results of the others. */
  static final int INCOMPLETE = 3;

  /** Nothing could be read: credentials, permissions or the network. */
  static final int FAILED = 4;

  /** A user of a proof was not deleted, whatever else the proof has shown. */
  static final int NOT_DELETED = 5;

  private ExitCode() {}
}
