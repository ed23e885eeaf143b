package io.github.lanefactor.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A cluster at its worst: everything that is handed over is serialised, parts are made in any
 * order, and half of them are lost and made again.
 */
final class ScatteredCluster implements Cluster {
  private static final Map<Long, byte[]> SENT = Collections.synchronizedMap(new HashMap<>());

  private static long next;

  private final int slots;
  private final int threads;
  private final Random random;
  private final Set<Long> open = new HashSet<>();

  ScatteredCluster(int slots, int threads, long seed) {
    this.slots = slots;
    this.threads = threads;
    this.random = new Random(seed);
  }

  /** How many values are still shared. */
  int open() {
    return open.size();
  }

  private static byte[] bytes(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  private static <V> V value(byte[] bytes) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (V) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int threads() {
    return threads;
  }

  private record Handle<V extends Serializable>(long number) implements Shared<V> {
    @Override
    public V get() {
      return value(SENT.get(number));
    }

    @Override
    public void close() {
      SENT.remove(number);
    }
  }

  @Override
  public <V extends Serializable> Shared<V> share(V value) {
    SENT.put(++next, bytes(value));
    Handle<V> handle = new Handle<>(next);
    open.add(next);
    return new Shared<>() {
      @Override
      public V get() {
        return handle.get();
      }

      @Override
      public void close() {
        handle.close();
        open.remove(handle.number());
      }

      private Object writeReplace() {
        return handle;
      }
    };
  }

  @Override
  public <T extends Serializable> Parts<T> parts(int count, Make<T> make) {
    byte[] sent = bytes(make);
    return new Kept<>(count, part -> ScatteredCluster.<Make<T>>value(sent).part(part));
  }

  private final class Kept<T extends Serializable> implements Parts<T> {
    private final int count;
    private final Make<T> make;
    private final Map<Integer, byte[]> made = new HashMap<>();

    Kept(int count, Make<T> make) {
      this.count = count;
      this.make = make;
    }

    private T part(int part) {
      if (random.nextBoolean()) {
        made.remove(part);
      }
      return value(made.computeIfAbsent(part, p -> bytes(make.part(p))));
    }

    private List<Integer> anyOrder() {
      List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      Collections.shuffle(order, random);
      return order;
    }

    @Override
    public <R extends Serializable> List<R> collect(Step<T, R> step) {
      byte[] sent = bytes(step);
      List<R> results = new ArrayList<>(Collections.nCopies(count, null));
      for (int part : anyOrder()) {
        R result = ScatteredCluster.<Step<T, R>>value(sent).from(part, part(part));
        results.set(part, value(bytes(result)));
      }
      return results;
    }

    @Override
    public <P extends Serializable, R extends Serializable> Parts<R> regroup(
        int pieces, Step<T, List<P>> cut, Step<List<P>, R> join) {
      byte[] sentCut = bytes(cut);
      byte[] sentJoin = bytes(join);
      return new Kept<>(
          pieces,
          piece -> {
            List<P> row = new ArrayList<>();
            for (int part = 0; part < count; part++) {
              Step<T, List<P>> step = value(sentCut);
              row.add(value(bytes(step.from(part, part(part)).get(piece))));
            }
            return ScatteredCluster.<Step<List<P>, R>>value(sentJoin).from(piece, row);
          });
    }

    @Override
    public void close() {
      made.clear();
    }
  }
}
