package io.github.lanefactor.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from, beside its {@link Settings}.
 *
 * @param data what the ratings were called, such as the name of their file
 * @param last the last loss of the training; a training of no steps has none
 * @param validation how it was validated, if it was
 */
public record Origin(Optional<String> data, Optional<Loss> last, Optional<Validation> validation) {
  /** Nothing is known. */
  public static final Origin UNKNOWN =
      new Origin(Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * A loss.
   *
   * @param step the step or sweep before which it was taken, from 0
   * @param loss the mean of weight times squared error
   */
  public record Loss(int step, double loss) {}

  /**
   * A validation.
   *
   * @param share the share of the ratings that was held out
   * @param metric what was measured on them, such as {@code ndcg@10}
   * @param best the best value, which is that of this model
   */
  public record Validation(double share, String metric, double best) {}

  /** This, with a name for the ratings. */
  public Origin withData(String name) {
    return new Origin(Optional.of(name), last, validation);
  }

  /** This, with a validation. */
  public Origin withValidation(Validation done) {
    return new Origin(data, last, Optional.of(done));
  }

  /** Names and values, for people to read, in the order to show them. */
  public Map<String, String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    last.ifPresent(
        end -> {
          lines.put("last step", Integer.toString(end.step));
          lines.put("last loss", Double.toString(end.loss));
        });
    validation.ifPresent(
        done -> {
          lines.put("validation", Double.toString(done.share));
          lines.put("validation " + done.metric, Double.toString(done.best));
        });
    data.ifPresent(name -> lines.put("data", name));
    return lines;
  }
}
