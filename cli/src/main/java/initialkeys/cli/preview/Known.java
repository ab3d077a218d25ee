package initialkeys.cli.preview;

/**
 * A fact, and where it was learnt.
 *
 * @param source the IAM call, the credential report or the file
 */
public record Known<T>(T value, String source) {}
