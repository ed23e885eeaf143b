package io.github.lanefactor.support;

import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The events themselves. Only {@link Events} may name this class, and only where the module {@code
 * jdk.jfr} is there.
 */
final class FlightEvents {
  private FlightEvents() {}

  /**
   * Whether there has been a recording. Loading the first class of an event starts the recorder,
   * which takes a quarter of a second; so none is loaded before.
   */
  static boolean wanted() {
    return FlightRecorder.isInitialized();
  }

  static LongConsumer load(String file) {
    Load event = new Load();
    event.file = file;
    event.begin();
    return event;
  }

  static DoubleConsumer step(int number) {
    Step event = new Step();
    event.number = number;
    event.begin();
    return event;
  }

  static DoubleConsumer sweep(int number) {
    Sweep event = new Sweep();
    event.number = number;
    event.begin();
    return event;
  }

  static LongConsumer solve(String side) {
    Solve event = new Solve();
    event.side = side;
    event.begin();
    return event;
  }

  static LongConsumer score(String list) {
    Score event = new Score();
    event.list = list;
    event.begin();
    return event;
  }

  static LongConsumer checkpoint(String file) {
    Checkpoint event = new Checkpoint();
    event.file = file;
    event.begin();
    return event;
  }

  @Name("lanefactor.Load")
  @Label("Load")
  @Description("Reading a file of ratings or a model")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Load extends Event implements LongConsumer {
    @Label("File")
    String file;

    @Label("Ratings")
    long ratings;

    @Override
    public void accept(long count) {
      ratings = count;
      commit();
    }
  }

  @Name("lanefactor.Step")
  @Label("Step")
  @Description("A step of RMSprop")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Step extends Event implements DoubleConsumer {
    @Label("Number")
    int number;

    @Label("Loss Before")
    double loss;

    @Override
    public void accept(double before) {
      loss = before;
      commit();
    }
  }

  @Name("lanefactor.Sweep")
  @Label("Sweep")
  @Description("A sweep of Gauss-Newton over all users and all items")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Sweep extends Event implements DoubleConsumer {
    @Label("Number")
    int number;

    @Label("Loss Before")
    double loss;

    @Override
    public void accept(double before) {
      loss = before;
      commit();
    }
  }

  @Name("lanefactor.Solve")
  @Label("Solve")
  @Description("Building and solving the equations of one side, a part of a sweep")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Solve extends Event implements LongConsumer {
    @Label("Side")
    String side;

    @Label("Rows")
    long rows;

    @Override
    public void accept(long count) {
      rows = count;
      commit();
    }
  }

  @Name("lanefactor.Score")
  @Label("Score")
  @Description("Making one list")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Score extends Event implements LongConsumer {
    @Label("List")
    String list;

    @Label("Listed")
    long listed;

    @Override
    public void accept(long count) {
      listed = count;
      commit();
    }
  }

  @Name("lanefactor.Checkpoint")
  @Label("Checkpoint")
  @Description("Writing a checkpoint of a training")
  @Category("lanefactor")
  @StackTrace(false)
  private static final class Checkpoint extends Event implements LongConsumer {
    @Label("File")
    String file;

    @Label("Steps Before It")
    long steps;

    @Override
    public void accept(long count) {
      steps = count;
      commit();
    }
  }
}
