package initialkeys.cli.preview.result;

/**
 * A fact and its source.
 *
 * @param source the IAM call, the credential report or the file
 */
public record SourcedFact<T>(T value, String source) {}
