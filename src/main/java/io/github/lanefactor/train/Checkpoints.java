package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Events;
import io.github.lanefactor.support.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** The checkpoint that a training goes on from, and those that it writes. */
final class Checkpoints implements Closeable {
  /** What an interrupt may cost. In nanoseconds. */
  private static final long SNAPSHOT_EVERY = 500_000_000;

  private final Choices choices;
  private final Map<String, String> binding;
  private final Closeable claim;
  private Checkpoint latest;
  private long latestAt = Long.MIN_VALUE;
  private int writtenStep;
  private long writtenAt = System.nanoTime();

  private Checkpoints(Choices choices, Map<String, String> binding, Closeable claim) {
    this.choices = choices;
    this.binding = binding;
    this.claim = claim;
  }

  /** Those of a training from {@code start}; none if nobody asked for any. */
  static Checkpoints of(Choices choices, Settings settings, Ratings ratings, Factors start) {
    boolean none = choices.checkpoint == null && choices.resume == null;
    return new Checkpoints(
        choices,
        none ? Map.of() : Binding.of(choices, settings, ratings, start),
        choices.checkpoint == null ? () -> {} : OutputFile.claim(choices.checkpoint));
  }

  /** The checkpoint to go on from, if there is one. */
  Optional<Checkpoint> resumed(Factors shape) {
    Optional<Checkpoint> from =
        Optional.ofNullable(choices.resume)
            .map(file -> new CheckpointFile(file, binding).read(shape));
    writtenStep = from.map(Checkpoint::step).orElse(0);
    return from;
  }

  /**
   * Called before each step.
   *
   * @param now makes the checkpoint
   */
  void at(int step, Supplier<Checkpoint> now) {
    if (choices.checkpoint == null) {
      return;
    }
    long time = System.nanoTime();
    boolean due = choices.checkpointDue.after(step - writtenStep, time - writtenAt);
    if (due || latest == null || time - latestAt > SNAPSHOT_EVERY) {
      latest = now.get();
      latestAt = time;
    }
    if (due) {
      write();
    }
  }

  /** Called when the training is broken off: writes the latest checkpoint. */
  void save() {
    if (latest != null) {
      write();
    }
  }

  private void write() {
    LongConsumer event = Events.checkpoint(choices.checkpoint.toString());
    new CheckpointFile(choices.checkpoint, binding).write(latest);
    event.accept(latest.step());
    writtenStep = latest.step();
    writtenAt = System.nanoTime();
  }

  /** Lets other trainings write the file. */
  @Override
  public void close() throws IOException {
    claim.close();
  }
}
