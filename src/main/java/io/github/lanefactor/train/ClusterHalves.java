package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.kernel.Layout;
import io.github.lanefactor.kernel.NewtonSweep;
import io.github.lanefactor.kernel.NewtonSweep.Pull;
import io.github.lanefactor.kernel.PanelSums;
import io.github.lanefactor.kernel.UserBlocks;
import io.github.lanefactor.train.Cluster.Parts;
import io.github.lanefactor.train.Cluster.Shared;
import io.github.lanefactor.train.ClusterWork.ItemPass;
import io.github.lanefactor.train.ClusterWork.Moved;
import io.github.lanefactor.train.ClusterWork.Numbers;
import io.github.lanefactor.train.ClusterWork.Side;
import io.github.lanefactor.train.ClusterWork.Totals;
import io.github.lanefactor.train.ClusterWork.UserPass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Both halves on a cluster. Users are spread in equal ranges of the kernel's chunks, items in
 * ranges of panels with about as many ratings. This machine holds the weights and sends out, before
 * each half, those that have moved.
 *
 * <p>The sums over users are joined in the kernel's tree, and every other sum runs in the order of
 * {@link LocalHalves}: so the bits are the same.
 */
final class ClusterHalves implements Halves {
  private final Cluster cluster;
  private final Factors factors;
  private final Pull itemPull;
  private final boolean dense;
  private final int[] firstUser;
  private final int[] firstItem;
  private final List<Shared<Side>> userSides;
  private final List<Shared<Side>> itemSides;
  private final ClusterWork work;
  private final NewtonSweep sweep;
  private Shared<Numbers> users;
  private Shared<Numbers> items;

  private ClusterHalves(
      Cluster cluster,
      KernelChoice choice,
      Kernel kernel,
      Cells cells,
      Factors factors,
      Pull userPull,
      Pull itemPull) {
    this.cluster = cluster;
    this.factors = factors;
    this.itemPull = itemPull;
    this.dense = cells.missingWeight() > 0;
    int n = cells.users();
    int wanted = Integer.highestOneBit(4 * cluster.slots() - 1); // at least twice the slots
    int groups = Math.min(wanted, UserBlocks.of(n).chunks());
    this.firstUser =
        IntStream.rangeClosed(0, groups)
            .map(group -> group == groups ? n : UserBlocks.of(n, group, groups).firstUser())
            .toArray();
    Cells byItem = cells.transposed();
    this.firstItem = shares(byItem, 2 * cluster.slots());
    this.userSides = share(cells, firstUser, userPull);
    this.itemSides = share(byItem, firstItem, itemPull);
    this.work =
        new ClusterWork(choice, cluster.threads(), n, factors.factors, userSides, itemSides);
    this.sweep = new NewtonSweep(kernel, 1, factors.factors); // for what all steps have in common
    this.users = shareUsers();
    this.items = shareItems();
  }

  /** Halves on this cluster, whose tasks run on this code. */
  static GaussNewton.Where on(Cluster cluster, KernelChoice choice) {
    return (kernel, cells, factors, userPull, itemPull) ->
        new ClusterHalves(cluster, choice, kernel, cells, factors, userPull, itemPull);
  }

  /** Where the items of each part begin, and their number: whole panels, about equal work. */
  private static int[] shares(Cells byItem, int most) {
    int count = byItem.users();
    int panels = Layout.panels(count);
    int parts = Math.min(most, panels);
    int[] first = new int[parts + 1];
    long whole = byItem.size() + (long) count * Layout.PANEL;
    for (int panel = 0, part = 0; panel < panels && part < parts; panel++) {
      int item = panel * Layout.PANEL;
      long before = byItem.start()[item] + (long) item * Layout.PANEL;
      boolean due = before * parts >= whole * part || panels - panel == parts - part;
      if (due) {
        first[part++] = item;
      }
    }
    first[parts] = count;
    return first;
  }

  private List<Shared<Side>> share(Cells cells, int[] first, Pull pull) {
    List<Shared<Side>> sides = new ArrayList<>();
    for (int part = 0; part + 1 < first.length; part++) {
      sides.add(cluster.share(new Side(cells, first[part], first[part + 1], pull)));
    }
    return sides;
  }

  private Shared<Numbers> shareUsers() {
    return cluster.share(new Numbers(factors.u.clone(), factors.bu.clone(), 0, null));
  }

  private Shared<Numbers> shareItems() {
    float[] mean = itemPull.mean() == null ? null : itemPull.mean().clone();
    return cluster.share(new Numbers(factors.m.clone(), factors.bm.clone(), factors.bg, mean));
  }

  @Override
  public double users(boolean move) {
    return dense ? denseUsers(move) : observedUsers(move);
  }

  private double denseUsers(boolean move) {
    ClusterWork work = this.work;
    Shared<Numbers> users = this.users;
    Shared<Numbers> items = this.items;
    try (Parts<UserPass> pass =
        cluster.parts(userSides.size(), part -> work.userPass(part, users.get(), items.get()))) {
      List<Totals> totals = pass.collect((part, sums) -> sums.totals);
      double loss = 0;
      for (Totals ofPart : totals) {
        for (double ofBlock : ofPart.losses) {
          loss += ofBlock;
        }
      }
      if (move) {
        float[] curvature =
            PanelSums.joined(totals.stream().map(ofPart -> ofPart.itemCurvature).toList());
        float[] common = sweep.common(j -> curvature[j], factors.m, factors.items).clone();
        moveUsers(
            pass.collect(
                (part, of) -> work.users(true, part, users.get(), items.get(), of.sums, common)));
      }
      return loss;
    }
  }

  private double observedUsers(boolean move) {
    ClusterWork work = this.work;
    Shared<Numbers> users = this.users;
    Shared<Numbers> items = this.items;
    try (Parts<Moved> steps =
        cluster.parts(
            userSides.size(),
            part -> work.users(move, part, users.get(), items.get(), null, null))) {
      List<Moved> moved = steps.collect((part, of) -> of);
      double loss = 0;
      for (Moved ofPart : moved) {
        for (float ofUser : ofPart.losses) {
          loss += ofUser;
        }
      }
      if (move) {
        moveUsers(moved);
      }
      return loss;
    }
  }

  private void moveUsers(List<Moved> moved) {
    put(moved, firstUser, factors.u, factors.bu);
    users.close();
    users = shareUsers();
  }

  private void put(List<Moved> moved, int[] first, float[] factors, float[] bias) {
    int k = this.factors.factors;
    for (int part = 0; part < moved.size(); part++) {
      Numbers rows = moved.get(part).rows;
      System.arraycopy(rows.factors, 0, factors, first[part] * k, rows.factors.length);
      System.arraycopy(rows.bias, 0, bias, first[part], rows.bias.length);
    }
  }

  @Override
  public void items() {
    if (itemPull.mean() != null) {
      items.close(); // what they are pulled to has been fitted since
      items = shareItems();
    }
    put(dense ? denseItems() : observedItems(), firstItem, factors.m, factors.bm);
    items.close();
    items = shareItems();
  }

  private List<Moved> denseItems() {
    ClusterWork work = this.work;
    Shared<Numbers> users = this.users;
    Shared<Numbers> items = this.items;
    int[] first = firstItem;
    try (Parts<ItemPass> pass =
            cluster.parts(userSides.size(), part -> work.itemPass(part, users.get(), items.get()));
        Parts<PanelSums> sums =
            pass.regroup(
                itemSides.size(),
                (part, of) -> of.sums.cut(first),
                (part, pieces) -> PanelSums.join(pieces))) {
      float[] curvature = new float[factors.users];
      List<float[]> ofUsers = pass.collect((part, of) -> of.userCurvature);
      for (int part = 0; part < ofUsers.size(); part++) {
        float[] some = ofUsers.get(part);
        System.arraycopy(some, 0, curvature, firstUser[part], some.length);
      }
      float[] common = sweep.common(i -> curvature[i], factors.u, factors.users).clone();
      return sums.collect((part, of) -> work.items(part, users.get(), items.get(), of, common));
    }
  }

  private List<Moved> observedItems() {
    ClusterWork work = this.work;
    Shared<Numbers> users = this.users;
    Shared<Numbers> items = this.items;
    try (Parts<Moved> steps =
        cluster.parts(
            itemSides.size(), part -> work.items(part, users.get(), items.get(), null, null))) {
      return steps.collect((part, of) -> of);
    }
  }

  @Override
  public void close() {
    users.close();
    items.close();
    userSides.forEach(Shared::close);
    itemSides.forEach(Shared::close);
  }
}
