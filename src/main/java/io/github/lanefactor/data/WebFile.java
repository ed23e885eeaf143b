package io.github.lanefactor.data;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file on a web server that may stall, break off, or send something else. */
final class WebFile {
  /** How often a server is asked in all. */
  private static final int ATTEMPTS = 5;

  /** No small text is longer than this, in bytes. */
  private static final int LONGEST_TEXT = 1 << 16;

  private static final Set<Integer> NOT_THERE = Set.of(403, 404, 410);

  /** Answers that may change soon: too long a wait, too many requests. */
  private static final Set<Integer> PASSING = Set.of(408, 429);

  private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");

  private final URI address;
  private final Duration timeout;
  private final Duration pause;
  private final Consumer<String> notes;
  private final HttpClient client;

  /**
   * @param timeout how long the server may be silent
   * @param pause how long to wait before the first retry; twice as long before each further one
   * @param notes hears of retries
   */
  WebFile(URI address, Duration timeout, Duration pause, Consumer<String> notes) {
    this.address = address;
    this.timeout = timeout;
    this.pause = pause;
    this.notes = notes;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL) // a few, and none from https to http
            .build();
  }

  URI address() {
    return address;
  }

  /** Hears how many bytes are there, and how many there will be; -1 if that is not known. */
  @FunctionalInterface
  interface Watcher {
    void at(long done, long total);
  }

  /** A failure that another attempt cannot mend. */
  private static final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }

  /** One attempt. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Tries a few times, with longer and longer pauses. */
  private <T> T retried(Attempt<T> attempt) throws IOException {
    Duration wait = pause;
    for (int n = 1; ; n++) {
      try {
        try {
          return attempt.run();
        } catch (Refusal e) {
          throw e;
        } catch (IOException e) {
          if (n == ATTEMPTS) {
            throw new IOException("%s (%d attempts)".formatted(e.getMessage(), n), e);
          }
          notes.accept(e.getMessage() + "; trying again");
          Thread.sleep(wait.toMillis());
          wait = wait.multipliedBy(2);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Refusal("interrupted; the next run goes on from here");
      }
    }
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(address).header("User-Agent", "lanefactor");
  }

  private void check(int status) throws IOException {
    if (status / 100 == 3) {
      throw new Refusal(address + " redirects too often, or from https to http");
    }
    if (status / 100 == 4 && !PASSING.contains(status)) {
      throw new Refusal(address + " answered " + status);
    }
    if (status / 100 != 2) {
      throw new IOException(address + " answered " + status);
    }
  }

  /** A small text; null if there is none at the address. */
  String text() throws IOException {
    return retried(
        () -> {
          StringBuilder text = new StringBuilder();
          Transfer transfer =
              new Transfer(
                  address,
                  info -> info.statusCode() == 200,
                  piece -> {
                    for (byte b : piece) {
                      text.append((char) (b & 0xff));
                    }
                    if (text.length() > LONGEST_TEXT) {
                      throw new Refusal(
                          "expected a small text at %s, found more".formatted(address));
                    }
                  });
          int status = transfer.run(client, request().build(), timeout, () -> {});
          if (NOT_THERE.contains(status)) {
            return null;
          }
          check(status);
          return text.toString();
        });
  }

  /**
   * Fetches the file, and goes on from what is there if the server can.
   *
   * @param part where it goes
   */
  void fetch(Path part, Watcher watcher) throws IOException {
    retried(
        () -> {
          try (FileChannel file =
              FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            new Fetch(part, file).run(watcher);
          } finally {
            if (Files.exists(part) && Files.size(part) == 0) {
              Files.delete(part);
            }
          }
          return null;
        });
  }

  /** One attempt to fetch the file. */
  private final class Fetch {
    private final Path part;
    private final FileChannel file;

    /** How many bytes are there. */
    private volatile long done;

    /** How many there will be; -1 if that is not known. */
    private volatile long total = -1;

    Fetch(Path part, FileChannel file) {
      this.part = part;
      this.file = file;
    }

    void run(Watcher watcher) throws IOException, InterruptedException {
      long there = file.size();
      done = there;
      HttpRequest.Builder request = request();
      if (there > 0) {
        request.header("Range", "bytes=" + there + "-");
      }
      Transfer transfer = new Transfer(address, info -> begin(info, there), this::take);
      int status = transfer.run(client, request.build(), timeout, () -> watcher.at(done, total));
      if (status == 416) {
        if (total != there) {
          anew("has another length than when it was fetched before");
        }
        return; // all was there already
      }
      check(status);
      if (total >= 0 && done != total) {
        throw new IOException("%s sent %d of %d bytes".formatted(address, done, total));
      }
      watcher.at(done, total);
    }

    private boolean begin(ResponseInfo info, long there) throws IOException {
      HttpHeaders headers = info.headers();
      Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
      boolean ranged = range.matches();
      if (info.statusCode() == 416) {
        total = ranged ? Long.parseLong(range.group(2)) : -1;
      }
      if (info.statusCode() != 200 && info.statusCode() != 206) {
        return false;
      }
      String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
      if (type.startsWith("text/html")) {
        throw new Refusal("expected a zip archive at %s, found a web page".formatted(address));
      }
      if (info.statusCode() == 206) {
        if (!ranged || range.group(1) == null || Long.parseLong(range.group(1)) != there) {
          anew("answered with another part of the file than was asked for");
        }
        total = Long.parseLong(range.group(2));
      } else {
        file.truncate(0);
        done = 0;
        total = headers.firstValueAsLong("Content-Length").orElse(-1);
      }
      file.position(done);
      long free = Files.getFileStore(part.toAbsolutePath()).getUsableSpace();
      if (total - done > free) {
        throw new Refusal(
            "%s needs %d bytes more, found %d free".formatted(part, total - done, free));
      }
      return true;
    }

    /** Throws away what is there: the next attempt begins at the beginning. */
    private void anew(String why) throws IOException {
      file.truncate(0);
      throw new IOException(address + " " + why);
    }

    private void take(byte[] piece) throws IOException {
      ByteBuffer bytes = ByteBuffer.wrap(piece);
      try {
        while (bytes.hasRemaining()) {
          done += file.write(bytes);
        }
      } catch (IOException e) {
        throw new Refusal("cannot write %s: %s".formatted(part, e.getMessage()));
      }
    }
  }
}
