package io.github.lanefactor.train;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Short trainings of all kinds, digested to the last bit: each loss and each weight. A program of
 * its own so that it can run in a JVM where nothing is compiled yet, then again where all is.
 */
final class GoldenDigest {
  private static final int USERS = 101;
  private static final int ITEMS = 171;

  private GoldenDigest() {}

  /** Prints the digest of a cold JVM and that of the same JVM once it is warm. */
  public static void main(String[] args) {
    String cold = of(2);
    warmUp();
    System.out.println("cold " + cold);
    System.out.println("warm " + of(1));
  }

  /** Enough for C2 to compile all that takes time in a step and in a sweep. */
  private static void warmUp() {
    Ratings ratings = ratings(29, 91);
    Trainer.seedRecipe().steps(1500).threads(1).train(ratings);
    Trainer.ranking().factors(9).l2(0.05).sweeps(60).tolerance(0).threads(1).train(ratings);
  }

  /** The digest, in hexadecimal. All settings are given, so that defaults may change. */
  static String of(int threads) {
    Ratings ratings = ratings(USERS, ITEMS);
    Trainer seed = Trainer.seedRecipe().factors(15).steps(25).logEvery(5).seed(7);
    Trainer ranking =
        Trainer.ranking().factors(9).sweeps(3).tolerance(0).observedWeight(3).l2(0.1).l2Exponent(1);
    ranking.likedFrom(Double.NEGATIVE_INFINITY);
    Trainer rating =
        Trainer.ranking()
            .objective(Objective.RATING)
            .factors(20)
            .sweeps(3)
            .tolerance(0)
            .observedWeight(1)
            .l2(0.3)
            .l2Exponent(0.5);
    Trainer descent =
        Trainer.ranking()
            .objective(Objective.SCALED)
            .likedFrom(Double.NEGATIVE_INFINITY)
            .solver(SolverKind.RMSPROP)
            .factors(6)
            .steps(20)
            .logEvery(5)
            .learningRate(1e-2)
            .epsilon(1e-10)
            .observedWeight(2.5)
            .l2(0.01)
            .l2Exponent(1);
    MessageDigest digest = sha256();
    add(digest, seed.threads(threads).train(ratings));
    add(digest, ranking.init(start(ratings, 9)).threads(threads).train(ratings));
    add(digest, rating.init(start(ratings, 20)).threads(threads).train(ratings));
    add(digest, descent.init(start(ratings, 6)).threads(threads).train(ratings));
    add(digest, ranking.init(null).threads(threads).train(films(ratings)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Some items are liked by many, some users rate much; ratings from ½ to 5. */
  static Ratings ratings(int users, int items) {
    SplittableRandom random = new SplittableRandom(2019);
    RatingsBuilder builder = new RatingsBuilder();
    for (int item = 0; item < items; item++) {
      builder.item(Integer.toString(item), "", "");
    }
    for (int user = 0; user < users; user++) {
      double much = 0.3 * random.nextDouble();
      for (int item = 0; item < items; item++) {
        if (item == user || random.nextDouble() < much / (1 + item / 30)) {
          double rating = (1 + random.nextInt(10)) / 2.0;
          builder.rating(Integer.toString(user), Integer.toString(item), rating);
        }
      }
    }
    return builder.build();
  }

  /** The same with years and genres, and two items that nobody has rated. */
  static Ratings films(Ratings ratings) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int item = 0; item < ITEMS + 2; item++) {
      String genres = (item % 3 == 0 ? "Drama|" : "") + (item % 5 == 0 ? "War" : "Comedy");
      builder.item(Integer.toString(item), "(" + (1920 + item % 97) + ")", genres);
    }
    for (int user = 0; user < ratings.users(); user++) {
      for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
        builder.rating(
            ratings.catalogue().userId(user),
            ratings.catalogue().itemId(ratings.itemAt(p)),
            ratings.ratingAt(p));
      }
    }
    return builder.build();
  }

  private static Weights start(Ratings ratings, int k) {
    SplittableRandom random = new SplittableRandom(k);
    float[] u = random(ratings.users() * k, random);
    float[] m = random(ratings.items() * k, random);
    float[] bu = random(ratings.users(), random);
    float[] bm = random(ratings.items(), random);
    float bg = Trainer.seedRecipe().factors(k).steps(0).train(ratings).model().globalBias();
    return new Weights(ratings.catalogue(), k, u, m, bu, bm, bg);
  }

  private static float[] random(int length, SplittableRandom random) {
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = (random.nextInt(2001) - 1000) / 3000f;
    }
    return array;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every Java has it
    }
  }

  private static void add(MessageDigest digest, Training training) {
    for (Training.Point point : training.history()) {
      digest.update(ByteBuffer.allocate(8).putDouble(0, point.loss()));
    }
    Weights w = training.model().weights();
    for (float[] array : Arrays.asList(w.u(), w.m(), w.bu(), w.bm(), new float[] {w.bg()})) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
      for (float value : array) {
        bytes.putFloat(value);
      }
      digest.update(bytes.flip());
    }
  }
}
