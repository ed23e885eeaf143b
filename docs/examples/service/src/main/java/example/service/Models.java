package example.service;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.ItemSearch;
import io.github.lanefactor.recommend.Recommender;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that answers now, and how it gives way to another. A request takes the current one once
 * and stays with it; a new one is made ready before it takes its place.
 */
final class Models {
  private static final Logger LOG = LoggerFactory.getLogger(Models.class);
  private static final int VERSION_DIGITS = 12;

  private final Path file;
  private final Metrics metrics;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile Served current;
  private volatile Optional<String> failure = Optional.empty();
  private Object seen;

  private Models(Path file, Metrics metrics) {
    this.file = file;
    this.metrics = metrics;
  }

  /**
   * A model that answers.
   *
   * @param version the first digits of the file's SHA-256: the same file, the same version
   * @param loaded since when it answers
   */
  record Served(String version, Instant loaded, Recommender recommender, ItemSearch search) {}

  /** How a reload ended. */
  enum Reload {
    LOADED,
    UNCHANGED,
    FAILED,
    BUSY
  }

  /**
   * Loads the first model.
   *
   * @throws InputException if the file cannot be used
   */
  static Models open(Path file, Metrics metrics) {
    Models models = new Models(file, metrics);
    models.seen = models.stamp();
    models.serve(models.load());
    return models;
  }

  /** The model to answer with. */
  Served current() {
    return current;
  }

  /** Why the last reload failed, if it did. */
  Optional<String> failure() {
    return failure;
  }

  /** Reads the file again. If it cannot be used, the model that answers now goes on. */
  Reload reload() {
    if (!loading.tryLock()) {
      return Reload.BUSY;
    }
    long begin = System.nanoTime();
    Reload end = Reload.FAILED;
    try {
      seen = stamp();
      Served next = load();
      end = next == current ? Reload.UNCHANGED : Reload.LOADED;
      if (end == Reload.LOADED) {
        serve(next);
      }
      failure = Optional.empty();
    } catch (RuntimeException e) {
      failure = Optional.of(e instanceof InputException ? e.getMessage() : e.toString());
      LOG.error("model {} goes on, the new one cannot be used: {}", current.version, failure.get());
    } finally {
      loading.unlock();
      metrics.reloaded(end, Duration.ofNanos(System.nanoTime() - begin));
    }
    return end;
  }

  /** Reads the file again if it is another one than was read last. */
  void reloadIfReplaced() {
    if (!stamp().equals(seen)) {
      reload();
    }
  }

  private void serve(Served next) {
    current = next;
    metrics.serves(next);
    LOG.info("serving model {}: {}", next.version, next.recommender.catalogue());
  }

  /**
   * Reads a copy, unless it is the model that answers now. A model goes on reading its history from
   * the file it came from, so that file must never change; and the version must be that of the
   * bytes that were read.
   */
  private Served load() {
    if (!Files.exists(file)) {
      throw new InputException(file + ": no such file");
    }
    try {
      Path folder = Files.createTempDirectory("lanefactor-service");
      Path copy = folder.resolve(file.getFileName());
      try {
        String version = copy(copy);
        if (current != null && version.equals(current.version)) {
          return current;
        }
        FactorModel model = read(copy);
        Recommender recommender = Recommender.of(model).prepare();
        ItemSearch search = new ItemSearch(model.catalogue());
        search.find("anything"); // the first search makes what all of them need
        return new Served(version, Instant.now(), recommender, search);
      } finally {
        // On Unix the bytes stay until the model is collected; on Windows the file stays.
        delete(copy);
        delete(folder);
      }
    } catch (IOException e) {
      throw new InputException(file + ": " + e, e);
    }
  }

  private String copy(Path copy) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        Files.copy(in, copy);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private FactorModel read(Path copy) {
    try {
      return ModelFile.read(copy);
    } catch (InputException e) {
      throw new InputException(e.getMessage().replace(copy.toString(), file.toString()), e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      path.toFile().deleteOnExit();
    }
  }

  /** What changes when the file is replaced. */
  private Object stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(now.lastModifiedTime(), now.size(), String.valueOf(now.fileKey()));
    } catch (IOException e) {
      return "missing";
    }
  }
}
