import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.spark.LanefactorEstimator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Trains on a folder with {@code ratings.csv} and perhaps {@code movies.csv}, by the library in this
 * JVM or on a cluster, and prints the digest of the model's bits and how long it took.
 *
 * <pre>
 * ClusterCheck library FOLDER FACTORS SWEEPS
 * ClusterCheck spark FOLDER FACTORS SWEEPS PARTITIONS
 * </pre>
 */
public final class ClusterCheck {
  private ClusterCheck() {}

  /** Says "digest HEX" and "seconds N" on standard output. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    LanefactorEstimator estimator =
        new LanefactorEstimator()
            .setUserCol("userId")
            .setItemCol("movieId")
            .setFactors(Integer.parseInt(args[2]))
            .setSweeps(Integer.parseInt(args[3]))
            .setTolerance(0);
    long began = System.nanoTime();
    FactorModel model;
    if (args[0].equals("library")) {
      model = estimator.trainer().train(new RatingsReader().read(folder)).model();
      print(model, began);
    } else {
      SparkSession spark = SparkSession.builder().appName("cluster check").getOrCreate();
      Dataset<Row> ratings =
          csv(spark, folder.resolve("ratings.csv"), "userId", "movieId", "rating", "timestamp");
      if (folder.resolve("movies.csv").toFile().exists()) {
        estimator.setItems(csv(spark, folder.resolve("movies.csv"), "movieId", "title", "genres"));
      }
      model = estimator.fit(ratings.repartition(Integer.parseInt(args[4]))).factorModel();
      print(model, began);
      spark.stop();
    }
  }

  private static Dataset<Row> csv(SparkSession spark, Path file, String... columns) {
    StructType schema = new StructType();
    for (String column : columns) {
      boolean rating = column.equals("rating");
      schema = schema.add(column, rating ? DataTypes.FloatType : DataTypes.StringType);
    }
    return spark
        .read()
        .schema(schema)
        .option("header", true)
        .option("enforceSchema", true)
        .option("escape", "\"")
        .csv(file.toString());
  }

  private static void print(FactorModel model, long began) throws Exception {
    System.out.printf("seconds %.1f%n", (System.nanoTime() - began) * 1e-9);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Weights w = model.weights();
    for (float[] array : List.of(w.u(), w.m(), w.bu(), w.bm(), new float[] {w.bg()})) {
      ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
      for (float value : array) {
        if (!bytes.hasRemaining()) {
          digest.update(bytes.flip());
          bytes.clear();
        }
        bytes.putFloat(value);
      }
      digest.update(bytes.flip());
    }
    System.out.println("digest " + HexFormat.of().formatHex(digest.digest()));
  }
}
