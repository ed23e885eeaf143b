package example.service;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/**
 * Closes connections on which the head of a request takes too long. Jetty's own limit is one of
 * idleness, which a client that sends a byte now and then never reaches.
 */
final class Connections extends AbstractLifeCycle implements Connection.Listener {
  private static final ByteBuffer ANSWER =
      ByteBuffer.wrap(
          "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));

  private final Duration time;
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
  private final AtomicLong slow = new AtomicLong();
  private ScheduledExecutorService clock;

  /**
   * @param time how long the head of a request may take
   */
  Connections(Duration time) {
    this.time = time;
  }

  /** What a connection had received when it was last between two requests, and when that was. */
  private record Seen(long bytes, long messages, long nanos) {}

  @Override
  protected void doStart() {
    clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "connections");
              thread.setDaemon(true);
              return thread;
            });
    long step = Math.max(1, time.toMillis() / 5);
    clock.scheduleWithFixedDelay(this::look, step, step, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    clock.shutdownNow();
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen(0, 0, System.nanoTime()));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  /** How many are open. */
  int count() {
    return open.size();
  }

  /** How many have been closed for being slow. */
  long slow() {
    return slow.get();
  }

  private void look() {
    long now = System.nanoTime();
    open.forEach(
        (connection, seen) -> {
          long messages = connection.getMessagesIn();
          long bytes = connection.getBytesIn();
          boolean answering = messages != connection.getMessagesOut();
          if (answering || messages != seen.messages || bytes == seen.bytes) {
            open.replace(connection, seen, new Seen(bytes, messages, now));
          } else if (now - seen.nanos > time.toNanos()) {
            slow.incrementAndGet();
            open.remove(connection);
            EndPoint endPoint = connection.getEndPoint();
            endPoint.write(Callback.from(endPoint::close, e -> endPoint.close()), ANSWER.slice());
          }
        });
  }
}
