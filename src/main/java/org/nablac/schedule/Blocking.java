package org.nablac.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.nablac.graph.Contract;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Finds the kernels that had better run for a block of rows at a time. A <em>wide</em> node has more bytes than there
 * is room for, if it is held whole. The kernels that write or read wide nodes in common, and those between them, are
 * a block if each loops over the rows, or multiplies matrices and sums over them, and no row needs what was done in
 * another.
 */
final class Blocking {
    /** As many rows as are thought of where their number is not known. */
    private static final int ROWS = 1 << 10;
    /** As many as are thought of where they are said to be many. */
    private static final int MANY_ROWS = 1 << 14;
    /** As many columns as are thought of where their number is not known. */
    private static final int COLUMNS = 1 << 20;
    /** Rows of a dimension that is not worth cutting. */
    private static final int FEW = 16;
    /** Kernels of one block, at most. */
    private static final int KERNELS = 24;

    private final Graph graph;
    private final Works works;
    private final List<Kernel> kernels;
    private final long room;
    private final boolean isMany;
    private final Map<Work, Integer> kernelOf = new HashMap<>();
    /** The kernels that write or read a node. */
    private final Map<Node, BitSet> users = new LinkedHashMap<>();
    private final List<BitSet> after = new ArrayList<>();
    private final List<BitSet> before = new ArrayList<>();

    /**
     * @param room bytes that a node may have as a whole
     * @param isMany whether rows are many: then what is done beside what is wide had better be in its block
     */
    Blocking(Graph graph, Works works, List<Kernel> kernels, long room, boolean isMany) {
        this.graph = graph;
        this.works = works;
        this.kernels = kernels;
        this.room = room;
        this.isMany = isMany;
    }

    /** Whether {@code n}, if it is held whole, has more bytes than {@code room}, of as many rows as are thought of. */
    static boolean isWide(Node n, long room, boolean isMany) {
        if (n.type().rank() < 2 || isFew(n.shape().dim(0))) {
            return false;
        }
        double bytes = n.type().dtype() == DType.F64 ? Double.BYTES : Float.BYTES;
        for (int a = 0; a < n.type().rank(); a++) {
            Dim d = n.shape().dim(a);
            bytes *= d.isConstant() ? d.constant() : a > 0 ? COLUMNS : isMany ? MANY_ROWS : ROWS;
        }
        return bytes > room;
    }

    /**
     * @param kernels in an order in which those of a block are neighbours
     * @param unfinished products that must be stored before what finishes them, so that they can be continued; if there
     *     are any, the rest means nothing
     */
    record Result(List<Kernel> kernels, List<Block> blocks, Set<Node> unfinished) {
    }

    /** A block as kernels that are not neighbours yet. */
    record Group(Dim rows, BitSet members, Set<Node> held, Set<Node> sums) {
    }

    Result find() {
        List<Seed> seeds = seeds();
        if (seeds.isEmpty()) {
            return new Result(kernels, List.of(), Set.of());
        }
        paths();
        List<Group> groups = new ArrayList<>();
        Set<Node> unfinished = new LinkedHashSet<>();
        BitSet taken = new BitSet();
        for (Seed seed : seeds) {
            Optional<Group> found = isMany ? group(all(seed.rows), taken, unfinished) : Optional.empty();
            found.or(() -> group(seed, taken, unfinished)).ifPresent(g -> {
                groups.add(g);
                taken.or(g.members);
            });
        }
        if (!unfinished.isEmpty()) {
            return new Result(kernels, List.of(), unfinished);
        }
        List<Integer> order = BlockOrder.of(groups, before);
        List<Block> blocks = new ArrayList<>();
        for (Group g : groups) {
            int first = IntStream.range(0, order.size()).filter(k -> g.members.get(order.get(k))).findFirst()
                    .orElseThrow();
            blocks.add(new Block(g.rows, first, first + g.members.cardinality(), g.held, g.sums));
        }
        blocks.sort(Comparator.comparingInt(Block::first));
        return new Result(order.stream().map(kernels::get).toList(), blocks, Set.of());
    }

    /** Kernels that have to do with the same wide nodes, of these rows. */
    private record Seed(Dim rows, BitSet kernels) {
        boolean touches(Seed other) {
            return rows.equals(other.rows) && kernels.intersects(other.kernels);
        }
    }

    /** The kernels that have to do with matrices of these rows. */
    private Seed all(Dim rows) {
        BitSet all = new BitSet();
        users.forEach((n, some) -> {
            if (!isGiven(n) && n.type().rank() > 1 && n.shape().dim(0).equals(rows)) {
                all.or(some);
            }
        });
        return new Seed(rows, all);
    }

    private List<Seed> seeds() {
        List<Seed> seeds = new ArrayList<>();
        for (int k = 0; k < kernels.size(); k++) {
            for (Work w : kernels.get(k).works()) {
                kernelOf.put(w, k);
                users.computeIfAbsent(w.node(), n -> new BitSet()).set(k);
                for (Access a : works.accesses(w)) {
                    users.computeIfAbsent(a.buffer(), n -> new BitSet()).set(k);
                }
            }
        }
        users.forEach((n, all) -> {
            if (isWide(n)) {
                Seed joined = new Seed(n.shape().dim(0), (BitSet) all.clone());
                List<Seed> touching = seeds.stream().filter(joined::touches).toList();
                touching.forEach(s -> joined.kernels.or(s.kernels));
                seeds.removeAll(touching);
                seeds.add(joined);
            }
        });
        return seeds;
    }

    private boolean isWide(Node n) {
        return !isGiven(n) && isWide(n, room, isMany);
    }

    private static boolean isFew(Dim rows) {
        return rows.isConstant() && rows.constant() <= FEW;
    }

    /** Whether a node's array is there for longer than the kernels run. */
    private boolean isGiven(Node n) {
        Node home = works.home(n);
        return home.op() instanceof Leaf.Stored || works.inPlace.containsKey(home)
                || graph.outputs().containsValue(home);
    }

    /** Which kernels come before which. */
    private void paths() {
        kernels.forEach(k -> {
            before.add(new BitSet());
            after.add(new BitSet());
        });
        Order order = Order.of(works);
        for (int k = 0; k < kernels.size(); k++) {
            for (Work w : kernels.get(k).works()) {
                for (Order.Edge e : order.into(w)) {
                    int earlier = kernelOf.get(e.before());
                    if (earlier != k) {
                        before.get(k).set(earlier);
                        before.get(k).or(before.get(earlier));
                    }
                }
            }
        }
        for (int k = 0; k < kernels.size(); k++) {
            int later = k;
            before.get(k).stream().forEach(b -> after.get(b).set(later));
        }
    }

    /** With all kernels that stand between two of them. */
    private BitSet closed(BitSet seed) {
        BitSet reached = new BitSet();
        BitSet needed = new BitSet();
        seed.stream().forEach(k -> {
            reached.or(after.get(k));
            needed.or(before.get(k));
        });
        reached.and(needed);
        reached.or(seed);
        return reached;
    }

    private Optional<Group> group(Seed seed, BitSet taken, Set<Node> unfinished) {
        BitSet members = closed(seed.kernels);
        return members.cardinality() <= KERNELS && !members.intersects(taken)
                ? group(seed.rows, members, unfinished) : Optional.empty();
    }

    private Optional<Group> group(Dim rows, BitSet members, Set<Node> unfinished) {
        List<Work> all = members.stream().boxed().flatMap(k -> kernels.get(k).works().stream()).toList();
        Set<Node> sums = new LinkedHashSet<>();
        Set<Node> epilogues = new LinkedHashSet<>();
        for (Work w : all) {
            if (works.ends.containsKey(w) && sumsOver(works.ends.get(w), rows)) {
                continue;
            }
            if (w instanceof Work.Product p && sumsOver(p, rows)) {
                sums.add(p.product());
                if (p.product() != p.node()) {
                    epilogues.add(p.product());
                }
            } else if (isFew(rows) || !Works.rows(w).equals(rows) || w instanceof Work.Lead) {
                return Optional.empty();
            }
        }
        List<Work> writing = all.stream()
                .filter(w -> !((works.ends.containsKey(w) ? works.ends.get(w) : w) instanceof Work.Product p)
                        || !epilogues.contains(p.product())).toList();
        if (!isRowByRow(all, writing, rows) || overwritesWhatIsRead(all, writing)) {
            return Optional.empty();
        }
        Set<Node> held = held(members, all, rows, sums);
        if (held.stream().noneMatch(this::isWide)) {
            return Optional.empty();
        }
        unfinished.addAll(epilogues);
        return Optional.of(new Group(rows, members, held, sums));
    }

    /** Whether {@code p} is a sum over {@code rows}, none of which is a row of its own. */
    private static boolean sumsOver(Work.Product p, Dim rows) {
        Node left = p.product().input(0);
        Contract op = (Contract) p.product().op();
        return left.type().rank() == 2 && op.transposeLeft() && !op.transposeRight()
                && left.shape().dim(0).equals(rows);
    }

    /**
     * Whether what is written here is read here, if at all, in the row in which it was written.
     *
     * @param writing those that write what they do now; what finishes the others is going to be done later
     */
    private boolean isRowByRow(List<Work> all, List<Work> writing, Dim rows) {
        Map<Node, List<Work>> writers = new HashMap<>();
        writing.stream().filter(w -> !(w instanceof Work.Copy))
                .forEach(w -> writers.computeIfAbsent(works.place(w.node()), n -> new ArrayList<>()).add(w));
        for (Work w : all) {
            if (w instanceof Work.Scatter && writers.get(works.place(w.node())).size() > 1) {
                return false;
            }
            boolean sums = w instanceof Work.Product p && sumsOver(p, rows);
            for (Access a : works.accesses(w)) {
                for (Work writer : writers.getOrDefault(works.place(a.buffer()), List.of())) {
                    boolean isSum = writer instanceof Work.Product p && sumsOver(p, rows);
                    boolean isSame = writer == w && isElement(w) && a.inRow();
                    if (!isSame && (isSum || !Order.writesItsRow(writer) || !(sums ? a.inTerm() : a.inRow()))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isElement(Work w) {
        return w instanceof Work.Element || w instanceof Work.Product;
    }

    /** Whether a leaf or a table is written over that others of these works, for later rows, still read. */
    private boolean overwritesWhatIsRead(List<Work> all, List<Work> writing) {
        for (Work w : writing) {
            Optional<Node> over = works.overwrites(w).map(works::place);
            if (over.isPresent() && all.stream().filter(r -> r != w).anyMatch(r -> works.accesses(r).stream()
                    .anyMatch(a -> works.place(a.buffer()) == over.get()))) {
                return true;
            }
        }
        return false;
    }

    /** What is written here and read nowhere else. */
    private Set<Node> held(BitSet members, List<Work> all, Dim rows, Set<Node> sums) {
        Set<Node> held = new LinkedHashSet<>();
        for (Work w : all) {
            Node n = works.home(w.node());
            if (!isGiven(n) && !sums.contains(n) && n.type().rank() > 0 && n.shape().dim(0).equals(rows)
                    && !(w instanceof Work.Scatter)) {
                held.add(n);
            }
        }
        for (int k = members.nextClearBit(0); k < kernels.size(); k = members.nextClearBit(k + 1)) {
            for (Work w : kernels.get(k).works()) {
                held.remove(works.home(w.node()));
                works.accesses(w).forEach(a -> held.remove(works.home(a.buffer())));
            }
        }
        return held;
    }
}
