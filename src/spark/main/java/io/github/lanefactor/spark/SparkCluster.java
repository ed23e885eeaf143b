package io.github.lanefactor.spark;

import io.github.lanefactor.train.Cluster;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The executors of a Spark application. Shared values are broadcasts; parts are the partitions of
 * an RDD that is kept in memory and, where that is short, on disk. If an executor is lost, Spark
 * makes its parts again, of the same bits.
 */
public final class SparkCluster implements Cluster {
  private final JavaSparkContext context;
  private final int slots;
  private final int threads;

  /** All cores that the application has now. */
  public SparkCluster(JavaSparkContext context) {
    this(context, Math.max(1, context.defaultParallelism() / threads(context)));
  }

  /**
   * @param slots how many tasks run at a time, ≥ 1
   */
  public SparkCluster(JavaSparkContext context, int slots) {
    this.context = context;
    this.slots = slots;
    this.threads = threads(context);
  }

  private static int threads(JavaSparkContext context) {
    return context.getConf().getInt("spark.task.cpus", 1);
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public <V extends Serializable> Shared<V> share(V value) {
    return new Sent<>(context.broadcast(value));
  }

  private static final class Sent<V extends Serializable> implements Shared<V> {
    private static final long serialVersionUID = 1;

    private final Broadcast<V> broadcast;

    Sent(Broadcast<V> broadcast) {
      this.broadcast = broadcast;
    }

    @Override
    public V get() {
      return broadcast.value();
    }

    @Override
    public void close() {
      broadcast.destroy();
    }
  }

  @Override
  public <T extends Serializable> Parts<T> parts(int count, Make<T> make) {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    return new Kept<>(context.parallelize(numbers, count).map(make::part));
  }

  /** One value a partition. */
  private record Kept<T extends Serializable>(JavaRDD<T> rdd) implements Parts<T> {
    Kept {
      rdd.persist(StorageLevel.MEMORY_AND_DISK());
    }

    @Override
    public <R extends Serializable> List<R> collect(Step<T, R> step) {
      JavaRDD<R> results =
          rdd.mapPartitionsWithIndex(
              (part, values) -> List.of(step.from(part, values.next())).iterator(), true);
      try {
        return results.collect();
      } catch (Exception e) { // Scala throws checked ones too
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted()) {
          CancellationException cancelled = new CancellationException("interrupted");
          cancelled.initCause(e);
          throw cancelled;
        }
        throw e;
      }
    }

    @Override
    public <P extends Serializable, R extends Serializable> Parts<R> regroup(
        int count, Step<T, List<P>> cut, Step<List<P>, R> join) {
      JavaPairRDD<Integer, Tuple2<Integer, P>> pieces =
          rdd.mapPartitionsWithIndex(
                  (part, values) -> {
                    List<P> cuts = cut.from(part, values.next());
                    List<Tuple2<Integer, Tuple2<Integer, P>>> numbered = new ArrayList<>();
                    for (int piece = 0; piece < cuts.size(); piece++) {
                      numbered.add(new Tuple2<>(piece, new Tuple2<>(part, cuts.get(piece))));
                    }
                    return numbered.iterator();
                  },
                  true)
              .mapToPair(piece -> piece)
              .partitionBy(new HashPartitioner(count)); // piece i goes to partition i
      return new Kept<>(
          pieces.mapPartitionsWithIndex(
              (piece, values) -> {
                List<Tuple2<Integer, P>> row = new ArrayList<>();
                values.forEachRemaining(value -> row.add(value._2()));
                row.sort(Comparator.comparing(Tuple2::_1));
                return List.of(join.from(piece, row.stream().map(Tuple2::_2).toList())).iterator();
              },
              true));
    }

    @Override
    public void close() {
      rdd.unpersist(false);
    }
  }
}
