package initialkeys.cli.prove.user;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A password that any password policy accepts: as long as IAM allows, with every kind of letter.
 */
final class RandomPassword {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> KINDS =
      List.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "!@#$%^&*");
  private static final int LENGTH = 128;

  private RandomPassword() {}

  /** Nobody knows it: it is sent to IAM, and kept nowhere. */
  static String next() {
    List<Character> letters = new ArrayList<>();
    while (letters.size() < LENGTH) {
      String kind = KINDS.get(letters.size() % KINDS.size());
      letters.add(kind.charAt(RANDOM.nextInt(kind.length())));
    }
    Collections.shuffle(letters, RANDOM);
    return letters.stream().map(String::valueOf).collect(Collectors.joining());
  }
}
