package io.github.lanefactor.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request to a web server, given up if the server falls silent. */
final class Transfer {
  private static final long POLL_MILLIS = 100;

  private final URI address;
  private final Head head;
  private final Body body;
  private volatile long heard = System.nanoTime();
  private volatile IOException failure;

  /** Looks at the head of an answer. */
  @FunctionalInterface
  interface Head {
    /** Whether the body is wanted. */
    boolean wanted(ResponseInfo head) throws IOException;
  }

  /** Takes the body piece by piece. */
  @FunctionalInterface
  interface Body {
    void take(byte[] piece) throws IOException;
  }

  Transfer(URI address, Head head, Body body) {
    this.address = address;
    this.head = head;
    this.body = body;
  }

  /**
   * Sends the request and waits for the end of the answer.
   *
   * @param timeout how long the server may be silent
   * @param watcher is called every now and then
   * @return the status
   * @throws InterruptedException if the thread is interrupted
   */
  int run(HttpClient client, HttpRequest request, Duration timeout, Runnable watcher)
      throws IOException, InterruptedException {
    heard = System.nanoTime();
    CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request, this::begin);
    try {
      while (true) {
        try {
          return ended(answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException e) {
          watcher.run();
          if (failure != null) {
            throw failure;
          }
          if (System.nanoTime() - heard > timeout.toNanos()) {
            throw new IOException(
                "%s was silent for %d s".formatted(address, Math.max(1, timeout.toSeconds())));
          }
        }
      }
    } catch (ExecutionException e) {
      throw failure != null ? failure : new IOException(reason(e.getCause()), e);
    } finally {
      answer.cancel(true); // ends it if it has not ended
    }
  }

  private int ended(int status) throws IOException {
    if (failure != null) {
      throw failure;
    }
    return status;
  }

  private BodySubscriber<Void> begin(ResponseInfo info) {
    heard = System.nanoTime();
    try {
      if (head.wanted(info)) {
        return BodySubscribers.ofByteArrayConsumer(this::take);
      }
    } catch (IOException e) {
      failure = e;
    }
    return BodySubscribers.replacing(null);
  }

  private void take(Optional<byte[]> piece) {
    heard = System.nanoTime();
    if (piece.isPresent() && failure == null) {
      try {
        body.take(piece.get());
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private String reason(Throwable e) {
    if (e instanceof HttpConnectTimeoutException) {
      return address + " does not answer";
    }
    if (e instanceof ConnectException) {
      return address + " cannot be reached";
    }
    return "%s broke off: %s".formatted(address, e.getMessage());
  }
}
