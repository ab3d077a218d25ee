package initialkeys.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Decides, for every client, what the body of a successful response means. To the SDK alone a body
 * that is missing is a response without users, keys or failed evaluations.
 *
 * <ul>
 *   <li>Nothing or white space, or a document that ends early: the call is retried. Every call of
 *       this function can be repeated.
 *   <li>JSON that is malformed, is not an object, or has the members of an error: the call fails.
 *   <li>A JSON object, empty or not: a success, because response members are optional (F13).
 *   <li>XML that is malformed: the SDK's parser fails the call, and the message gives the cause.
 * </ul>
 */
final class ResponseBodyInterceptor implements ExecutionInterceptor {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> ERROR_MEMBERS = Set.of("__type", "message", "Message");

  /**
   * What follows an optional declaration: a comment or a DOCTYPE, which no response of AWS begins
   * with, or the first tag. The first group is the tag's name, the second is / in an empty one.
   */
  private static final Pattern ROOT =
      Pattern.compile("\\s*(?:<\\?[^>]*\\?>\\s*)?<(?:!|([\\w:.-]+)[^>]*?(/?)>)");

  /** Longer than any first tag, and than any last one with white space. */
  private static final int TAG_LENGTH = 1_000;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.httpResponse().isSuccessful()
        ? Optional.of(requireWhole(context))
        : context.responseBody();
  }

  private static InputStream requireWhole(Context.ModifyHttpResponse context) {
    byte[] body = context.responseBody().map(ResponseBodyInterceptor::read).orElse(new byte[0]);
    if (isJson(context)) {
      requireWholeJson(body);
    } else {
      requireNotBlank(body);
      requireLastTag(body);
    }
    return new ByteArrayInputStream(body);
  }

  /**
   * Accepts a JSON object.
   *
   * @throws RetryableException when it is missing or ends early
   * @throws SdkClientException when it is malformed or an error
   */
  static void requireWholeJson(byte[] body) {
    requireNotBlank(body);
    requireJsonObject(body);
  }

  private static void requireNotBlank(byte[] body) {
    if (isBlank(body)) throw RetryableException.create("AWS returned an empty response");
  }

  private static boolean isBlank(byte[] body) {
    return IntStream.range(0, body.length).allMatch(i -> Character.isWhitespace(body[i]));
  }

  private static byte[] read(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException broken) {
      throw endedEarly(broken.getMessage());
    }
  }

  private static boolean isJson(Context.ModifyHttpResponse context) {
    return context
        .httpRequest()
        .firstMatchingHeader("Content-Type")
        .filter(type -> type.contains("json"))
        .isPresent();
  }

  private static void requireJsonObject(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) throw malformed("no JSON object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String member = json.currentName();
        json.nextToken();
        if (ERROR_MEMBERS.contains(member)) {
          throw SdkClientException.create(
              "AWS returned an error with the status of a success: " + json.getText());
        }
        json.skipChildren();
      }
      if (json.nextToken() != null) throw malformed("text after the JSON object");
    } catch (JsonProcessingException notJson) {
      if (isTruncated(notJson, body)) throw endedEarly("within a JSON object");
      throw malformed(notJson.getOriginalMessage());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** The parser reports a truncated word as an unknown word, not as an early end. */
  private static boolean isTruncated(JsonProcessingException notJson, byte[] body) {
    String text = text(body, 0, body.length).strip();
    return text.startsWith("{") && (notJson instanceof JsonEOFException || !text.endsWith("}"));
  }

  /** Not an IOException, and without one as its cause: the SDK retries those. */
  private static SdkClientException malformed(String why) {
    return SdkClientException.create("Could not parse the JSON response: " + why);
  }

  private static void requireLastTag(byte[] body) {
    int length = Math.min(TAG_LENGTH, body.length);
    String start = text(body, 0, length);
    if (!start.stripLeading().startsWith("<")) return; // The parser names what it is.
    Matcher root = ROOT.matcher(start);
    if (!root.lookingAt()) throw endedEarly("within its first tag");
    if (root.group(1) == null || !root.group(2).isEmpty()) return;
    String end = text(body, body.length - length, length);
    if (!end.contains("</%s>".formatted(root.group(1)))) throw endedEarly("without its last tag");
  }

  private static String text(byte[] body, int from, int length) {
    return new String(body, from, length, StandardCharsets.ISO_8859_1);
  }

  private static RetryableException endedEarly(String where) {
    return RetryableException.create("AWS returned a response that ended early: " + where);
  }

  /** "Could not parse XML response" alone says nothing: the cause is what an operator needs. */
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable failure = context.exception();
    String cause =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .reduce((outer, inner) -> inner)
            .map(Throwable::getMessage)
            .orElse("");
    if (failure.getClass() != SdkClientException.class || failure.getMessage().contains(cause)) {
      return failure;
    }
    return SdkClientException.create(
        "%s %s".formatted(failure.getMessage(), cause.replaceAll("\\s+", " ")), failure);
  }
}
