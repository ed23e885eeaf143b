package example.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Reason;
import java.util.List;
import java.util.Map;

/** What goes over the wire; openapi.json describes it. A field that is null is left out. */
final class Messages {
  private Messages() {}

  /**
   * What somebody new has rated, and what their list should be like.
   *
   * @param ratings item ids and ratings
   */
  record Newcomer(
      Map<String, Float> ratings,
      Integer n,
      String genre,
      Integer minRatings,
      Double diversity,
      List<String> excluding,
      Boolean explain) {}

  /**
   * What somebody new has rated, and the item to explain.
   *
   * @param ratings item ids and ratings
   */
  record Question(Map<String, Float> ratings, String item, Integer n) {}

  /**
   * A list.
   *
   * @param model the version of the model that all of it comes from
   * @param unknown ids of rated items that this model does not know
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Listed(String model, List<Entry> items, List<String> unknown) {}

  /**
   * An item of a list.
   *
   * @param byFeatures true if nobody has rated it, so that its genres and year stand in
   * @param because the rated items that speak most for it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String id,
      String title,
      List<String> genres,
      Float score,
      Boolean byFeatures,
      List<Because> because) {
    static Entry of(Item item) {
      return new Entry(item.id(), item.title(), item.genres(), null, null, null);
    }
  }

  /**
   * A rated item that speaks for another.
   *
   * @param share its part in all that speaks for the other, above 0 and at most 1
   */
  record Because(String id, String title, float share) {
    static List<Because> of(List<Reason> reasons) {
      return reasons.stream()
          .map(r -> new Because(r.item().id(), r.item().title(), (float) r.share()))
          .toList();
    }
  }

  /** Why an item is recommended. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Explained(String model, Entry item, List<Because> because, List<String> unknown) {}

  /** The model that answers. */
  record About(
      String model,
      String loaded,
      int users,
      int items,
      boolean history,
      float lowestRating,
      float highestRating,
      Map<String, String> settings) {}

  /** The state of the service, and why the last reload failed, if it did. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Health(String status, String model, String reloadFailure) {}

  /** How a reload ended, and the model that answers now. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Reloaded(String result, String model, String failure) {}
}
