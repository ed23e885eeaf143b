package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.Aging;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Ratings;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A model whose users have more ratings, or of which there are more; its items stay as they are.
 */
final class Update {
  private final FactorModel model;
  private final Ratings history;
  private final Ratings more;

  /** The history and what is new, joined: the old users, then the new ones. */
  private final Ratings joined;

  Update(FactorModel model, Ratings history, Ratings more) {
    this.model = model;
    this.history = history;
    this.more = more;
    this.joined = join();
  }

  /** The number in the model of an item of the new ratings, if the model knows it. */
  private OptionalInt item(int position) {
    return model.catalogue().findItem(more.catalogue().itemId(more.itemAt(position)));
  }

  private Ratings join() {
    Catalogue catalogue = catalogue();
    boolean times = history.hasTimes() && more.hasTimes();
    int most = Math.addExact(history.size(), more.size());
    int[] start = new int[catalogue.users() + 1];
    IntBuffer items = IntBuffer.allocate(most);
    FloatBuffer values = FloatBuffer.allocate(most);
    LongBuffer when = times ? LongBuffer.allocate(most) : null;
    for (int user = 0; user < catalogue.users(); user++) {
      long[] added = added(catalogue.userId(user));
      int next = 0;
      int p = user < history.users() ? history.start(user) : 0;
      int end = user < history.users() ? history.start(user + 1) : 0;
      while (p < end || next < added.length) {
        int old = p < end ? history.itemAt(p) : Integer.MAX_VALUE;
        int fresh = next < added.length ? (int) (added[next] >>> 32) : Integer.MAX_VALUE;
        boolean takeNew = fresh <= old; // who rates an item anew has changed their mind
        Ratings from = takeNew ? more : history;
        int position = takeNew ? (int) added[next] : p;
        items.put(Math.min(old, fresh));
        values.put(from.ratingAt(position));
        if (times) {
          when.put(from.timeAt(position));
        }
        next += takeNew ? 1 : 0;
        p += old <= fresh ? 1 : 0;
      }
      start[user + 1] = items.position();
    }
    return Ratings.ofRows(
        catalogue, IntBuffer.wrap(start), items.flip(), values.flip(), times ? when.flip() : null);
  }

  /** What a user rated anew: item times 2³² plus position, in ascending order. */
  private long[] added(String userId) {
    OptionalInt user = more.catalogue().findUser(userId);
    if (user.isEmpty()) {
      return new long[0];
    }
    return IntStream.range(more.start(user.getAsInt()), more.start(user.getAsInt() + 1))
        .filter(p -> item(p).isPresent())
        .mapToLong(p -> (long) item(p).getAsInt() << 32 | p)
        .sorted()
        .toArray();
  }

  /** The model's users, then those who are new and have rated an item that it knows. */
  private Catalogue catalogue() {
    Catalogue old = model.catalogue();
    String[] added = new String[more.users()];
    int count = 0;
    for (int user = 0; user < more.users(); user++) {
      String id = more.catalogue().userId(user);
      boolean rated = false;
      for (int p = more.start(user); p < more.start(user + 1) && !rated; p++) {
        rated = item(p).isPresent();
      }
      if (rated && !old.containsUser(id)) {
        added[count++] = id;
      }
    }
    String[] users = Arrays.copyOf(old.userIds(), old.users() + count);
    System.arraycopy(added, 0, users, old.users(), count);
    return old.withUsers(users);
  }

  /** The model, with whoever has rated anew folded in. */
  FactorModel model(FoldIn foldIn) {
    Weights old = model.weights();
    int k = old.factors();
    int users = joined.users();
    float[] u = Arrays.copyOf(old.u(), users * k);
    float[] bu = Arrays.copyOf(old.bu(), users);
    float[] factors = new float[k];
    Aging aging = Aging.of(joined, model.settings().halfLife());
    for (int other = 0; other < more.users(); other++) {
      OptionalInt user = joined.catalogue().findUser(more.catalogue().userId(other));
      if (user.isPresent() && more.start(other) < more.start(other + 1)) {
        int from = joined.start(user.getAsInt());
        int[] items = new int[joined.start(user.getAsInt() + 1) - from];
        float[] ratings = new float[items.length];
        double[] shares = new double[items.length];
        for (int p = 0; p < items.length; p++) {
          items[p] = joined.itemAt(from + p);
          ratings[p] = joined.ratingAt(from + p);
          shares[p] = aging.share(joined, from + p);
        }
        bu[user.getAsInt()] = foldIn.fold(items, ratings, shares, factors);
        System.arraycopy(factors, 0, u, user.getAsInt() * k, k);
      }
    }
    float[] scale = new float[joined.items()];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = model.scale(i);
    }
    Weights weights = new Weights(joined.catalogue(), k, u, old.m(), bu, old.bm(), old.bg());
    FactorModel updated =
        new FactorModel(
            weights,
            model.settings(),
            scale,
            RatingStatistics.of(joined),
            Optional.of(joined),
            model.origin());
    return updated.withPriors(model.userPrior(), model.itemPrior());
  }
}
