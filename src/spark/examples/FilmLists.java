import io.github.lanefactor.spark.LanefactorEstimator;
import io.github.lanefactor.spark.LanefactorModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains on the ratings of a folder such as ml-latest-small and writes ten films for every user.
 *
 * <pre>
 * spark-submit --class FilmLists --jars lanefactor.jar,lanefactor-spark.jar film-lists.jar \
 *     ml-latest-small lists
 * </pre>
 */
public final class FilmLists {
  private FilmLists() {}

  /** Takes the folder of the ratings and the one to write to. */
  public static void main(String[] args) throws Exception {
    SparkSession spark = SparkSession.builder().appName("film lists").getOrCreate();
    Dataset<Row> ratings = csv(spark, args[0] + "/ratings.csv");
    Dataset<Row> films = csv(spark, args[0] + "/movies.csv");
    LanefactorModel model =
        new LanefactorEstimator()
            .setUserCol("userId")
            .setItemCol("movieId")
            .setItems(films)
            .fit(ratings);
    model.write().overwrite().save(args[1] + "/model");
    Dataset<Row> lists = model.recommendForAllUsers(10);
    lists.write().mode("overwrite").json(args[1] + "/lists");
    lists.show(10, false);
    spark.stop();
  }

  private static Dataset<Row> csv(SparkSession spark, String file) {
    return spark.read().option("header", true).option("inferSchema", true).csv(file);
  }
}
