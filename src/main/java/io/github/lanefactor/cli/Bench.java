package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    customSynopsis = "lanefactor bench [options]",
    description = {
      "Time a training step of the seed recipe on made-up ratings: the whole step, and the kernel"
          + " (loss and all gradients) alone.",
      "Times are medians, taken in turns with the machine's multiply-add peak after a warm-up."
    })
final class Bench implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "862",
      description = "Users (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "2500",
      description = "Items (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--density",
      paramLabel = "X",
      defaultValue = "0.12",
      description = "Share of the cells that are rated (default: ${DEFAULT-VALUE}).")
  private double density;

  @Mixin private MeasureOptions size;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "How long to measure after the warm-up (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, vector or scalar (default: ${DEFAULT-VALUE}).")
  private String kernel;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    StepTimer timer =
        new StepTimer().users(users).items(items).density(density).factors(size.factors);
    timer.seconds(seconds).kernel(kernel);
    if (size.threads != null) {
      timer.threads(size.threads);
    }
    PrintWriter err = spec.commandLine().getErr();
    timer.listener(
        stage -> {
          err.println(stage);
          err.flush();
        });
    StepTimer.Result result = timer.run();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, writer -> write(writer, result));
    } else {
      print(out, result);
    }
  }

  private static void print(PrintWriter out, StepTimer.Result r) {
    String width = r.vectorBits() > 0 ? ", vectors of %d bits".formatted(r.vectorBits()) : "";
    line(out, "JVM", r.jvm());
    line(out, "CPU", r.cpu());
    line(out, "kernel", r.kernel() + width);
    line(
        out,
        "shape",
        "%d users, %d items, %s %% rated, %d factors"
            .formatted(r.users(), r.items(), significant(100 * r.density()), r.factors()));
    line(out, "threads", Integer.toString(r.threads()));
    line(out, "whole step", significant(r.msPerStep()) + " ms");
    line(out, "kernel alone", significant(r.msKernel()) + " ms");
    line(
        out,
        "speed",
        "%s GFLOP/s, %s %% of the multiply-add peak of %s GFLOP/s"
            .formatted(
                significant(r.gflops()),
                Text.fixed(100 * r.peakShare(), 0),
                significant(r.peakGflops())));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-13s %s%n", name, value);
  }

  /** Four significant digits. */
  private static String significant(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private static void write(JsonWriter writer, StepTimer.Result r) throws IOException {
    writer.beginObject();
    writer.name("jvm").value(r.jvm());
    writer.name("cpu").value(r.cpu());
    writer.name("kernel").value(r.kernel());
    writer.name("vectorBits").value(r.vectorBits());
    writer.name("users").value(r.users());
    writer.name("items").value(r.items());
    writer.name("density").value(r.density());
    writer.name("factors").value(r.factors());
    writer.name("threads").value(r.threads());
    writer.name("msPerStep").value(r.msPerStep());
    writer.name("msKernel").value(r.msKernel());
    writer.name("gflops").value(r.gflops());
    writer.name("peakGflops").value(r.peakGflops());
    writer.name("peakShare").value(r.peakShare());
    writer.endObject();
  }
}
