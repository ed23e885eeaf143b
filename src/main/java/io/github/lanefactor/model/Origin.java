package io.github.lanefactor.model;

import io.github.lanefactor.ratings.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a model comes from, beside its {@link Settings}.
 *
 * @param data what the ratings were called, such as the name of their file
 * @param losses the loss along the way, first to last; a training of no steps has none
 * @param validation how it was validated, if it was
 */
public record Origin(Optional<String> data, List<Loss> losses, Optional<Validation> validation) {
  /** More points of a loss curve than these say no more. */
  private static final int MOST_LOSSES = 1000;

  /** Nothing is known. */
  public static final Origin UNKNOWN = new Origin(Optional.empty(), List.of(), Optional.empty());

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

  /** Copies the losses; of more than a thousand, a thousand with the last. */
  public Origin {
    int count = losses.size();
    if (count <= MOST_LOSSES) {
      losses = List.copyOf(losses);
    } else {
      List<Loss> some = new ArrayList<>();
      for (int i = 0; i < MOST_LOSSES; i++) {
        some.add(losses.get((int) ((long) i * (count - 1) / (MOST_LOSSES - 1))));
      }
      losses = List.copyOf(some);
    }
  }

  /** The last loss of the training, if it took a step. */
  public Optional<Loss> last() {
    return losses.isEmpty() ? Optional.empty() : Optional.of(losses.get(losses.size() - 1));
  }

  /** The losses as one line of text, such as {@code 0:0.171085 1:0.0921}. */
  public String lossLine() {
    return losses.stream().map(l -> l.step + ":" + l.loss).collect(Collectors.joining(" "));
  }

  /**
   * Reads what {@link #lossLine} wrote.
   *
   * @throws InputException if it is something else
   */
  public static List<Loss> losses(String line) {
    List<Loss> losses = new ArrayList<>();
    for (String point : line.isEmpty() ? new String[0] : line.split(" ")) {
      int colon = point.indexOf(':');
      try {
        double loss = Double.parseDouble(point.substring(colon + 1));
        if (colon < 0 || !Double.isFinite(loss)) {
          throw new NumberFormatException();
        }
        losses.add(new Loss(Integer.parseInt(point.substring(0, colon)), loss));
      } catch (NumberFormatException e) {
        String found = point.replaceAll("\\p{Cntrl}", " ");
        throw new InputException("expected losses such as 0:0.5 1:0.25, found " + found, e);
      }
    }
    return losses;
  }

  /** This, with a name for the ratings. */
  public Origin withData(String name) {
    return new Origin(Optional.of(name), losses, validation);
  }

  /** This, with a validation. */
  public Origin withValidation(Validation done) {
    return new Origin(data, losses, Optional.of(done));
  }

  /** Names and values, for people to read, in the order to show them. */
  public Map<String, String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    last()
        .ifPresent(
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
