package org.nablac.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.graph.Contract;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;

/**
 * The works of a graph, what each reads and writes, and which must come before which.
 *
 * <p>Data: a work comes after those that write what it reads. Updates: a work that writes a leaf comes after all others
 * that read the leaf's old value. Where updates read each other's leaves in turn this is a cycle; its works are done
 * at once, element by element, if their loops allow it, and otherwise the new values are stored first.
 */
final class Works {
    private final Graph graph;
    final Storing.Result storing;
    final List<Work> all = new ArrayList<>();
    /** The leaf, or the stored table, into whose array a node's values are written at once. */
    final Map<Node, Node> inPlace = new LinkedHashMap<>();
    private final Map<Work, List<Access>> accesses = new HashMap<>();
    /** Works that are done with the sums of a product, beside the one that the product is in. */
    final Map<Work, Work.Product> ends = new LinkedHashMap<>();

    private Works(Graph graph, Set<Node> forced, Set<Node> copied) {
        this.graph = graph;
        this.storing = Storing.choose(graph, forced);
        destinations(copied);
        tables(copied);
        for (Node n : graph.nodes()) {
            if (storing.nodes().contains(n) && !(n.op() instanceof Leaf.Stored)) {
                make(n);
            }
        }
        copies();
        for (Work w : all) {
            accesses.put(w, Accesses.of(w, n -> storing.nodes().contains(n) || storing.finished().contains(n)));
        }
        ends();
    }

    /** The works of {@code graph}, with every hazard of its updates resolved. */
    static Works of(Graph graph) {
        return of(graph, List.of());
    }

    /** The same with all of {@code kept} stored. */
    static Works of(Graph graph, List<Node> kept) {
        Set<Node> forced = new HashSet<>(kept);
        Set<Node> copied = new HashSet<>();
        while (true) {
            Works works = new Works(graph, forced, copied);
            List<Work> bad = works.unsafe();
            if (bad.isEmpty()) {
                return works;
            }
            for (Work w : bad) {
                if (w instanceof Work.Scatter s && !forced.contains(s.node().input(2)) && !works.isEntangled(w)) {
                    forced.add(s.node().input(2));
                } else {
                    copied.add(w.node());
                }
            }
        }
    }

    List<Access> accesses(Work w) {
        return accesses.get(w);
    }

    /** About how many bytes of instructions a work takes. */
    int bytes(Work w) {
        int sum = 40 + 6 * switch (w) {
            case Work.Element e -> storing.size().get(e.node());
            case Work.Fold f -> 30 + inlined(f.node().input(0));
            case Work.Fill f -> inlined(f.node().input(0));
            case Work.Scatter s -> 10 + inlined(s.node().input(1)) + inlined(s.node().input(2));
            case Work.Part p -> 5 + inlined(p.node().input(p.input()));
            case Work.Product p -> storing.size().get(p.node());
            case Work.Copy c -> 1;
            case Work.Lead l -> inlined(l.node().input(0));
        };
        for (Access a : accesses(w)) {
            sum += 8 + 10 * a.index().size();
        }
        return sum;
    }

    private int inlined(Node n) {
        return isStored(n) ? 1 : storing.size().get(n);
    }

    boolean isStored(Node n) {
        return storing.nodes().contains(n);
    }

    private void destinations(Set<Node> copied) {
        Set<Node> shown = new HashSet<>(graph.outputs().values());
        Map<Node, Integer> readers = new HashMap<>();
        graph.nodes().forEach(n -> n.inputs().forEach(i -> readers.merge(i, 1, Integer::sum)));
        Set.copyOf(graph.roots()).forEach(r -> readers.merge(r, 1, Integer::sum));
        graph.updates().forEach((leaf, value) -> {
            boolean isCopied = copied.contains(value) || shown.contains(value);
            if (!(value.op() instanceof Leaf.Stored) && !isCopied && !inPlace.containsKey(value)) {
                List<Node> writes = writes(leaf, value, readers);
                if (!(value.op() instanceof Rows.Write)) {
                    inPlace.put(value, leaf);
                } else if (writes.stream().noneMatch(copied::contains)) {
                    writes.forEach(w -> inPlace.put(w, leaf));
                }
            }
        });
    }

    /**
     * The row writes that one after the other make {@code value} of {@code leaf}; none if others want what is between.
     */
    private List<Node> writes(Node leaf, Node value, Map<Node, Integer> readers) {
        List<Node> all = new ArrayList<>();
        Node n = value;
        while (n.op() instanceof Rows.Write && readers.getOrDefault(n, 0) == 1) {
            all.add(n);
            n = n.input(0);
        }
        return n == leaf ? all : List.of();
    }

    /** Rows are written in the array of the table itself, where that is stored and no root: nothing is copied. */
    private void tables(Set<Node> copied) {
        Set<Node> kept = new HashSet<>(graph.roots());
        for (Node n : graph.nodes()) {
            boolean isShown = graph.outputs().containsValue(n);
            if (!(n.op() instanceof Rows.Write) || isShown || inPlace.containsKey(n) || copied.contains(n)) {
                continue;
            }
            Node table = n.input(0);
            if (isStored(table) && !(table.op() instanceof Leaf.Stored) && kept.add(table)) {
                inPlace.put(n, table);
            }
        }
    }

    /** The node that {@code n} shares its array with: the table that row after row was written to. */
    Node home(Node n) {
        Node at = n;
        while (inPlace.containsKey(at) && !(inPlace.get(at).op() instanceof Leaf.Stored)) {
            at = inPlace.get(at);
        }
        return at;
    }

    /** The leaf whose array {@code n} is in, or its home. */
    Node place(Node n) {
        Node home = home(n);
        return inPlace.getOrDefault(home, home);
    }

    private void make(Node n) {
        Node product = storing.products().get(n);
        if (product != null && !storing.nodes().contains(product)) {
            all.add(new Work.Product(n, product));
            return;
        }
        switch (n.op()) {
            case Contract c -> all.add(new Work.Product(n, n));
            case Reduce r -> all.add(new Work.Fold(n));
            case Move.Push p -> {
                for (int i = 0; i < n.inputs().size(); i++) {
                    all.add(new Work.Part(n, i));
                }
            }
            case Rows.Write w -> {
                if (!inPlace.containsKey(n)) {
                    all.add(new Work.Fill(n));
                }
                all.add(new Work.Scatter(n));
            }
            case Rows.Leaders l -> all.add(new Work.Lead(n));
            default -> all.add(new Work.Element(n));
        }
    }

    private void ends() {
        Map<Node, Work.Product> finishing = new HashMap<>();
        for (Work w : all) {
            if (w instanceof Work.Product p) {
                finishing.put(p.product(), p);
            } else if (w instanceof Work.Element e && storing.more().containsKey(e.node())) {
                Node product = storing.more().get(e.node());
                ends.put(w, finishing.get(product));
                accesses.get(w).removeIf(a -> a.buffer() == product);
            }
        }
    }

    private void copies() {
        Set<Node> direct = new HashSet<>();
        graph.outputs().forEach((name, value) -> {
            if (value.op() instanceof Leaf.Stored || !direct.add(value)) {
                all.add(new Work.Copy(value, new Work.Destination.Output(name)));
            }
        });
        graph.updates().forEach((leaf, value) -> {
            if (inPlace.get(value) != leaf) {
                all.add(new Work.Copy(value, new Work.Destination.Leaf(leaf)));
            }
        });
    }

    /** The leaf or the table that {@code w} overwrites, if any. */
    Optional<Node> overwrites(Work w) {
        return w instanceof Work.Copy c
                ? c.to() instanceof Work.Destination.Leaf l ? Optional.of(l.leaf()) : Optional.empty()
                : Optional.ofNullable(inPlace.get(w.node()));
    }

    /** Updates that would destroy what they themselves, or others that they cannot be done at once with, still read. */
    private List<Work> unsafe() {
        List<Work> bad = new ArrayList<>();
        for (Work w : all) {
            overwrites(w).filter(leaf -> accesses(w).stream().anyMatch(a -> a.buffer() == leaf && !isSafe(w, a)))
                    .ifPresent(leaf -> bad.add(w));
        }
        if (bad.isEmpty()) {
            for (List<Work> cycle : Order.of(this).cycles()) {
                if (!canShareLoops(cycle)) {
                    boolean tables = cycle.stream().anyMatch(this::writesTable);
                    cycle.stream().filter(tables ? this::writesTable
                            : w -> overwrites(w).isPresent() && !(w instanceof Work.Copy)).forEach(bad::add);
                }
            }
        }
        return bad;
    }

    /** Whether {@code w} may read {@code a} while it overwrites the leaf that a reads. */
    private static boolean isSafe(Work w, Access a) {
        return switch (w) {
            case Work.Scatter s -> rows(s).is(1) && a.inColumn();
            case Work.Element e -> a.inPlace(w.space().rank());
            case Work.Product p -> a.inPlace(w.space().rank());
            case Work.Copy c -> a.inPlace(w.space().rank());
            default -> false;
        };
    }

    /** Whether {@code w} writes a table, no leaf, that it does not read itself: only others need the old rows. */
    private boolean isEntangled(Work w) {
        return writesTable(w) && accesses(w).stream().noneMatch(a -> a.buffer() == inPlace.get(w.node()));
    }

    private boolean writesTable(Work w) {
        return overwrites(w).filter(t -> !(t.op() instanceof Leaf.Stored)).isPresent();
    }

    private boolean canShareLoops(List<Work> cycle) {
        Work first = cycle.get(0);
        for (Work w : cycle) {
            boolean simple = w instanceof Work.Element || w instanceof Work.Scatter && !writesTable(w)
                    || w instanceof Work.Product && cycle.stream().allMatch(o -> o == w || ends.get(o) == w);
            if (!simple || !w.space().equals(first.space()) || !rows(w).equals(rows(first))) {
                return false;
            }
            for (Work other : cycle) {
                for (Access a : accesses(w)) {
                    if (overwrites(other).filter(leaf -> leaf == a.buffer()).isPresent() && !isSafe(other, a)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** How often the outermost loop of {@code w} runs; 1 if all its axes are reduced. */
    static Dim rows(Work w) {
        return w.space().rank() == w.reduced() ? Dim.ONE : w.space().dim(0);
    }
}
