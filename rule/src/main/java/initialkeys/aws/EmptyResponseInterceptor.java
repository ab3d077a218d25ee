package initialkeys.aws;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Has a success without a single byte asked for again. To the SDK it is an answer with nothing in
 * it: no users, no keys, no evaluation that failed. IAM's own hold XML, AWS Config's an object
 * (F13).
 */
public final class EmptyResponseInterceptor implements ExecutionInterceptor {

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!context.httpResponse().isSuccessful()) return context.responseBody();
    return Optional.of(
        context
            .responseBody()
            .map(EmptyResponseInterceptor::nonEmpty)
            .orElseThrow(EmptyResponseInterceptor::empty));
  }

  private static InputStream nonEmpty(InputStream body) {
    try {
      PushbackInputStream looked = new PushbackInputStream(body);
      int first = looked.read();
      if (first < 0) throw empty();
      looked.unread(first);
      return looked;
    } catch (IOException broken) {
      throw RetryableException.create("AWS's answer broke off: " + broken.getMessage(), broken);
    }
  }

  private static RetryableException empty() {
    return RetryableException.create("AWS answered with nothing");
  }
}
