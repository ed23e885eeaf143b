package example.service;

import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Reads the body of a request, within limits of size and time. */
final class Body {
  private static final int TOO_LARGE = 413;
  private static final int TOO_SLOW = 408;

  private final int most;
  private final Duration time;

  /**
   * @param most how many bytes a body may have
   * @param time how long the client may take to send it
   */
  Body(int most, Duration time) {
    this.most = most;
    this.time = time;
  }

  /** Refuses a request whose head says already that the body is too long. */
  void checkLength(HttpServletRequest request) {
    if (request.getContentLengthLong() > most) {
      // A client that waits for our word to send the body is answered at once. Any other reads the
      // answer only when it has sent everything.
      if (request.getHeader("Expect") == null) {
        skip(request);
      }
      throw tooLarge();
    }
  }

  /** The whole body. */
  byte[] read(HttpServletRequest request) {
    long begin = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      InputStream in = request.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        body.write(buffer, 0, n);
        if (body.size() > most) {
          skip(request);
          throw tooLarge();
        }
        if (System.nanoTime() - begin > time.toNanos()) {
          throw tooSlow();
        }
      }
      return body.toByteArray();
    } catch (IOException e) {
      throw e.getCause() instanceof TimeoutException
          ? tooSlow()
          : new HttpResponseException(400, "the body is not complete");
    }
  }

  /** Reads on, for as long as a body may take, and forgets what it reads. */
  private void skip(HttpServletRequest request) {
    long begin = System.nanoTime();
    byte[] buffer = new byte[8192];
    try {
      InputStream in = request.getInputStream();
      while (in.read(buffer) >= 0 && System.nanoTime() - begin < time.toNanos()) {
        // only to get it out of the way
      }
    } catch (IOException e) {
      // the client has gone, or is slow besides: it gets the answer if it can
    }
  }

  private HttpResponseException tooLarge() {
    return new HttpResponseException(
        TOO_LARGE, "expected a body of at most %d bytes".formatted(most));
  }

  private HttpResponseException tooSlow() {
    return new HttpResponseException(
        TOO_SLOW, "expected the body within %d seconds".formatted(time.toSeconds()));
  }
}
