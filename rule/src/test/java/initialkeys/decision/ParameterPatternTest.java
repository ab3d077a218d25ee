package initialkeys.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The regular expressions of the rule parameters, against the parser. */
class ParameterPatternTest {

  private static final String ID = "AIDA45G7DGFFAGC243H2A";

  /** Entries of {@code exemptUsers}, allowed and not. */
  private static final List<String> ENTRIES =
      List.of(
          "ann",
          "a+b=c.d@e-f_9",
          "*",
          "**",
          "svc-*-*",
          "n".repeat(64),
          "n".repeat(65),
          "*" + "n*".repeat(64),
          "*" + "n*".repeat(65),
          "ann bo",
          "änn",
          "ann!",
          "/",
          "//",
          "//*",
          "/a",
          "/a/",
          "/a*",
          "/a*/",
          "/a b/",
          "/a~!/*",
          "/*a",
          "/" + "p".repeat(510) + "/",
          "/" + "p".repeat(511) + "/",
          "/" + "p".repeat(510) + "*",
          "/" + "p".repeat(511) + "*",
          "/" + "p*".repeat(510) + "/*",
          "/" + "p*".repeat(510),
          "/" + "p*".repeat(511),
          "arn:aws:iam::111122223333:user/ann",
          ID,
          ID.toLowerCase(Locale.ROOT),
          ID.substring(0, 15),
          ID.substring(0, 16),
          "AIDA*",
          "AIDA",
          "AIDABO",
          "AIDABO7",
          "aidan",
          "AIDB45G7DGFFAGC243H2A",
          "AID" + "A".repeat(125),
          "AID" + "A".repeat(126),
          "AKIA45G7DGFFAGC243H2",
          "AKIA45G7DGF",
          "AROA" + "A".repeat(60),
          "AROA" + "a".repeat(60));

  @ParameterizedTest
  @EnumSource
  void oddTextMatchesWhereParserAcceptsIt(RuleParameter parameter) {
    for (String text :
        List.of("", " ", "5 ", " 5", "+5", "-1", "5.0", "1e2", "٥", "true", "TRUE", "false\n")) {
      assertThat(text.matches(parameter.pattern()))
          .as("%s '%s'", parameter, text)
          .isEqualTo(isAccepted(parameter, text) && !isUnusable(text));
    }
  }

  /** AWS Config rejects spaces alone, and a text of JSON escapes other white space. */
  private static boolean isUnusable(String text) {
    return text.matches(" +|(?s).*[\\t-\\r].*");
  }

  @Test
  void entriesMatchWhereParserAcceptsThem() {
    for (String entry : ENTRIES) assertAgreement(entry);
  }

  @Test
  void listsMatchWhereParserAcceptsThem() {
    for (String list : List.of(",", ",,", " , ", "ann,", ",ann", "ann , bo", "ann bo,cy", "a,,b")) {
      assertAgreement(list);
    }
    for (String one : ENTRIES) {
      for (String other : ENTRIES) assertAgreement(one + ", " + other);
    }
  }

  /**
   * CloudFormation matches a template parameter of up to 4,096 characters with the pattern (F81,
   * F82). The size of its stack is not documented.
   */
  @Test
  void longestListsNeedLittleStack() {
    for (String entry : List.of("a,", ",", "a , ", "*,", "/*/,", "/" + "p*".repeat(510) + ",")) {
      String list = entry.repeat(4_096 / entry.length());
      assertThat(isAccepted(RuleParameter.EXEMPT_USERS, list)).as(entry).isTrue();
      CompletableFuture<Boolean> matches =
          CompletableFuture.supplyAsync(
              () -> list.matches(RuleParameter.EXEMPT_USERS.pattern()),
              task -> new Thread(null, task, "small stack", 256 * 1_024).start());
      assertThat(matches).as(entry).succeedsWithin(Duration.ofMinutes(1)).isEqualTo(true);
    }
  }

  /** Short entries of the characters that matter. */
  @Test
  void randomListsMatchWhereParserAcceptsThem() {
    Random random = new Random(18);
    String characters = "AIDaid27*/,ab -";
    for (int i = 0; i < 20_000; i++) {
      assertAgreement(
          IntStream.range(0, 1 + random.nextInt(8))
              .mapToObj(_ -> "" + characters.charAt(random.nextInt(characters.length())))
              .collect(Collectors.joining()));
    }
    for (int i = 0; i < 10_000; i++) {
      String prefix = List.of("AIDA", "aida", "AKIA").get(random.nextInt(3));
      assertAgreement(
          IntStream.range(0, 11 + random.nextInt(8))
              .mapToObj(_ -> "" + "ABCDEFGabc234*".charAt(random.nextInt(14)))
              .collect(Collectors.joining("", prefix, "")));
    }
  }

  /** What a text of JSON escapes, white space other than spaces, and spaces alone. */
  @Test
  void someAcceptedListsDoNotMatch() {
    assertThat(Stream.of("/a\"b/", "/a\\b/", "ann,\tbo", "ann,\nbo", "ann,\u2003bo", " ", "  "))
        .allSatisfy(
            list -> {
              assertThat(isAccepted(RuleParameter.EXEMPT_USERS, list)).isTrue();
              assertThat(list).doesNotMatch(RuleParameter.EXEMPT_USERS.pattern());
            });
  }

  private static void assertAgreement(String list) {
    assertThat(list.matches(RuleParameter.EXEMPT_USERS.pattern()))
        .as("'%s'", list)
        .isEqualTo(isAccepted(RuleParameter.EXEMPT_USERS, list) && !isUnusable(list));
  }

  private static boolean isAccepted(RuleParameter parameter, String text) {
    try {
      RuleParameters.parse(Map.of(parameter.key(), text));
      return true;
    } catch (InvalidInputException rejected) {
      return false;
    }
  }
}
