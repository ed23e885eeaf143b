package io.github.lanefactor.train;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Machines that a training is spread over, by {@link Trainer#cluster}. The training is written in
 * terms of this; whoever connects a new kind of cluster implements it, as {@code lanefactor-spark}
 * does. Everything that is handed over can be serialised.
 *
 * <p>Each step gives the same result wherever and however often it runs, so that a lost part may be
 * made again at any time; no bit depends on the number of machines.
 */
public interface Cluster {
  /** How many tasks can run at a time; more tasks than these are made. */
  int slots();

  /** How many threads each task may use. */
  int threads();

  /** Sends a value to wherever steps run, once to each machine. It does not change from then on. */
  <V extends Serializable> Shared<V> share(V value);

  /**
   * Makes parts where they will be worked on, when they are first needed, and keeps them there.
   *
   * @param count how many
   * @param make from a part's number, from 0
   */
  <T extends Serializable> Parts<T> parts(int count, Make<T> make);

  /** A value that all machines have. */
  interface Shared<V extends Serializable> extends Serializable, AutoCloseable {
    /** The value, within a step. */
    V get();

    /** Forgets it everywhere. */
    @Override
    void close();
  }

  /** Makes a part. */
  @FunctionalInterface
  interface Make<T> extends Serializable {
    /**
     * @param part its number
     */
    T part(int part);
  }

  /** Makes something of a part. */
  @FunctionalInterface
  interface Step<T, R> extends Serializable {
    /**
     * @param part its number
     * @param value the part, which must not be changed
     */
    R from(int part, T value);
  }

  /** Values that are kept on the machines, one a part. */
  interface Parts<T extends Serializable> extends AutoCloseable {
    /**
     * What a step makes of each part, in order, here.
     *
     * @throws CancellationException if the calling thread is interrupted meanwhile
     */
    <R extends Serializable> List<R> collect(Step<T, R> step);

    /**
     * Cuts every part into pieces and makes a part of each row of pieces: part i of the result of
     * all pieces i, in the order of the parts they come from.
     *
     * @param count how many pieces each part is cut into
     */
    <P extends Serializable, R extends Serializable> Parts<R> regroup(
        int count, Step<T, List<P>> cut, Step<List<P>, R> join);

    /** Forgets them. */
    @Override
    void close();
  }
}
