package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredUser;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "similar-users",
    description = {
      "List the users most like one user.",
      "Scores are cosines of the users' whitened factors, less for users with few ratings."
    })
final class SimilarUsers implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "USER", description = "The user's id.")
  private String user;

  @Mixin private ListOptions options;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    List<ScoredUser> list = Recommender.of(read).similarUsers(user, options.query().n());
    if (options.json()) {
      Json.print(out, writer -> Json.writeUsers(writer, read.catalogue(), list));
    } else {
      list.forEach(scored -> out.println(Text.fixed(scored.score(), 5) + " " + scored.id()));
    }
    if (list.isEmpty()) {
      boolean nothing = read.statistics().userCount(read.catalogue().user(user)) == 0;
      err.println(
          "note: "
              + (nothing
                  ? "nothing is known of user " + user + ", who has rated nothing"
                  : "there is no other user"));
    }
  }
}
