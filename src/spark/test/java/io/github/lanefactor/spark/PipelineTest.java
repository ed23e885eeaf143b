package io.github.lanefactor.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage in Spark ML, beside the library on the same ratings. */
class PipelineTest {
  private static SparkSession spark;

  @TempDir Path folder;

  /** A rating; the films of a taste are those with its remainder. */
  private record Rated(int user, int item, float rating) {}

  private static final List<Rated> RATED = rated();

  @BeforeAll
  static void start() {
    spark = SparkSession.builder().master("local[2]").appName("tests").getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<Rated> rated() {
    Random random = new Random(7);
    List<Rated> rated = new ArrayList<>();
    for (int user = 0; user < 150; user++) {
      for (int item = 0; item < 90; item++) {
        if (random.nextDouble() < (item % 3 == user % 3 ? 0.3 : 0.05)) {
          rated.add(new Rated(user, item, 1 + random.nextInt(9) / 2f));
        }
      }
    }
    return rated;
  }

  /** The ratings in any order, in this many partitions. */
  private static Dataset<Row> frame(int partitions, DataType ids) {
    List<Row> rows = new ArrayList<>();
    for (Rated r : RATED) {
      rows.add(RowFactory.create(r.user, r.item, r.rating));
    }
    Collections.shuffle(rows, new Random(partitions));
    StructType schema =
        new StructType()
            .add("user", DataTypes.IntegerType)
            .add("item", DataTypes.IntegerType)
            .add("rating", DataTypes.FloatType);
    Dataset<Row> frame = spark.createDataFrame(rows, schema).repartition(partitions);
    return frame
        .withColumn("user", frame.col("user").cast(ids))
        .withColumn("item", frame.col("item").cast(ids));
  }

  private static Dataset<Row> items() {
    List<Row> rows = new ArrayList<>();
    for (int item = 91; item >= 0; item--) {
      rows.add(RowFactory.create(item, "Film (" + (1950 + item % 50) + ")", genres(item)));
    }
    StructType schema =
        new StructType()
            .add("item", DataTypes.IntegerType)
            .add("title", DataTypes.StringType)
            .add("genres", DataTypes.createArrayType(DataTypes.StringType));
    return spark.createDataFrame(rows, schema);
  }

  private static String[] genres(int item) {
    return item % 3 == 0 ? new String[] {"Drama", "War"} : new String[] {"Comedy"};
  }

  /** The same ratings for the library. */
  private static Ratings ratings(boolean films) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int item = 0; films && item < 92; item++) {
      String title = "Film (" + (1950 + item % 50) + ")";
      builder.item(Integer.toString(item), title, String.join("|", genres(item)));
    }
    for (Rated r : RATED) {
      builder.rating(Integer.toString(r.user), Integer.toString(r.item), r.rating);
    }
    return builder.build();
  }

  private static LanefactorEstimator estimator() {
    return new LanefactorEstimator().setFactors(6).setSweeps(3);
  }

  private static void assertSame(FactorModel expected, FactorModel found) {
    Weights e = expected.weights();
    Weights f = found.weights();
    assertArrayEquals(e.u(), f.u(), 0, "U");
    assertArrayEquals(e.m(), f.m(), 0, "M");
    assertArrayEquals(e.bu(), f.bu(), 0, "bu");
    assertArrayEquals(e.bm(), f.bm(), 0, "bm");
    assertEquals(e.bg(), f.bg());
    assertEquals(expected.settings(), found.settings());
    assertArrayEquals(expected.catalogue().userIds(), found.catalogue().userIds());
    assertArrayEquals(expected.catalogue().itemIds(), found.catalogue().itemIds());
  }

  @Test
  void anyPartitioningGivesTheModelOfTheLibrary() {
    FactorModel expected = estimator().trainer().train(ratings(false)).model();
    for (int partitions : new int[] {1, 5}) {
      LanefactorEstimator estimator = estimator().setParallelism(partitions);
      assertSame(expected, estimator.fit(frame(partitions, DataTypes.StringType)).factorModel());
    }
    assertSame(expected, estimator().fit(frame(3, DataTypes.LongType)).factorModel());
    assertSame(expected, estimator().fit(frame(2, DataTypes.DoubleType)).factorModel());
  }

  @Test
  void genresAsText() {
    String item = "select '7' item, '(no genres listed)' genres, ' A (1990) ' title";
    Dataset<Row> some = spark.sql(item + " union all select '8', 'War, Drama', null");
    FactorModel model =
        estimator().setItems(some).fit(frame(2, DataTypes.StringType)).factorModel();
    assertEquals(List.of(), model.catalogue().genres(0));
    assertEquals("A (1990)", model.catalogue().title(0));
    assertEquals(List.of("War", "Drama"), model.catalogue().genres(1));
  }

  @Test
  void otherObjectivesAndItems() {
    for (String objective : List.of("rating", "scaled", "ranking")) {
      LanefactorEstimator estimator = estimator().setObjective(objective).setItems(items());
      FactorModel expected = estimator.trainer().train(ratings(true)).model();
      FactorModel found = estimator.fit(frame(4, DataTypes.IntegerType)).factorModel();
      assertSame(expected, found);
      assertEquals(92, found.catalogue().items());
      assertEquals("Film (1950)", found.catalogue().title(0));
    }
  }

  /** One list as ids with scores. */
  private static Map<String, Double> list(Row row) {
    Map<String, Double> list = new java.util.LinkedHashMap<>();
    for (Row entry : row.<Row>getList(1)) {
      list.put(entry.get(0).toString(), entry.getDouble(1));
    }
    return list;
  }

  private static Map<String, Double> list(List<ScoredItem> items) {
    Map<String, Double> list = new java.util.LinkedHashMap<>();
    items.forEach(item -> list.put(item.item().id(), item.score()));
    return list;
  }

  @Test
  void listsAreThoseOfTheLibrary() {
    LanefactorModel model = estimator().setItems(items()).fit(frame(3, DataTypes.IntegerType));
    Recommender library = Recommender.of(model.factorModel());
    List<Row> all = model.recommendForAllUsers(5).collectAsList();
    assertEquals(150, all.size());
    for (Row row : all) {
      String user = Integer.toString(row.getInt(0));
      assertEquals(list(library.recommend(user, Query.top(5))).toString(), list(row).toString());
    }
    assertEquals(
        "array<struct<item:int,rating:double>>",
        model.recommendForAllUsers(5).schema().apply(1).dataType().catalogString());
    Dataset<Row> some =
        frame(2, DataTypes.IntegerType)
            .filter("user < 3")
            .select("user")
            .union(spark.sql("select 100000"));
    assertEquals(3, model.recommendForUserSubset(some, 5).count());
    List<Row> similar = model.similarItems(4).collectAsList();
    assertEquals(92, similar.size());
    for (Row row : similar) {
      String item = Integer.toString(row.getInt(0));
      assertEquals(list(library.similarItems(item, Query.top(4))).toString(), list(row).toString());
    }
    LanefactorModel filtered = model.copy(new ParamMap());
    filtered
        .setGenre("War")
        .setMinRatings(3)
        .setIncludeRated(true)
        .setExcludedItems(new String[] {"3"});
    Query query = Query.top(5).genre("War").minRatings(3).withRated().excluding(List.of("3"));
    for (Row row : filtered.recommendForAllUsers(5).collectAsList()) {
      String user = Integer.toString(row.getInt(0));
      assertEquals(list(library.recommend(user, query)).toString(), list(row).toString());
    }
    filtered.setOnlyItems(new String[] {"1", "2"});
    filtered.setGenre("");
    for (Row row : filtered.recommendForUserSubset(some, 5).collectAsList()) {
      assertTrue(List.of("1", "2").containsAll(list(row).keySet()));
    }
  }

  /** The best users of an item by brute force; of equal scores the first user. */
  @Test
  void usersForItems() {
    for (String objective : List.of("ranking", "rating")) {
      LanefactorModel model =
          estimator().setObjective(objective).setItems(items()).fit(frame(3, DataTypes.LongType));
      Recommender library = Recommender.of(model.factorModel());
      Ratings ratings = model.factorModel().history().orElseThrow();
      Map<String, Row> rows = new HashMap<>();
      model.recommendForAllItems(5).collectAsList().forEach(r -> rows.put(r.get(0).toString(), r));
      assertEquals(92, rows.size());
      for (int item : new int[] {0, 17, 89, 91}) {
        int number = item;
        List<Double> best =
            Arrays.stream(library.catalogue().userIds())
                .filter(u -> !ratings.contains(library.catalogue().user(u), number))
                .map(u -> library.predict(u, Integer.toString(number)))
                .sorted(Collections.reverseOrder())
                .limit(5)
                .toList();
        List<Double> found = new ArrayList<>(list(rows.get(Integer.toString(item))).values());
        for (int r = 0; r < 5; r++) {
          assertEquals(best.get(r), found.get(r), 1e-6, objective + " " + item);
        }
      }
    }
  }

  @Test
  void predictionsAndWhoIsNotKnown() {
    LanefactorModel model = estimator().fit(frame(3, DataTypes.StringType));
    Recommender library = Recommender.of(model.factorModel());
    Dataset<Row> asked =
        spark.sql("select '1' user, '2' item union all select 'x', '2' union all select '1', null");
    List<Row> predicted = model.transform(asked).collectAsList();
    assertEquals(3, predicted.size());
    for (Row row : predicted) {
      boolean known = "1".equals(row.getString(0)) && !row.isNullAt(1);
      double expected = known ? library.predict("1", "2") : Double.NaN;
      assertEquals(expected, row.getDouble(2));
    }
    model.setColdStartStrategy("drop");
    assertEquals(1, model.transform(asked).count());
    assertEquals(10, library.catalogue().user("10")); // text is sorted as numbers, too
  }

  @Test
  void aPipelineIsSavedAndRead() throws Exception {
    SQLTransformer stars = new SQLTransformer();
    stars.setStatement("select user as who, item as what, rating * 2 as stars from __THIS__");
    LanefactorEstimator estimator =
        estimator().setUserCol("who").setItemCol("what").setRatingCol("stars");
    estimator.setObjective("rating").setColdStartStrategy("drop");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {stars, estimator});
    String unfitted = folder.resolve("pipeline").toString();
    pipeline.write().save(unfitted);
    PipelineModel fitted = Pipeline.load(unfitted).fit(frame(3, DataTypes.StringType));
    String path = folder.resolve("fitted").toString();
    fitted.write().save(path);
    fitted.write().overwrite().save(path);
    PipelineModel read = PipelineModel.load(path);
    Dataset<Row> some = frame(1, DataTypes.StringType).limit(40);
    assertEquals(fitted.transform(some).collectAsList(), read.transform(some).collectAsList());
    LanefactorModel stage = (LanefactorModel) read.stages()[1];
    assertEquals("who", stage.getUserCol());
    assertEquals("drop", stage.getColdStartStrategy());
    FactorModel model = ((LanefactorModel) fitted.stages()[1]).factorModel();
    assertSame(model, stage.factorModel());
    // The file inside is the library's, to the byte.
    Path file;
    try (var files = Files.walk(folder.resolve("fitted"))) {
      file = files.filter(f -> f.endsWith("model.safetensors")).findFirst().orElseThrow();
    }
    assertSame(model, ModelFile.read(file));
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(model, again);
    assertEquals(-1, Files.mismatch(file, again));
    // And what the library trained becomes a stage.
    LanefactorModel stageOf = LanefactorModel.of(ModelFile.read(again));
    assertEquals(150, stageOf.recommendForAllUsers(2).count());
  }

  @Test
  void crossValidation() {
    LanefactorEstimator estimator = estimator().setObjective("rating").setSweeps(2);
    estimator.setColdStartStrategy("drop");
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(estimator.l2(), new double[] {0.05, 100}).build();
    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new RegressionEvaluator().setLabelCol("rating"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2)
            .fit(frame(2, DataTypes.StringType));
    double[] errors = best.avgMetrics();
    assertEquals(2, errors.length);
    assertTrue(errors[0] > 0.5 && errors[0] < 3, Arrays.toString(errors));
    assertFalse(errors[0] == errors[1]);
    double l2 = ((LanefactorModel) best.bestModel()).factorModel().settings().l2();
    assertEquals(errors[0] < errors[1] ? 0.05 : 100, l2);
  }

  @Test
  void timesAndEvents() {
    Dataset<Row> timed =
        frame(3, DataTypes.StringType)
            .withColumn("time", functions.expr("timestamp_seconds(1000000000 + item * 86400)"));
    LanefactorEstimator estimator = estimator().setTimestampCol("time").setHalfLife(30);
    RatingsBuilder builder = new RatingsBuilder();
    for (Rated r : RATED) {
      long time = 1_000_000_000L + r.item * 86400L;
      builder.rating(Integer.toString(r.user), Integer.toString(r.item), r.rating, time);
    }
    FactorModel expected = estimator.trainer().train(builder.build()).model();
    assertSame(expected, estimator.fit(timed).factorModel());
    FactorModel events = estimator().setRatingCol("").fit(timed).factorModel();
    assertEquals(1, events.statistics().highest());
    assertEquals(1, events.statistics().lowest());
  }

  private static void fails(String expected, LanefactorEstimator estimator, Dataset<Row> data) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> estimator.fit(data));
    assertEquals(expected, e.getMessage());
  }

  @Test
  void badColumnsAreNamed() {
    Dataset<Row> good = frame(3, DataTypes.StringType);
    fails(
        "userCol: column who does not exist. Available: user, item, rating",
        estimator().setUserCol("who"),
        good);
    fails(
        "itemCol: column item must be of type string or numeric but was actually of type array<string>",
        estimator(),
        good.withColumn("item", functions.array(good.col("item"))));
    fails(
        "ratingCol: column rating must be of type numeric but was actually of type string",
        estimator(),
        good.withColumn("rating", good.col("rating").cast("string")));
    fails(
        "timestampCol: column user must be of type timestamp, date or a whole number of seconds but was actually of type string",
        estimator().setTimestampCol("user"),
        good);
    fails(
        "predictionCol: column rating already exists.",
        estimator().setPredictionCol("rating"),
        good);
    fails(
        "column user must not have nulls",
        estimator(),
        good.withColumn("user", functions.expr("if(user = '7', null, user)")));
    fails(
        "column rating must not have nulls, as for user 7 and item " + first(7),
        estimator(),
        good.coalesce(1)
            .sort("item")
            .withColumn(
                "rating",
                functions.expr("if(user = '7' and item = '" + first(7) + "', null, rating)")));
    fails(
        "column rating must have finite numbers, found NaN, as for user 7 and item " + first(7),
        estimator(),
        good.withColumn(
            "rating",
            functions.expr("if(user = '7' and item = '" + first(7) + "', float('nan'), rating)")));
    fails(
        "column user must have whole numbers or strings, found 7.5",
        estimator(),
        good.filter("user = '7'").withColumn("user", functions.expr("7.5d")));
    fails(
        "columns user and item must have each pair once, found 1 more rows, such as 7 and "
            + first(7)
            + "; dropDuplicates or groupBy joins them",
        estimator(),
        good.union(good.filter("user = '7' and item = '" + first(7) + "'")));
    fails(
        "column item of the items must have each id once, found 0 again",
        estimator().setItems(items().union(items().filter("item = 0"))),
        good);
    fails("the dataset must have at least one row, found none", estimator(), good.filter("false"));
  }

  /** An item that a user has rated. */
  private static int first(int user) {
    return RATED.stream().filter(r -> r.user == user).findFirst().orElseThrow().item;
  }

  @Test
  void badParamsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> estimator().setFactors(0));
    assertThrows(IllegalArgumentException.class, () -> estimator().setObjective("fame"));
    assertThrows(IllegalArgumentException.class, () -> estimator().setColdStartStrategy("zero"));
    Exception e =
        assertThrows(
            IllegalStateException.class,
            () -> new LanefactorModel("empty").recommendForAllUsers(3));
    assertEquals("this stage has no model: read it, fit it or use of", e.getMessage());
  }

  @Test
  void trainerOfTheSameSettings() {
    Trainer trainer = estimator().setL2(0.1).setLikedFrom(2).setValues("ratings").trainer();
    assertEquals(0.1, trainer.settings(ratings(false)).l2());
  }
}
