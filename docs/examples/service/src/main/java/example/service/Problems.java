package example.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.UnknownIdException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors as {@code application/problem+json} (RFC 9457). No answer shows the inside of the service.
 */
final class Problems {
  static final String TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;
  private static final int INTERNAL = 500;

  private Problems() {}

  /**
   * An error.
   *
   * @param title what the status means
   * @param detail what was wrong with this request
   */
  record Problem(String title, int status, String detail) {
    static Problem of(int status, String detail) {
      return new Problem(HttpStatus.forStatus(status).getMessage(), status, detail);
    }

    byte[] json() {
      try {
        return Json.MAPPER.writeValueAsBytes(this);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e); // a number and two strings
      }
    }
  }

  /** What becomes of exceptions. */
  static void routes(RoutesConfig routes) {
    routes.exception(
        HttpResponseException.class, (e, ctx) -> write(ctx, e.getStatus(), e.getMessage()));
    // The message of this one searches all ids for the nearest: too much work for a stranger's
    // word.
    routes.exception(
        UnknownIdException.class,
        (e, ctx) ->
            write(ctx, NOT_FOUND, "the model does not know the id \"%s\"".formatted(e.id())));
    routes.exception(InputException.class, (e, ctx) -> write(ctx, UNPROCESSABLE, e.getMessage()));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          String number = UUID.randomUUID().toString();
          LOG.error("error {} of {} {}", number, ctx.method(), ctx.path(), e);
          write(ctx, INTERNAL, "an error of the service; its log says more under " + number);
        });
  }

  private static void write(Context ctx, int status, String detail) {
    ctx.status(status).contentType(TYPE).result(Problem.of(status, detail).json());
    if (status == 408 || status == 413) {
      ctx.header("Connection", "close"); // the rest of the body is still on its way
    }
  }

  /** What Jetty refuses before it gets to us, such as a head that is too long. */
  static final class BelowUs extends ErrorHandler {
    @Override
    protected void generateResponse(
        Request request,
        Response response,
        int code,
        String message,
        Throwable cause,
        Callback callback) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
      response.write(true, ByteBuffer.wrap(Problem.of(code, message).json()), callback);
    }
  }
}
