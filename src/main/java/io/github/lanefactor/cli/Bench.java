package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.function.Consumer;
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
      description = "Users (default: 862; with --serving: 610).")
  private Integer users;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items (default: 2500; with --serving: 9742).")
  private Integer items;

  @Option(
      names = "--density",
      paramLabel = "X",
      defaultValue = "0.12",
      description = "Share of the cells that are rated (default: ${DEFAULT-VALUE}).")
  private double density;

  @Option(
      names = "--serving",
      description =
          "Time lists instead: for a user, of similar items, for somebody new with 20 ratings, for"
              + " all users; 32 factors unless given.")
  private boolean serving;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "With --serving: the model to ask (default: one of made-up ratings).")
  private Path model;

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
    if (serving) {
      serve();
      return;
    }
    StepTimer timer =
        new StepTimer()
            .users(or(users, 862))
            .items(or(items, 2500))
            .density(density)
            .factors(or(size.factors, MeasureOptions.FACTORS));
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

  private static int or(Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private void serve() {
    PrintWriter err = spec.commandLine().getErr();
    int threads = or(size.threads, Runtime.getRuntime().availableProcessors());
    Consumer<String> listener =
        stage -> {
          err.println(stage);
          err.flush();
        };
    FactorModel asked;
    if (model == null) {
      asked = ServingTimer.madeUp(or(users, 610), or(items, 9742), or(size.factors, 32), listener);
    } else {
      asked = ModelFile.read(model);
    }
    ServingTimer.Result r = new ServingTimer(asked, threads, seconds, listener).run();
    int modelItems = asked.catalogue().items();
    PrintWriter out = spec.commandLine().getOut();
    String jvm = System.getProperty("java.vm.name") + " " + Runtime.version();
    if (json) {
      Json.print(
          out,
          w -> {
            w.beginObject();
            w.name("jvm").value(jvm).name("cpu").value(CpuName.find());
            w.name("items").value(modelItems).name("factors").value(asked.factors());
            w.name("threads").value(threads);
            w.name("recommendP50Micros").value(r.recommendP50());
            w.name("recommendP99Micros").value(r.recommendP99());
            w.name("similarP50Micros").value(r.similarP50());
            w.name("similarP99Micros").value(r.similarP99());
            w.name("foldInP50Micros").value(r.foldInP50());
            w.name("foldInP99Micros").value(r.foldInP99());
            w.name("allMicrosPerUser").value(r.allPerUser());
            w.name("readMicros").value(r.read());
            w.endObject();
          });
      return;
    }
    line(out, "JVM", jvm);
    line(out, "CPU", CpuName.find());
    line(out, "shape", "%d items, %d factors".formatted(modelItems, asked.factors()));
    line(out, "recommend", times(r.recommendP50(), r.recommendP99()));
    line(out, "similar", times(r.similarP50(), r.similarP99()));
    line(out, "fold-in", times(r.foldInP50(), r.foldInP99()));
    line(
        out,
        "all users",
        significant(r.allPerUser()) + " µs a user on %d threads".formatted(threads));
    line(out, "memory", significant(r.read()) + " µs to read the factors once");
  }

  private static String times(double p50, double p99) {
    return "%s µs median, %s µs for 99 of 100".formatted(significant(p50), significant(p99));
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
