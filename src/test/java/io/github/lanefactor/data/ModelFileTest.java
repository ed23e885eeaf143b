package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.github.lanefactor.RandomModels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFileTest {
  private static final Path ORACLE = Path.of("../shared/oracle/seed-ml-latest-small");

  private Path folder;

  @BeforeTry
  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("model-file");
  }

  @AfterTry
  @AfterEach
  void deleteFolder() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Provide
  Arbitrary<FactorModel> models() {
    return RandomModels.any();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("m.h5", "m.safetensors");
  }

  @Property(tries = 150)
  void whatIsWrittenIsRead(@ForAll("models") FactorModel model, @ForAll("names") String name)
      throws IOException {
    Path file = folder.resolve(name);
    ModelFile.write(model, file);
    assertSame(model, ModelFile.read(file));
    assertSame(model.weights(), ModelFile.readWeights(file));
    assertEquals(List.of(file), files());
  }

  /** A model that was written before dislikes were known: all its ratings are liked. */
  @Property(tries = 50)
  void olderModelsAreRead(@ForAll("models") FactorModel model) throws IOException {
    Path file = folder.resolve("m.safetensors");
    ModelFile.write(model, file);
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String older = text.replace("\"values\"", "\"others\"");
    assertFalse(older.equals(text));
    Files.write(file, older.getBytes(StandardCharsets.ISO_8859_1));
    Feedback read = ModelFile.read(file).settings().feedback();
    RatingStatistics s = model.statistics();
    assertEquals(Feedback.allLiked(s.lowest(), s.highest(), s.mean()), read);
    assertTrue(read.allLiked() && read.liked(-1000));
  }

  /** Other programs may choose another width; what does not fit is refused. */
  @Test
  void integersOfAnyWidthAreRead() {
    Path file = folder.resolve("integers.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("bytes", new byte[] {-1, 2});
      hdf.putDataset("shorts", new short[] {-1, 2});
      hdf.putDataset("ints", new int[] {-1, 2});
      hdf.putDataset("longs", new long[] {-1, 2});
      hdf.putDataset("large", new long[] {1L << 31});
      hdf.putDataset("floats", new float[] {1});
    }
    try (HdfFile hdf = new HdfFile(file)) {
      Hdf5Source source = new Hdf5Source(hdf, 1000);
      for (String name : List.of("bytes", "shorts", "ints", "longs")) {
        assertArrayEquals(new int[] {-1, 2}, source.ints(name, 2), name);
        assertArrayEquals(new long[] {-1, 2}, source.longs(name, 2), name);
        assertArrayEquals(new String[] {"-1", "2"}, source.ids(name), name);
        assertThrows(InputException.class, () -> source.ints(name, 3), name);
      }
      assertArrayEquals(new long[] {1L << 31}, source.longs("large", 1));
      assertThrows(ArithmeticException.class, () -> source.ints("large", 1));
      assertThrows(InputException.class, () -> source.ints("floats", 1));
    }
  }

  /** Whatever length a header claims, no more is taken than the file could hold. */
  @ParameterizedTest
  @ValueSource(strings = {"m.h5", "m.safetensors"})
  void absurdSizesTakeNoMemory(String name) throws IOException {
    Path file = folder.resolve(name);
    Ratings ratings = new RatingsBuilder().rating("1", "10", 4, 9).rating("2", "20", 3, 7).build();
    ModelFile.write(Trainer.ranking().factors(2).sweeps(1).train(ratings).model(), file);
    byte[] whole = Files.readAllBytes(file);
    byte[][] sizes = {
      {-1, -1, -1, -1, -1, -1, -1, 127},
      {0, 0, 0, 0, 0, 1, 0, 0},
      {-1, -1, -1, 127},
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (byte[] size : sizes) {
      for (int at = 0; at + size.length < Math.min(whole.length, 4000); at += 4) {
        byte[] damaged = whole.clone();
        System.arraycopy(size, 0, damaged, at, size.length);
        Files.delete(file); // which may be mapped
        Files.write(file, damaged);
        long before = threads.getThreadAllocatedBytes(self);
        try {
          ModelFile.read(file);
        } catch (InputException e) {
          assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
        long took = threads.getThreadAllocatedBytes(self) - before;
        assertTrue(took < 32 << 20, took + " bytes, at " + at);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[4611686018427387904,4]", "[-1,2]", "[2,9223372036854775807]", "[4294967296]"})
  void absurdShapesAreRefused(String shape) {
    String json = "{\"u\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[0,0]}}";
    byte[] bytes = json.formatted(shape).getBytes(StandardCharsets.UTF_8);
    assertThrows(InputException.class, () -> SafetensorsHeader.parse(bytes, 0));
  }

  /** No copy beside what is asked for. */
  @Test
  void integersTakeNoMoreRoomThanTheyNeed() {
    int count = 4_000_000;
    Path file = folder.resolve("integers.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      hdf.putDataset("ints", new int[count]);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (HdfFile hdf = new HdfFile(file)) {
      Hdf5Source source = new Hdf5Source(hdf, Long.MAX_VALUE);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertEquals(count, source.ints("ints", count).length);
      long took = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertTrue(took < 4.5 * count, took + " bytes for " + count + " integers");
    }
  }

  /** The same in HDF5. */
  @Test
  void olderSettingsAreRead() {
    Path file = folder.resolve("settings.h5");
    Settings s = RandomModels.settings(Recipe.STANDARD, Objective.RANKING, 3);
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup group = hdf.putGroup("settings");
      group.putAttribute("recipe", "standard");
      group.putAttribute("objective", "ranking");
      group.putAttribute("solver", "gauss_newton");
      for (String name : List.of("factors", "steps", "given_start")) {
        group.putAttribute(name, 1);
      }
      for (String name : List.of("observed_weight", "l2", "l2_exponent", "learning_rate")) {
        group.putAttribute(name, 0.5);
      }
      for (String name : List.of("rho", "momentum", "epsilon")) {
        group.putAttribute(name, 0.5);
      }
      group.putAttribute("seed", s.seed());
    }
    try (HdfFile hdf = new HdfFile(file)) {
      RatingStatistics statistics = new RatingStatistics(1, 5, 3.5, new int[1], new int[1]);
      Settings read = SettingsGroup.read(new Hdf5Source(hdf, hdf.size()), statistics);
      assertEquals(Feedback.allLiked(1, 5, 3.5), read.feedback());
      assertEquals(s.seed(), read.seed());
    }
  }

  @Property(tries = 50)
  void aModelMayComeWithoutItsHistory(
      @ForAll("models") FactorModel model, @ForAll("names") String name) throws IOException {
    Path file = folder.resolve(name);
    ModelFile.write(model, file);
    long whole = Files.size(file);
    ModelFile.write(model.withoutHistory(), file);
    assertSame(model.withoutHistory(), ModelFile.read(file));
    assertTrue(Files.size(file) < whole);
  }

  private static void assertSame(FactorModel expected, FactorModel actual) {
    assertSame(expected.weights(), actual.weights());
    assertEquals(expected.settings(), actual.settings());
    assertEquals(expected.origin(), actual.origin());
    assertEquals(expected.statistics(), actual.statistics());
    Catalogue x = expected.catalogue();
    Catalogue y = actual.catalogue();
    assertEquals(x.integerUserIds(), y.integerUserIds());
    assertEquals(x.integerItemIds(), y.integerItemIds());
    for (int i = 0; i < x.items(); i++) {
      assertEquals(x.itemAt(i), y.itemAt(i));
      assertEquals(expected.scale(i), actual.scale(i));
    }
    assertEquals(expected.history().isPresent(), actual.history().isPresent());
    if (expected.history().isPresent()) {
      assertSame(expected.history().get(), actual.history().get());
    }
  }

  private static void assertSame(Ratings a, Ratings b) {
    assertEquals(a.toString(), b.toString());
    assertEquals(a.hasTimes() && a.size() > 0, b.hasTimes());
    for (int u = 0; u <= a.users(); u++) {
      assertEquals(a.start(u), b.start(u));
    }
    for (int p = 0; p < a.size(); p++) {
      assertEquals(a.itemAt(p), b.itemAt(p));
      assertEquals(a.ratingAt(p), b.ratingAt(p));
      assertEquals(a.hasTimes() ? a.timeAt(p) : 0, b.hasTimes() ? b.timeAt(p) : 0);
    }
  }

  private static void assertSame(Weights expected, Weights actual) {
    assertTrue(expected.catalogue().numbersAlike(actual.catalogue()));
    assertEquals(expected.factors(), actual.factors());
    assertArrayEquals(expected.u(), actual.u());
    assertArrayEquals(expected.m(), actual.m());
    assertArrayEquals(expected.bu(), actual.bu());
    assertArrayEquals(expected.bm(), actual.bm());
    assertEquals(expected.bg(), actual.bg());
  }

  @Property(tries = 150)
  void aTruncatedFileIsRefused(
      @ForAll("models") FactorModel model, @ForAll("names") String name, @ForAll int cut)
      throws IOException {
    Path file = folder.resolve(name);
    ModelFile.write(model, file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, Math.floorMod(cut, whole.length)));
    InputException e = assertThrows(InputException.class, () -> ModelFile.read(file));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
  }

  @Property(tries = 300)
  void aDamagedFileIsRefusedOrReadAsSomeModel(
      @ForAll("models") FactorModel model,
      @ForAll("names") String name,
      @ForAll int position,
      @ForAll byte value)
      throws IOException {
    Path file = folder.resolve(name);
    ModelFile.write(model, file);
    byte[] bytes = Files.readAllBytes(file);
    // Most damage hits the numbers; half of it is aimed at the headers in front.
    int range = position < 0 ? Math.min(2000, bytes.length) : bytes.length;
    bytes[Math.floorMod(position, range)] = value;
    Files.write(file, bytes);
    try {
      assertEquals(model.catalogue().items(), ModelFile.read(file).catalogue().items());
    } catch (InputException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }

  @Test
  void theOraclesFilesAreReadAsWeights() {
    assumeTrue(Files.isDirectory(ORACLE), "needs " + ORACLE);
    Weights start = ModelFile.readWeights(ORACLE.resolve("start.h5"));
    assertEquals("610 users, 9742 items", start.catalogue().toString());
    assertEquals(15, start.factors());
    assertEquals("193609", start.catalogue().itemId(9741));
    assertEquals(0, start.bg());
    float largest = 0;
    for (float value : start.u()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertEquals(Math.sqrt(6.0 / (610 + 15)), largest, 1e-4); // Glorot's bound
    assertEquals(-3.3883731f, ModelFile.readWeights(ORACLE.resolve("final.h5")).bg());
    InputException e =
        assertThrows(InputException.class, () -> ModelFile.read(ORACLE.resolve("start.h5")));
    assertTrue(e.getMessage().contains("\"lanefactor\""), e.getMessage());
  }

  /** The seven datasets: 2 users, 3 items, 2 factors. */
  private static Map<String, Object> datasets() {
    Map<String, Object> datasets = new LinkedHashMap<>();
    datasets.put("U", new float[][] {{1, 2}, {3, 4}});
    datasets.put("M", new float[][] {{5, 6}, {7, 8}, {9, 10}});
    datasets.put("bu", new float[] {11, 12});
    datasets.put("bm", new float[] {13, 14, 15});
    datasets.put("bg", 16f);
    datasets.put("user_idx2id", new long[] {7, 8});
    datasets.put("movie_idx2id", new String[] {"a", "b", "ä"});
    return datasets;
  }

  private Path write(Map<String, Object> datasets) {
    Path file = folder.resolve("w.h5");
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      datasets.forEach(hdf::putDataset);
    }
    return file;
  }

  @Test
  void weightsMayHaveOtherTypes() {
    Map<String, Object> datasets = datasets();
    datasets.put("U", new double[][] {{1, 2}, {3, 4}});
    datasets.put("bg", new float[] {16});
    datasets.put("user_idx2id", new int[] {7, 8});
    Weights weights = ModelFile.readWeights(write(datasets));
    assertArrayEquals(new float[] {1, 2, 3, 4}, weights.u());
    assertArrayEquals(new float[] {5, 6, 7, 8, 9, 10}, weights.m());
    assertEquals(16, weights.bg());
    assertArrayEquals(new String[] {"7", "8"}, weights.catalogue().userIds());
    assertArrayEquals(new String[] {"a", "b", "ä"}, weights.catalogue().itemIds());
  }

  @ParameterizedTest
  @ValueSource(strings = {"U", "M", "bu", "bm", "bg", "user_idx2id", "movie_idx2id"})
  void aDatasetThatIsMissingOrMisshapenIsNamed(String name) {
    Map<String, Object> datasets = datasets();
    datasets.remove(name);
    assertRefused(datasets, name);
    datasets.put(name, new float[][] {{1}, {2}, {3}, {4}});
    assertRefused(datasets, name);
    datasets.put(name, new boolean[] {true, false});
    assertRefused(datasets, name);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void weightsMustBeFinite(float value) {
    Map<String, Object> datasets = datasets();
    datasets.put("bm", new float[] {0, value, 0});
    assertRefused(datasets, "bm");
  }

  private void assertRefused(Map<String, Object> datasets, String name) {
    Path file = write(datasets);
    InputException e = assertThrows(InputException.class, () -> ModelFile.readWeights(file));
    assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    // A matrix that does not fit the ids may be the one at fault, or the ids.
    assertTrue(e.getMessage().contains("\""), e.getMessage());
    assertTrue(
        e.getMessage().contains(name) || name.endsWith("idx2id") || name.equals("U"),
        e.getMessage());
  }

  @Test
  void whatIsNoHdf5FileIsRefused() throws IOException {
    Path file = folder.resolve("x.h5");
    assertRefused(file, "no such file");
    Files.write(file, new byte[0]);
    assertRefused(file, "not a model file");
    Files.writeString(file, "userId,movieId,rating\n1,1,5\n".repeat(1000));
    assertRefused(file, "not a model file");
    assertRefused(folder, "expected a file");
  }

  private static void assertRefused(Path file, String reason) {
    InputException e = assertThrows(InputException.class, () -> ModelFile.read(file));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void whatCannotBeWrittenLeavesNoTrace() throws IOException {
    Path file = folder.resolve("m.h5");
    Files.writeString(file, "precious");
    Ratings ratings = new RatingsBuilder().rating("a\0b", "c", 1).build();
    FactorModel model = model(ratings);
    assertThrows(InputException.class, () -> ModelFile.write(model, file));
    assertEquals("precious", Files.readString(file));
    assertEquals(List.of(file), files());
    Path nowhere = folder.resolve("no/such/m.h5");
    assertThrows(InputException.class, () -> ModelFile.write(model, nowhere));
    assertThrows(InputException.class, () -> ModelFile.write(model, folder));
    assertFalse(Files.exists(nowhere));
  }

  /** One title of 10,000 letters among 4,000 items once made a file of 40 MB. */
  @ParameterizedTest
  @ValueSource(strings = {"m.h5", "m.safetensors"})
  void aFilesSizeFollowsItsContent(String name) throws IOException {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 4000; i++) {
      builder.item("i" + i, i == 7 ? "ä".repeat(10_000) : "", "");
    }
    Ratings ratings = builder.rating("u", "i7", 3).build();
    FactorModel model = Trainer.ranking().factors(1).sweeps(0).train(ratings).model();
    Path file = folder.resolve(name);
    ModelFile.write(model, file);
    assertSame(model, ModelFile.read(file));
    assertTrue(Files.size(file) < 400_000, Files.size(file) + " bytes");
  }

  @Test
  void aLinkIsWrittenThrough() throws IOException {
    Path target = folder.resolve("target.h5");
    Path link = folder.resolve("link.h5");
    Files.writeString(target, "old");
    Files.createSymbolicLink(link, target);
    FactorModel model = model(new RatingsBuilder().rating("1", "2", 3).build());
    ModelFile.write(model, link);
    assertTrue(Files.isSymbolicLink(link));
    assertSame(model, ModelFile.read(target));
  }

  private static FactorModel model(Ratings ratings) {
    Weights weights =
        new Weights(
            ratings.catalogue(), 1, new float[1], new float[1], new float[1], new float[1], 0);
    Settings settings = RandomModels.settings(Recipe.SEED, Objective.SCALED, 1);
    return RandomModels.of(ratings, settings, weights, new float[1]);
  }
}
