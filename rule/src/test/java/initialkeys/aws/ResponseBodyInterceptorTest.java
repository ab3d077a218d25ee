package initialkeys.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import initialkeys.simulation.http.FakeAws;
import initialkeys.simulation.http.FakeAwsServer;
import initialkeys.simulation.http.FakeAwsServer.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.config.ConfigClient;
import software.amazon.awssdk.services.config.model.InvalidResultTokenException;
import software.amazon.awssdk.services.config.model.PutEvaluationsResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.ListUsersResponse;
import software.amazon.awssdk.services.sts.StsClient;

/** What the body of a response with status 200 means, over the wire. */
class ResponseBodyInterceptorTest {

  private static final int ATTEMPTS = 7;
  private static final String NO_USERS =
      "<ListUsersResponse><ListUsersResult><IsTruncated>false</IsTruncated><Users/>"
          + "</ListUsersResult></ListUsersResponse>";

  private FakeAwsServer wire;
  private Response response;

  @BeforeEach
  void open() throws IOException {
    wire = new FakeAwsServer(request -> response);
  }

  @AfterEach
  void close() {
    wire.close();
  }

  private PutEvaluationsResponse putEvaluations() {
    try (ConfigClient config = WireClients.client(ConfigClient.builder(), wire)) {
      return config.putEvaluations(request -> request.resultToken("token"));
    }
  }

  private ListUsersResponse listUsers() {
    try (IamClient iam = WireClients.client(IamClient.builder(), wire)) {
      return iam.listUsers();
    }
  }

  private void assertAttempts(int attempts) {
    assertThat(wire.takeRequests()).hasSize(attempts);
  }

  /** In chunks, so that no length says how much is missing. */
  private static Response inChunks(String body) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().close();
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\n} ",
        "{\"FailedEvaluations\":[]}",
        "{\"FailedEvaluations\":null}",
        "{\"Unknown\":{\"message\":\"of something inside\"}}"
      })
  void jsonObjectWithoutFailedEvaluationsIsASuccess(String body) {
    response = Response.of(200, body);
    assertThat(putEvaluations().failedEvaluations()).isEmpty();
    assertAttempts(1);
  }

  static Stream<Arguments> failuresOfConfig() {
    return Stream.of(
        Arguments.of("", ATTEMPTS, "AWS returned an empty response"),
        Arguments.of(" ", ATTEMPTS, "AWS returned an empty response"),
        Arguments.of("\r\n\t ", ATTEMPTS, "AWS returned an empty response"),
        Arguments.of(
            "{\"Fail", ATTEMPTS, "AWS returned a response that ended early: within a JSON object"),
        Arguments.of(
            "{\"a\":tr",
            ATTEMPTS,
            "AWS returned a response that ended early: within a JSON object"),
        Arguments.of(
            "{\"a\":[{}",
            ATTEMPTS,
            "AWS returned a response that ended early: within a JSON object"),
        Arguments.of(
            "{", ATTEMPTS, "AWS returned a response that ended early: within a JSON object"),
        Arguments.of(
            "{\"message\":\"Internal server error\"}",
            1,
            "AWS returned an error with the status of a success: Internal server error"),
        Arguments.of(
            "{\"FailedEvaluations\":[],\"Message\":\"no\"}",
            1,
            "AWS returned an error with the status of a success: no"),
        Arguments.of(
            "{\"__type\":\"InvalidResultTokenException\"}",
            1,
            "AWS returned an error with the status of a success: InvalidResultTokenException"),
        Arguments.of("<html></html>", 1, "Could not parse the JSON response: "),
        Arguments.of("null", 1, "Could not parse the JSON response: no JSON object"),
        Arguments.of("nul", 1, "Could not parse the JSON response: "),
        Arguments.of("[]", 1, "Could not parse the JSON response: no JSON object"),
        Arguments.of("{} {}", 1, "Could not parse the JSON response: text after the JSON object"),
        Arguments.of("{\"a\" 1 }", 1, "Could not parse the JSON response: "));
  }

  @ParameterizedTest
  @MethodSource("failuresOfConfig")
  void onlyAnEmptyOrUnfinishedJsonResponseIsRetried(String body, int attempts, String message) {
    response = body.isEmpty() ? Response.of(200, "") : inChunks(body);
    assertThatThrownBy(this::putEvaluations).hasMessageStartingWith(message);
    assertAttempts(attempts);
  }

  static Stream<Arguments> failuresOfIam() {
    String early = "AWS returned a response that ended early: without its last tag";
    String withinFirstTag = "AWS returned a response that ended early: within its first tag";
    return Stream.of(
        Arguments.of("", ATTEMPTS, "AWS returned an empty response"),
        Arguments.of(" \n", ATTEMPTS, "AWS returned an empty response"),
        Arguments.of("<", ATTEMPTS, withinFirstTag),
        Arguments.of("<ListUsersResp", ATTEMPTS, withinFirstTag),
        Arguments.of("<ListUsersResponse><ListUsersResult>", ATTEMPTS, early),
        Arguments.of(
            "<?xml version=\"1.0\"?>\n<ListUsersResponse xmlns=\"u\"><L/>", ATTEMPTS, early),
        Arguments.of("<?xml version=", ATTEMPTS, withinFirstTag),
        Arguments.of(
            "<ListUsersResponse>\u0001</ListUsersResponse>",
            1,
            "ParseError at [row,col]:[1,20] Message: "),
        Arguments.of("<!DOCTYPE html><html><br></html>", 1, "ParseError at [row,col]:"),
        Arguments.of("<html><br></html><!-- proxy -->", 1, "ParseError at [row,col]:"),
        Arguments.of("<a><b></a>", 1, "ParseError at [row,col]:"),
        Arguments.of("{}", 1, "ParseError at [row,col]:[1,1] Message: "));
  }

  @ParameterizedTest
  @MethodSource("failuresOfIam")
  void onlyAnEmptyOrUnfinishedXmlResponseIsRetried(String body, int attempts, String message) {
    response = body.isEmpty() ? Response.of(200, "") : inChunks(body);
    assertThatThrownBy(this::listUsers)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
    assertAttempts(attempts);
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_USERS, NO_USERS + "\r\n", "<?xml version=\"1.0\"?>\n" + NO_USERS})
  void wholeDocumentIsReadAtTheFirstAttempt(String body) {
    response = Response.of(200, body);
    assertThat(listUsers().isTruncated()).isFalse();
    assertAttempts(1);
  }

  @Test
  void rootWithoutContentIsAWholeDocument() {
    response = Response.of(200, "<ListUsersResponse xmlns=\"https://iam.amazonaws.com/\"/>");
    assertThat(listUsers().hasUsers()).isFalse();
    assertAttempts(1);
  }

  @Test
  void responseShorterThanItsContentLengthIsRetried() {
    response = Response.truncated(NO_USERS);
    assertThatThrownBy(this::listUsers)
        .hasMessageStartingWith("AWS returned a response that ended early: Premature EOF");
    assertAttempts(ATTEMPTS);
  }

  @Test
  void earlyEndIsNoFailureWhenRetryGivesWholeResponse() {
    response = Response.of(200, NO_USERS);
    wire.failFirst("ListUsers", inChunks("<ListUsersResponse>"), Response.of(200, " "));
    assertThat(listUsers().hasUsers()).isTrue();
    assertAttempts(3);
  }

  @Test
  void bodyOfAnErrorIsLeftToTheSdk() {
    response = FakeAws.iamError(403, "AccessDenied", "not authorized to list users");
    assertThatThrownBy(this::listUsers)
        .isInstanceOf(IamException.class)
        .hasMessageStartingWith("not authorized to list users (Service: Iam, Status Code: 403");
    assertAttempts(1);
    response = FakeAws.configError(400, "InvalidResultTokenException", "expired");
    assertThatThrownBy(this::putEvaluations).isInstanceOf(InvalidResultTokenException.class);
    assertAttempts(1);
  }

  private record Failed(Throwable exception) implements Context.FailedExecution {

    @Override
    public SdkRequest request() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SdkHttpRequest> httpRequest() {
      return Optional.empty();
    }

    @Override
    public Optional<SdkHttpResponse> httpResponse() {
      return Optional.empty();
    }

    @Override
    public Optional<SdkResponse> response() {
      return Optional.empty();
    }
  }

  static Stream<Throwable> failuresThatNeedNoCause() {
    Exception cause = new IOException("unreachable");
    return Stream.of(
        SdkClientException.create("no cause"),
        SdkClientException.create("no connection: unreachable", cause),
        ApiCallTimeoutException.create("timed out", cause),
        IamException.builder().message("denied").cause(cause).build());
  }

  @ParameterizedTest
  @MethodSource("failuresThatNeedNoCause")
  void failureOfAnotherTypeOrWithItsCauseIsUnchanged(Throwable failure) {
    assertThat(
            new ResponseBodyInterceptor()
                .modifyException(new Failed(failure), new ExecutionAttributes()))
        .isSameAs(failure);
  }

  @Test
  void emptyResponseOfStsIsRetried() {
    response = Response.of(200, " ");
    try (StsClient sts = WireClients.client(StsClient.builder(), wire)) {
      assertThat(Optional.ofNullable(catchThrowable(() -> sts.assumeRole(it -> it.roleArn("r")))))
          .get()
          .extracting(Throwable::getMessage)
          .asString()
          .startsWith("AWS returned an empty response");
    }
    assertAttempts(ATTEMPTS);
  }
}
