package initialkeys.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import initialkeys.cli.preview.result.AccountResult;
import initialkeys.cli.preview.result.KeyFacts;
import initialkeys.cli.preview.result.KeyUse;
import initialkeys.cli.preview.result.PreviewResult;
import initialkeys.cli.preview.result.PreviewResult.UnreadAccount;
import initialkeys.cli.preview.result.Result;
import initialkeys.cli.preview.result.SourcedFact;
import initialkeys.cli.preview.result.UserFacts;
import initialkeys.cli.preview.result.UserResult;
import initialkeys.run.CredentialReportStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A preview as JSON. A fact that is not known is null; one that is has its source. Times are in
 * UTC.
 */
final class PreviewJson {

  private final PreviewResult preview;

  PreviewJson(PreviewResult preview) {
    this.preview = preview;
  }

  String text() {
    return IndentedJson.of(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("isComplete", preview.isComplete());
    json.writeObjectFieldStart("users");
    json.writeNumberField("all", preview.userCount());
    for (Result result : Result.values()) {
      json.writeNumberField(result.name(), preview.count(result));
    }
    json.writeEndObject();
    WouldBeSent sent = new WouldBeSent(preview);
    json.writeObjectFieldStart("wouldBeSent");
    json.writeNumberField("evaluations", sent.evaluations());
    json.writeNumberField("findings", sent.findings());
    json.writeNumberField("messages", sent.findings());
    json.writeEndObject();
    json.writeArrayFieldStart("accounts");
    for (AccountResult account : preview.accounts()) write(json, account);
    json.writeEndArray();
    json.writeArrayFieldStart("accountsNotRead");
    for (UnreadAccount account : preview.unreadAccounts()) {
      json.writeStartObject();
      json.writeStringField("accountId", account.accountId());
      json.writeStringField("name", account.name());
      json.writeStringField("reason", account.reason());
      json.writeBooleanField("isExcluded", account.isExcluded());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, AccountResult account) throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", account.accountId());
    json.writeStringField("source", account.basis().source());
    json.writeStringField("evaluated", account.basis().time().toString());
    json.writeBooleanField("isListOfUsersComplete", account.isListComplete());
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : account.basis().parameters().entrySet()) {
      json.writeStringField(parameter.getKey(), parameter.getValue());
    }
    json.writeEndObject();
    json.writeStringField(
        "answerToProcessChecks", WouldBeSent.answer(account).map(Result::text).orElse(null));
    json.writeObjectFieldStart("credentialReport");
    write(json, account.basis().credentialReport());
    json.writeEndObject();
    json.writeArrayFieldStart("failures");
    for (String failure : account.failures()) json.writeString(failure);
    json.writeEndArray();
    json.writeArrayFieldStart("results");
    for (UserResult user : account.users()) write(json, user);
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, CredentialReportStatus status) throws IOException {
    switch (status) {
      case CredentialReportStatus.NotRequested _ -> json.writeBooleanField("isUsed", false);
      case CredentialReportStatus.Used(boolean isFresh, Instant generated, int _) -> {
        json.writeBooleanField("isUsed", true);
        json.writeBooleanField("isFromThisRun", isFresh);
        json.writeStringField("generated", generated.toString());
      }
      case CredentialReportStatus.Unavailable(String reason) -> {
        json.writeBooleanField("isUsed", false);
        json.writeStringField("reason", reason);
      }
    }
  }

  private static void write(JsonGenerator json, UserResult user) throws IOException {
    json.writeStartObject();
    json.writeStringField("user", user.facts().isPresent() ? user.name() : null);
    json.writeStringField("userId", user.id());
    json.writeStringField("result", user.result().name());
    json.writeStringField("reason", user.reason());
    if (user.facts().isPresent()) write(json, user.facts().get());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, UserFacts facts) throws IOException {
    json.writeStringField("path", facts.path());
    writeTime(json, "created", Optional.of(facts.created()));
    if (facts.password().isPresent()) {
      json.writeObjectFieldStart("consolePassword");
      json.writeBooleanField("value", facts.password().get().value());
      json.writeStringField("source", facts.password().get().source());
      json.writeEndObject();
    } else {
      json.writeNullField("consolePassword");
    }
    writeKeys(json, facts);
  }

  private static void writeKeys(JsonGenerator json, UserFacts facts) throws IOException {
    if (facts.keys().isEmpty()) {
      json.writeNullField("accessKeys");
      return;
    }
    SourcedFact<List<KeyFacts>> keys = facts.keys().get();
    json.writeObjectFieldStart("accessKeys");
    json.writeStringField("source", keys.source());
    json.writeArrayFieldStart("keys");
    for (KeyFacts key : keys.value()) write(json, key, facts.created().value());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, KeyFacts key, Instant userCreated)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", key.id().orElse(null));
    json.writeStringField("status", key.status().orElse(null));
    writeTime(json, "created", key.created());
    Optional<Duration> gap = key.afterUser(userCreated);
    if (gap.isPresent()) {
      json.writeNumberField("secondsAfterUser", gap.get().toSeconds());
    } else {
      json.writeNullField("secondsAfterUser");
    }
    if (key.use().isPresent()) {
      write(json, key.use().get());
    } else {
      json.writeNullField("use");
    }
    json.writeBooleanField("isFinding", key.isFinding());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SourcedFact<KeyUse> use) throws IOException {
    json.writeObjectFieldStart("use");
    json.writeBooleanField("isUsed", use.value().isUsed());
    json.writeStringField("lastUsed", use.value().lastUsed().map(Instant::toString).orElse(null));
    json.writeStringField("service", use.value().service().orElse(null));
    json.writeStringField("region", use.value().region().orElse(null));
    json.writeStringField("source", use.source());
    json.writeEndObject();
  }

  private static void writeTime(
      JsonGenerator json, String field, Optional<SourcedFact<Instant>> time) throws IOException {
    if (time.isEmpty()) {
      json.writeNullField(field);
      return;
    }
    json.writeObjectFieldStart(field);
    json.writeStringField("value", time.get().value().toString());
    json.writeStringField("source", time.get().source());
    json.writeEndObject();
  }
}
