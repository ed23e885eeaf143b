import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.Scorer;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.spark.LanefactorEstimator;
import io.github.lanefactor.spark.LanefactorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains on 80 % of the ratings in a folder, lists ten items for every user, and measures the
 * ranking of the rest: by lanefactor, or by Spark's ALS for implicit feedback.
 *
 * <pre>
 * ClusterBench prepare RATINGS.csv FOLDER
 * ClusterBench lanefactor FOLDER FACTORS
 * ClusterBench als FOLDER FACTORS ALPHA REG
 * </pre>
 */
public final class ClusterBench {
  private ClusterBench() {}

  /** Prints a line for each measurement. */
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("cluster bench").getOrCreate();
    switch (args[0]) {
      case "prepare" -> prepare(spark, args[1], args[2]);
      case "lanefactor" -> lanefactor(spark, args[1], Integer.parseInt(args[2]));
      default ->
          als(
              spark,
              args[1],
              Integer.parseInt(args[2]),
              Double.parseDouble(args[3]),
              Double.parseDouble(args[4]));
    }
    spark.stop();
  }

  private static void prepare(SparkSession spark, String file, String folder) {
    Dataset<Row> ratings =
        spark
            .read()
            .option("header", true)
            .schema("userId int, movieId int, rating float, timestamp long")
            .csv(file)
            .drop("timestamp");
    String test = "pmod(hash(userId, movieId), 5) = 0";
    ratings.filter("not " + test).write().parquet(folder + "/train");
    ratings.filter(test).write().parquet(folder + "/test");
  }

  private static void lanefactor(SparkSession spark, String folder, int factors) {
    LanefactorEstimator estimator = new LanefactorEstimator().setFactors(factors);
    estimator.setUserCol("userId").setItemCol("movieId");
    long began = System.nanoTime();
    LanefactorModel model = estimator.fit(spark.read().parquet(folder + "/train"));
    said("training", began);
    lists(model.recommendForAllUsers(10));
    memory(spark);
    measure(spark, folder, train -> scorer(Recommender.of(model.factorModel()), train));
  }

  /** Scores by the model's own numbers of users and items; the test part may have more. */
  private static Scorer scorer(Recommender recommender, Ratings train) {
    Catalogue from = recommender.catalogue();
    Catalogue to = train.catalogue();
    int[] place = IntStream.range(0, from.items()).map(i -> to.item(from.itemId(i))).toArray();
    return (user, out) -> {
      float[] scores = new float[place.length];
      OptionalInt known = from.findUser(to.userId(user));
      known.ifPresent(u -> recommender.scores(u, scores));
      Arrays.fill(out, Float.NEGATIVE_INFINITY);
      for (int item = 0; item < place.length; item++) {
        out[place[item]] = scores[item];
      }
    };
  }

  private static void als(
      SparkSession spark, String folder, int factors, double alpha, double reg) {
    ALS als = new ALS().setRank(factors).setImplicitPrefs(true).setAlpha(alpha).setRegParam(reg);
    als.setUserCol("userId").setItemCol("movieId").setSeed(1);
    long began = System.nanoTime();
    ALSModel model = als.fit(spark.read().parquet(folder + "/train"));
    model.userFactors().count();
    said("training", began);
    lists(model.recommendForAllUsers(10));
    memory(spark);
    measure(spark, folder, train -> scorer(model, train, factors));
  }

  private static void lists(Dataset<Row> lists) {
    long began = System.nanoTime();
    lists.write().format("noop").mode("overwrite").save();
    said("lists of all users", began);
  }

  private static void said(String what, long began) {
    System.out.printf("%s %.1f s%n", what, (System.nanoTime() - began) * 1e-9);
  }

  /** The most memory that driver and executors have had, by the operating system's count. */
  private static void memory(SparkSession spark) {
    List<String> peaks =
        new ArrayList<>(
            new JavaSparkContext(spark.sparkContext())
                .parallelize(Collections.nCopies(8, 0), 8)
                .map(
                    ignored -> {
                      Thread.sleep(300); // so that each executor gets one
                      return ProcessHandle.current().pid() + " " + peak();
                    })
                .distinct()
                .collect());
    System.out.println("executors' peak memory in kB, by process: " + peaks);
    System.out.println("driver's peak memory in kB: " + peak());
  }

  private static String peak() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .map(line -> line.replaceAll("\\D", ""))
          .findFirst()
          .orElse("?");
    } catch (IOException e) {
      return "?";
    }
  }

  private static Scorer scorer(ALSModel model, Ratings train, int factors) {
    float[][] users = new float[train.users()][factors];
    float[][] items = new float[train.items()][factors];
    for (Row row : model.userFactors().collectAsList()) {
      users[train.catalogue().user(Integer.toString(row.getInt(0)))] = numbers(row);
    }
    for (Row row : model.itemFactors().collectAsList()) {
      items[train.catalogue().item(Integer.toString(row.getInt(0)))] = numbers(row);
    }
    return (user, out) -> {
      for (int item = 0; item < out.length; item++) {
        float sum = 0;
        for (int l = 0; l < factors; l++) {
          sum += users[user][l] * items[item][l];
        }
        out[item] = sum;
      }
    };
  }

  private static float[] numbers(Row row) {
    List<Float> list = row.getList(1);
    float[] numbers = new float[list.size()];
    for (int l = 0; l < numbers.length; l++) {
      numbers[l] = list.get(l);
    }
    return numbers;
  }

  private interface OfTraining {
    Scorer scorer(Ratings train);
  }

  private static void measure(SparkSession spark, String folder, OfTraining scorer) {
    Ratings train = ratings(spark, folder + "/train");
    Split split = Split.of(train, ratings(spark, folder + "/test"));
    Scorer scores = scorer.scorer(split.train());
    double ndcg = new Evaluator(split).ranking(scores).get("ndcg@10");
    System.out.printf("NDCG@10 %.4f%n", ndcg);
  }

  private static Ratings ratings(SparkSession spark, String folder) {
    RatingsBuilder builder = new RatingsBuilder();
    spark
        .read()
        .parquet(folder)
        .toLocalIterator()
        .forEachRemaining(
            row ->
                builder.rating(
                    Integer.toString(row.getInt(0)),
                    Integer.toString(row.getInt(1)),
                    row.getFloat(2)));
    return builder.build();
  }
}
