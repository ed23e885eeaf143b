package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import java.util.function.Supplier;

/**
 * The recommender that a service uses now, which may be replaced at any time while others use it.
 * Whoever answers a request asks for it once, so that all of the answer is of one model.
 *
 * <pre>{@code
 * RecommenderHolder films = RecommenderHolder.of(ModelFile.read(path));
 * Recommender now = films.get();                 // once for each request
 * films.replace(ModelFile.read(path));           // when there is a new model
 * }</pre>
 *
 * <p>A service that keeps more with a model, such as its version, holds an object of its own that
 * has both; {@link Recommender#prepare} does the rest.
 */
public final class RecommenderHolder implements Supplier<Recommender> {
  private volatile Recommender current;

  private RecommenderHolder(Recommender first) {
    this.current = first;
  }

  /** A holder that begins with this model. */
  public static RecommenderHolder of(FactorModel model) {
    return new RecommenderHolder(ready(model));
  }

  /** The recommender to use now. It stays valid after it has been replaced. */
  @Override
  public Recommender get() {
    return current;
  }

  /**
   * Replaces the recommender. All that a recommender makes when it is first needed is made before,
   * on this thread, so that no request waits for it.
   *
   * @return the recommender that was used until now
   */
  public synchronized Recommender replace(FactorModel model) {
    Recommender next = ready(model);
    Recommender last = current;
    current = next;
    return last;
  }

  private static Recommender ready(FactorModel model) {
    return Recommender.of(model).prepare().prepareUsers();
  }
}
