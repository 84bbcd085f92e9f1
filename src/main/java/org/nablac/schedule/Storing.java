package org.nablac.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.graph.Contract;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;

/**
 * Decides which nodes are stored. What cannot be inlined is; so is what a root needs, what a matrix product reads, what
 * finishes a matrix product, and what is dear and would be computed more than once. Of what products read, that is not
 * which one of them alone reads, as its left operand, if it is elementwise and cheap: it computes it itself while it
 * takes up its rows. A right operand is wanted whole for every strip of rows: to compute it once is to store it.
 */
final class Storing {
    /** Operations above which computing twice costs more than storing. */
    private static final int DEAR = 12;
    /** Operations above which computing again for every repetition of a broadcast costs more than storing. */
    private static final int DEAR_REPEATED = 3;
    /** Operations above which a cone becomes too long for one method. */
    private static final int CONE = 300;
    /** Columns of a product, some of which at a time meet its left operand, from which on that is read many times. */
    private static final int COLUMNS = 1024;
    /** Terms of a product of which it computes some rows' worth of its left operand. */
    private static final int TERMS = 4096;
    /** Operations that are done with the sums of a product where they end in several nodes. */
    private static final int ENDING = 100;

    private final Graph graph;
    private final List<Node> nodes;
    private final Map<Node, List<Node>> users = new HashMap<>();
    private final Set<Node> stored = new HashSet<>();
    private final Map<Node, Node> products = new LinkedHashMap<>();
    /** The products that end in several nodes, by those nodes but the first, which is in {@link #products}. */
    private final Map<Node, Node> more = new LinkedHashMap<>();
    /** The values of {@link #products}. */
    private final Set<Node> finished = new HashSet<>();
    /** What is computed between a product and the several nodes that it ends in. */
    private final Set<Node> between = new HashSet<>();
    /** Left operands that products compute themselves, if they are cheap and finish no other product. */
    private final Set<Node> begun = new HashSet<>();

    private Storing(Graph graph) {
        this.graph = graph;
        this.nodes = graph.nodes();
        for (Node n : nodes) {
            users.put(n, new ArrayList<>());
            n.inputs().stream().distinct().forEach(i -> users.get(i).add(n));
        }
    }

    /**
     * @param nodes the stored nodes
     * @param products the matrix product that each stored node finishes, where that is not stored itself
     * @param more the same for stored nodes that finish a product beside another one
     * @param finished those products
     * @param size operations that computing an element of each node from what is stored takes to write down
     */
    record Result(Set<Node> nodes, Map<Node, Node> products, Map<Node, Node> more, Set<Node> finished,
                  Map<Node, Integer> size) {
    }

    /** Decides for {@code graph}; {@code forced} are stored whatever they cost. */
    static Result choose(Graph graph, Set<Node> forced) {
        Storing s = new Storing(graph);
        s.stored.addAll(forced);
        s.stored.addAll(graph.roots());
        s.required();
        s.products();
        s.dear();
        return new Result(s.stored, s.products, s.more, s.finished, s.sizes());
    }

    private void required() {
        for (Node n : nodes) {
            boolean isProduct = n.op() instanceof Contract;
            if (n.op() instanceof Leaf.Stored || !isProduct && !Accesses.canInline(n)) {
                stored.add(n);
            }
            if (isProduct && canBegin(n.input(0))) {
                begun.add(n.input(0));
                stored.add(n.input(1));
            } else if (isProduct || n.op() instanceof Rows.Leaders) {
                stored.addAll(n.inputs());
            }
            if (n.op() instanceof Rows.Read && !(n.input(1).op() instanceof Leaf.Stored)) {
                // row −1 is not in the table: its elements are not computed, but read or left out
                stored.add(n.input(0));
            }
        }
    }

    /**
     * Whether {@code n} is elementwise, and all that is to be done with it is to multiply one matrix from the left, of
     * not many columns, and with so few terms that some rows of {@code n} take little room.
     */
    private boolean canBegin(Node n) {
        List<Node> readers = users.get(n);
        return n.op() instanceof Elementwise && !stored.contains(n) && readers.size() == 1
                && readers.get(0).op() instanceof Contract op && readers.get(0).inputs().lastIndexOf(n) == 0
                && isAtMost(readers.get(0).shape().dim(n.type().rank() - 1), COLUMNS)
                && isAtMost(n.shape().dim(n.type().rank() - (op.transposeLeft() ? 2 : 1)), TERMS);
    }

    private static boolean isAtMost(Dim d, long most) {
        return d.isConstant() && d.constant() <= most;
    }

    /**
     * A product is finished by the longest chain of elementwise nodes that nobody else reads into, or by all that
     * depends on it, where that is elementwise and not much: a weight and the state of its optimiser.
     */
    private void products() {
        for (Node n : nodes) {
            if (!(n.op() instanceof Contract)) {
                continue;
            }
            Node last = n;
            while (!stored.contains(last) && users.get(last).size() == 1 && canFollow(users.get(last).get(0))) {
                last = users.get(last).get(0);
            }
            if (!stored.contains(last) && users.get(last).size() > 1 && endsInSeveral(n)) {
                continue;
            }
            stored.add(last);
            if (last != n && products.putIfAbsent(last, n) == null) {
                finished.add(n);
            } else if (last != n) {
                stored.add(n);
            }
        }
    }

    /** Whether a product's chain may go on to {@code n}, which no other product ends in together with others. */
    private boolean canFollow(Node n) {
        return n.op() instanceof Elementwise && !between.contains(n) && !more.containsKey(n);
    }

    /** Whether what depends on {@code product} can finish it together; then it does. */
    private boolean endsInSeveral(Node product) {
        Cost cost = new Cost(true);
        int operations = 0;
        Set<Node> all = new LinkedHashSet<>(List.of(product));
        Deque<Node> next = new ArrayDeque<>(all);
        while (!next.isEmpty()) {
            Node n = next.remove();
            operations += n == product ? 0 : cost.own(n);
            if (operations > ENDING || n != product && !(n.op() instanceof Elementwise)) {
                return false;
            }
            users.get(n).stream().filter(all::add).forEach(next::add);
        }
        List<Node> ends = all.stream().filter(stored::contains).sorted(Comparator.comparingInt(Node::id)).toList();
        if (ends.size() < 2 || ends.stream().anyMatch(e -> products.containsKey(e) || more.containsKey(e))) {
            return false;
        }
        products.put(ends.get(0), product);
        ends.subList(1, ends.size()).forEach(e -> more.put(e, product));
        finished.add(product);
        all.stream().filter(n -> !stored.contains(n)).forEach(between::add);
        return true;
    }

    private Map<Node, Integer> sizes() {
        Map<Node, Integer> size = new HashMap<>();
        Cost own = new Cost(false);
        for (Node n : nodes) {
            int sum = own.own(n);
            for (Node i : n.inputs()) {
                sum += stored.contains(i) ? 1 : size.get(i);
            }
            size.put(n, sum);
        }
        return size;
    }

    private void dear() {
        Map<Node, Integer> cost = new HashMap<>();
        Cost own = new Cost(true);
        for (Node n : nodes) {
            int sum = own.own(n);
            for (Node i : n.inputs()) {
                sum += stored.contains(i) ? 1 : cost.getOrDefault(i, 0);
            }
            cost.put(n, sum);
            if (sum > CONE && !between.contains(n) || sum > DEAR && begun.contains(n)) {
                stored.add(n);
            }
        }
        Map<Node, Set<Node>> readers = new HashMap<>();
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Node n = nodes.get(k);
            Set<Node> all = new LinkedHashSet<>();
            for (Node u : users.get(n)) {
                if (stored.contains(u)) {
                    all.add(u);
                } else {
                    all.addAll(readers.get(u));
                }
            }
            readers.put(n, all);
            boolean repeated = users.get(n).stream().anyMatch(u -> repeats(u) && !stored.contains(n));
            if (finished.contains(n) || between.contains(n) || n.op() instanceof Move.Pull) {
                continue;       // of what only moves, the source is stored
            }
            if (all.size() > 1 && cost.get(n) > DEAR || repeated && cost.get(n) > DEAR_REPEATED) {
                stored.add(n);
            }
        }
    }

    /** Whether a loop over this node's elements meets the same input element again and again, not hoistable. */
    private static boolean repeats(Node n) {
        if (!(n.op() instanceof Move.Pull) || n.type().rank() <= n.input(0).type().rank()) {
            return false;
        }
        int kept = n.input(0).type().rank();
        return kept > 0 && !n.shape().dims().subList(0, kept).equals(n.input(0).shape().dims());
    }
}
