package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.lanefactor.FuzzSeeds;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes a file has, it is read, or refused in one line: an {@link InputException}. Nothing
 * else comes out, and what is read can be used. {@code src/test/fuzz/run} goes on from these seeds.
 */
class ReadersFuzzTest {
  private static final String RATINGS =
      "userId,movieId,rating,timestamp\n1,10,4.5,964982703\n1,20,3,964982224\n2,10,0.5,964983815\n";
  private static final String ITEMS =
      "movieId,title,genres\n10,\"Gold Rush, The (1925)\",Adventure|Comedy\n20,Ran (1985),War\n";

  private static Path folder;

  private static Path folder() {
    try {
      if (folder == null) {
        folder = Files.createTempDirectory("lanefactor-fuzz");
        Files.writeString(folder.resolve("known.csv"), RATINGS);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void deleteFolder() throws IOException {
    if (folder != null) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      folder = null;
    }
  }

  /** A new file: an older one may still be mapped. */
  private static Path file(String name, byte[] bytes) {
    Path file = folder().resolve(name);
    try {
      Files.deleteIfExists(file);
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is read, or null if the file is refused in one line that names it. */
  private static <T> T readOrRefuse(Path file, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (InputException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return null;
    }
  }

  private static void check(Ratings ratings) {
    if (ratings == null) {
      return;
    }
    Catalogue catalogue = ratings.catalogue();
    for (int user = 0; user < ratings.users(); user++) {
      assertEquals(user, catalogue.user(catalogue.userId(user)));
      for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
        assertTrue(Float.isFinite(ratings.ratingAt(p)));
        assertTrue(p == ratings.start(user) || ratings.itemAt(p - 1) < ratings.itemAt(p));
      }
    }
    for (int item = 0; item < ratings.items(); item++) {
      assertEquals(item, catalogue.item(catalogue.itemId(item)));
      assertTrue(!catalogue.title(item).contains("\n") && catalogue.genres(item) != null);
    }
  }

  static Stream<Arguments> ratings() {
    return FuzzSeeds.of(
        RATINGS,
        "1::10::5::978300760\n1::20::3::978302109\n2::10::4::978301968\n",
        "196\t242\t3\t881250949\n186\t302\t3\t891717742\n",
        "user;item;stars\n\"a;b\";x;4\nc;\"y \"\"z\"\"\";5\n",
        "\ufeffuser_id,book_id\nanna,1\nben,2\n",
        "1,10,4.5\n2,20,3\n");
  }

  @MethodSource("ratings")
  @FuzzTest
  void ratings(byte[] bytes) {
    Path file = file("ratings", bytes);
    check(readOrRefuse(file, () -> new RatingsReader().read(file)));
  }

  static Stream<Arguments> items() {
    return FuzzSeeds.of(
        ITEMS,
        "10::Toy Story (1995)::Animation|Children's|Comedy\n20::Heat (1995)::Action\n",
        "10|Toy Story (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n",
        "isbn;Book-Title\n10;\"A \"\"B\"\"\"\n");
  }

  @MethodSource("items")
  @FuzzTest
  void items(byte[] bytes) {
    Path file = file("items", bytes);
    Path known = folder().resolve("known.csv");
    check(readOrRefuse(file, () -> new RatingsReader().items(file).read(known)));
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  static Stream<Arguments> archives() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(RATINGS.getBytes(StandardCharsets.UTF_8));
    }
    return FuzzSeeds.of(
        zip("ml/ratings.csv", RATINGS, "ml/movies.csv", ITEMS),
        zip("../ratings.csv", RATINGS, "__MACOSX/._ratings.csv", "x"),
        zip("ml/u.data", "1\t10\t3\t881250949\n", "ml/", ""),
        notUtf8(zip("ä", "", "ratings.csv", RATINGS)),
        gzip.toByteArray());
  }

  /** Found by fuzzing: a name that says it is UTF-8 and is not. */
  private static byte[] notUtf8(byte[] zip) {
    for (int i = 0; i < zip.length; i++) {
      zip[i] = zip[i] == (byte) 0xc3 && zip[i + 1] == (byte) 0xa4 ? (byte) 0xff : zip[i];
    }
    return zip;
  }

  @MethodSource("archives")
  @FuzzTest
  void archives(byte[] bytes) {
    Path file = file("archive.zip", bytes);
    check(readOrRefuse(file, () -> new RatingsReader().read(file)));
  }

  private static Stream<Arguments> models(String name) throws IOException {
    RatingsBuilder builder = new RatingsBuilder();
    builder.item("10", "Ran (1985)", "War|Drama");
    Ratings ratings =
        builder.rating("1", "10", 4, 99).rating("2", "20", 3, 7).rating("2", "10", 1, 8).build();
    Trainer trainer = Trainer.ranking().factors(2).sweeps(1);
    FactorModel ranking = trainer.train(ratings).model();
    FactorModel rating = trainer.objective(Objective.RATING).train(ratings).model();
    FactorModel seed = Trainer.seedRecipe().factors(1).steps(1).train(ratings).model();
    byte[][] files = new byte[3][];
    Path file = file(name, new byte[0]);
    int i = 0;
    for (FactorModel model : new FactorModel[] {ranking, rating.withoutHistory(), seed}) {
      ModelFile.write(model, file);
      files[i++] = Files.readAllBytes(file);
    }
    return FuzzSeeds.of(files);
  }

  static Stream<Arguments> safetensors() throws IOException {
    return models("seed.safetensors");
  }

  static Stream<Arguments> hdf5() throws IOException {
    return models("seed.h5");
  }

  @MethodSource("safetensors")
  @FuzzTest
  void safetensors(byte[] bytes) {
    use(file("model.safetensors", bytes));
  }

  @MethodSource("hdf5")
  @FuzzTest
  void hdf5(byte[] bytes) {
    use(file("model.h5", bytes));
  }

  /** A model that is read can be asked. */
  private static void use(Path file) {
    FactorModel model = readOrRefuse(file, () -> ModelFile.read(file));
    if (model == null) {
      return;
    }
    check(model.history().orElse(null));
    Recommender recommender = Recommender.of(model);
    Catalogue catalogue = model.catalogue();
    if (catalogue.users() > 0 && catalogue.items() > 0) {
      recommender.recommend(catalogue.userId(0), Query.top(3));
      recommender.similarItems(catalogue.itemId(0), Query.top(3));
      recommender.predict(catalogue.userId(0), catalogue.itemId(0));
    }
    assertTrue(!model.settings().describe().isEmpty());
  }
}
