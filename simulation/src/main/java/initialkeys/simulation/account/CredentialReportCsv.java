package initialkeys.simulation.account;

import initialkeys.simulation.account.Account.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the credential report of an account (F20 to F22) in any of the formats that IAM has been
 * seen to use or may use: time zone, capitals, quotes, number of columns, root row.
 */
public final class CredentialReportCsv {

  private static final String HEADER =
      "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
          + "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
          + "access_key_1_last_used_date,access_key_1_last_used_region,"
          + "access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,"
          + "access_key_2_last_used_date,access_key_2_last_used_region,"
          + "access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,"
          + "cert_2_last_rotated";
  private static final String ROOT =
      "<root_account>,arn:aws:iam::123456789012:root,2015-01-01T00:00:00+00:00,not_supported,"
          + "no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,"
          + "N/A,N/A,false,N/A,false,N/A";

  private final Random random;
  private final String zone;
  private final boolean capitals;
  private final boolean hasThirdKeyColumn;
  private final boolean quotes;

  private CredentialReportCsv(Random random) {
    this.random = random;
    zone = random.nextBoolean() ? "Z" : "+00:00";
    capitals = random.nextInt(4) == 0;
    hasThirdKeyColumn = random.nextBoolean();
    quotes = random.nextBoolean();
  }

  /**
   * Writes a credential report.
   *
   * @param users the users of the account
   * @param deleted deleted users, any of which may still have a row
   * @param random chooses the format
   */
  public static String of(List<User> users, List<User> deleted, Random random) {
    return new CredentialReportCsv(random).text(users, deleted);
  }

  private String text(List<User> users, List<User> deleted) {
    List<String> rows = new ArrayList<>();
    rows.add(HEADER + (hasThirdKeyColumn ? ",additional_credentials_info" : ""));
    if (random.nextBoolean()) rows.add(ROOT + (hasThirdKeyColumn ? ",N/A" : ""));
    users.forEach(user -> rows.add(row(user)));
    deleted.stream().filter(user -> random.nextBoolean()).forEach(user -> rows.add(row(user)));
    return String.join("\n", rows) + (random.nextInt(4) == 0 ? "\n" : "");
  }

  private String row(User user) {
    List<String> cells = new ArrayList<>();
    boolean isQuoted = quotes && user.name().contains(",");
    cells.add(isQuoted ? "\"%s\"".formatted(user.name()) : user.name());
    String arn = "arn:aws:iam::123456789012:user/" + user.name();
    cells.add(isQuoted ? "\"%s\"".formatted(arn) : arn);
    cells.add(time(user.created()));
    cells.add(flag(user.password()));
    cells.addAll(List.of(user.password() ? "no_information" : "N/A", "N/A", "N/A", flag(false)));
    List<Account.Key> slots = new ArrayList<>(user.keys());
    Collections.shuffle(slots, random);
    boolean mayLeaveEmpty = hasThirdKeyColumn && slots.size() > 2;
    for (int slot = 0; slot < 2; slot++) {
      boolean isLeftEmpty = mayLeaveEmpty && random.nextBoolean();
      if (slot < slots.size() && !isLeftEmpty) addKey(cells, slots.get(slot));
      else cells.addAll(List.of(flag(false), "N/A", "N/A", "N/A", "N/A"));
    }
    cells.addAll(List.of(flag(false), "N/A", flag(false), "N/A"));
    if (hasThirdKeyColumn) cells.add(user.keys().size() > 2 ? "1 more key" : "N/A");
    return String.join(",", cells);
  }

  private void addKey(List<String> cells, Account.Key key) {
    boolean isUsed = key.lastUsed() != null;
    cells.add(flag(key.status().equals("Active")));
    cells.add(time(key.created()));
    cells.add(isUsed ? time(key.lastUsed()) : "N/A");
    cells.addAll(isUsed ? List.of("us-east-1", "s3") : List.of("N/A", "N/A"));
  }

  private String flag(boolean value) {
    String text = String.valueOf(value);
    return capitals ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text;
  }

  private String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", zone);
  }
}
