package initialkeys.faults;

import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;

/** A fault of every request, and what the message of the SDK contains. */
enum PersistentFault {
  THROTTLED(FaultInjection.THROTTLING_MESSAGE),
  ERROR_500("Status Code: 500"),
  ERROR_503("Status Code: 503"),
  CONNECTION_RESET("Unexpected end of file"),
  NO_RESPONSE("Read timed out"),
  TRUNCATED(""),
  HEADERS_ONLY("AWS returned a response that ended early"),
  EMPTY_BODY("AWS returned an empty response"),
  UNKNOWN_BODY(""),
  DENIED("Request ID: 11111111-2222-3333-4444-555555555555");

  private final String message;

  PersistentFault(String message) {
    this.message = message;
  }

  String message() {
    return message;
  }

  Response response(FakeAwsServer server, String operation) {
    return switch (this) {
      case THROTTLED ->
          FaultInjection.error(operation, 400, "Throttling", FaultInjection.THROTTLING_MESSAGE);
      case ERROR_500 -> Response.of(500, "");
      case ERROR_503 -> Response.of(503, "");
      case CONNECTION_RESET -> Response.connectionReset();
      case NO_RESPONSE -> server.noResponse();
      case TRUNCATED -> FaultInjection.truncated(operation);
      case HEADERS_ONLY -> Response.headersOnly();
      case EMPTY_BODY -> Response.of(200, "");
      case UNKNOWN_BODY -> Response.of(200, "text/html", "<html/>");
      case DENIED ->
          FaultInjection.error(
              operation,
              FaultInjection.isConfigOperation(operation) ? 400 : 403,
              "AccessDenied",
              "no");
    };
  }
}
