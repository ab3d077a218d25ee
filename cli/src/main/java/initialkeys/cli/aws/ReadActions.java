package initialkeys.cli.aws;

import java.util.List;
import java.util.stream.Collectors;

/** What the preview calls in an account whose users it evaluates. All of these calls read. */
public final class ReadActions {

  /** As a policy names them. docs/command-line.md has the whole policy of a caller. */
  public static final List<String> OF_ACCOUNT =
      List.of(
          "iam:GenerateCredentialReport",
          "iam:GetCredentialReport",
          "iam:ListUsers",
          "iam:ListAccessKeys",
          "iam:GetLoginProfile",
          "iam:GetAccessKeyLastUsed",
          "iam:GetUser");

  private ReadActions() {}

  /** A policy that a session in another account is limited to. */
  static String sessionPolicy() {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[%s],\"Resource\":\"*\"}]}"
        .formatted(OF_ACCOUNT.stream().map("\"%s\""::formatted).collect(Collectors.joining(",")));
  }
}
