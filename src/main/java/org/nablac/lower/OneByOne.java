package org.nablac.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.graph.Contract;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;

/**
 * The kernels of a program that looks at one example among many, where its cost is to read large parameters: an input
 * x is multiplied with one, x · W, and each row of W is updated by a multiple of its element of x. If half of x is
 * zero or more, a list of the other half is made first, and both kernels look at those rows alone. And the update for
 * one example and the product for the next are made one pass over W.
 *
 * <p>Whether there is a list follows from the example alone, so that every form of the class skips the same rows. What
 * is skipped are terms ±0 · w and ±0 · g: for finite w and g they change at most the sign of a zero; where w or g is
 * not finite, a row whose input is zero is not made NaN by it.
 */
final class OneByOne {
    /** Parts of the expressions of a function that is far from as long as a method may be. */
    private static final int PARTS = 600;
    /** Columns of a parameter at the least: fewer sums wait for each other, and not for memory. */
    private static final int COLUMNS = 4;

    private final Schedule schedule;
    private final String prefix;
    private final Set<Node> byExample;
    private final List<KernelCode> kernels;
    private final Skipping skipping;
    private final List<KernelCode> all = new ArrayList<>();
    private final List<List<Kernel>> does = new ArrayList<>();

    private OneByOne(Schedule schedule, String prefix, Set<Node> byExample, List<KernelCode> kernels) {
        this.schedule = schedule;
        this.prefix = prefix;
        this.byExample = byExample;
        this.kernels = kernels;
        this.skipping = new Skipping(schedule, prefix, byExample, kernels);
    }

    /** A product with a large parameter, and the kernel that updates it, as their numbers. */
    private record Pair(int product, int update) {
    }

    /** @param kernels of {@code schedule}, one for each of its own */
    static Lowered of(Schedule schedule, String prefix, Set<Node> byExample, List<KernelCode> kernels) {
        List<KernelCode> own = new ArrayList<>(kernels);
        for (int k = 0; k < own.size(); k++) {
            if (Skipping.isUpdate(schedule.kernels().get(k))) {
                own.set(k, own.get(k).holding());
            }
        }
        OneByOne o = new OneByOne(schedule, prefix, byExample, own);
        List<Integer> products = new ArrayList<>();
        for (int k = 0; k < own.size(); k++) {
            if (o.isLarge(k)) {
                products.add(k);
            }
        }
        products.sort(Comparator.comparingLong(k -> -o.product(k).product().input(1).shape().count().constant()));
        products.forEach(o.skipping::add);
        Optional<Pair> pair = products.stream().flatMap(p -> o.pair(p).stream()).findFirst();
        return pair.isPresent() ? o.swept(pair.get()) : o.inOrder();
    }

    private ProductWork product(int k) {
        return ProductWork.of(schedule.kernels().get(k));
    }

    /** Whether kernel {@code k} is a product of an input's one row with a large parameter. */
    private boolean isLarge(int k) {
        if (!(schedule.kernels().get(k).works().get(0) instanceof Work.Product p)) {
            return false;
        }
        Node left = p.product().input(0);
        Node right = p.product().input(1);
        Contract op = (Contract) p.product().op();
        return byExample.contains(left) && left.type().dtype() == DType.F32 && p.product().type().rank() == 2
                && p.product().shape().dim(0).is(1) && !op.transposeLeft() && !op.transposeRight()
                && isHeld(right) && right.shape().count().isConstant()
                && right.shape().count().constant() >= Skipping.LARGE && right.shape().dim(1).constant() >= COLUMNS;
    }

    private static boolean isHeld(Node n) {
        return n.op() instanceof Leaf.Stored s && s.isPersistent();
    }

    /** A product that can come first, and an update of its parameter that can come last. */
    private Optional<Pair> pair(int product) {
        if (!comesFirst(product)) {
            return Optional.empty();
        }
        for (int k = product + 1; k < kernels.size(); k++) {
            Pair pair = new Pair(product, k);
            if (Skipping.isUpdate(schedule.kernels().get(k)) && comesLast(k)
                    && overwrites(k, product(product).product().input(1))
                    && parts(both(pair).function().body()) <= PARTS) {
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }

    /** Whether it can be done ahead: from what is known before the step, and with what only the step itself reads. */
    private boolean comesFirst(int k) {
        Effects first = Effects.of(kernels.get(k));
        return kernels.get(k).arguments().stream().allMatch(this::isKnownBefore)
                && first.writes().stream().noneMatch(Argument.Output.class::isInstance)
                && kernels.subList(0, k).stream().allMatch(e -> Effects.of(e).commutes(first));
    }

    private boolean isKnownBefore(Argument a) {
        return switch (a) {
            case Argument.Leaf l -> byExample.contains(l.leaf()) || isHeld(l.leaf());
            case Argument.Step s -> false;
            default -> true;
        };
    }

    private boolean overwrites(int k, Node parameter) {
        return schedule.kernels().get(k).works().stream().anyMatch(w ->
                schedule.memory().storage().get(w.node()).equals(new Storage.InLeaf(parameter)));
    }

    private boolean comesLast(int k) {
        Effects last = Effects.of(kernels.get(k));
        return kernels.subList(k + 1, kernels.size()).stream().allMatch(l -> Effects.of(l).commutes(last));
    }

    private static int parts(List<Stmt> body) {
        return body.stream().mapToInt(s -> Tree.operands(s).stream().mapToInt(OneByOne::parts).sum()
                + Tree.blocks(s).stream().mapToInt(OneByOne::parts).sum()).sum();
    }

    private static int parts(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(OneByOne::parts).sum();
    }

    private Lowered inOrder() {
        all.addAll(skipping.lists().values());
        does.addAll(Collections.nCopies(all.size(), List.of()));
        for (int k = 0; k < kernels.size(); k++) {
            add(k);
        }
        return new Lowered(all, Optional.empty(), does);
    }

    private void add(int k) {
        all.add(skipping.either(k));
        does.add(List.of(schedule.kernels().get(k)));
    }

    /** The pair's product first and its update last, so that they meet. */
    private Lowered swept(Pair pair) {
        Node input = product(pair.product).product().input(0);
        all.add(skipping.lists().get(input));
        does.add(List.of());
        add(pair.product);
        int first = all.size();
        skipping.lists().forEach((other, list) -> {
            if (other != input) {
                all.add(list);
                does.add(List.of());
            }
        });
        for (int k = 0; k < kernels.size(); k++) {
            if (k != pair.product && k != pair.update) {
                add(k);
            }
        }
        add(pair.update);
        does.add(List.of(schedule.kernels().get(pair.update), schedule.kernels().get(pair.product)));
        return new Lowered(all, Optional.of(new Lowered.Ahead(first, ahead(pair, input))), does);
    }

    /**
     * The update for this example, the list for the next, the product for the next: update and product in one pass if
     * neither of both examples has a list.
     */
    private KernelCode ahead(Pair pair, Node input) {
        KernelCode toList = Skipping.renamed(skipping.lists().get(input), prefix + "nonzeros");
        KernelCode product = skipping.dense(pair.product);
        KernelCode productListed = skipping.listed(pair.product, input).orElseThrow();
        KernelCode update = skipping.dense(pair.update);
        Optional<KernelCode> updateListed = skipping.listed(pair.update, input);
        KernelCode both = both(pair);
        List<KernelCode> called = new ArrayList<>(List.of(toList, product, productListed, update, both));
        updateListed.ifPresent(called::add);
        String text = schedule.kernels().get(pair.update) + ", next " + schedule.kernels().get(pair.product);
        return Calls.kernel(prefix + "sweep", text, called, c -> {
            Var list = c.list(Nonzeros.argument(input));
            List<Stmt> dense = List.of(c.next(toList), new Stmt.If(Nonzeros.isMade(list),
                    List.of(c.now(update), c.next(productListed)), List.of(c.now(both))));
            return updateListed.<List<Stmt>>map(listed -> List.of(new Stmt.If(Nonzeros.isMade(list),
                    List.of(c.now(listed), c.next(toList), new Stmt.If(Nonzeros.isMade(list),
                            List.of(c.next(productListed)), List.of(c.next(product)))), dense))).orElse(dense);
        });
    }

    /** Some rows at a time, but in vectors that can hold all sums one. */
    private KernelCode both(Pair pair) {
        KernelCode one = both(pair, 1);
        return both(pair, Sweep.ROWS).with(length -> LaneLoops.holding(one.function(), length)
                .map(f -> new KernelCode.Variant(f, one.arguments())));
    }

    private KernelCode both(Pair pair, int height) {
        Kernel update = schedule.kernels().get(pair.update);
        Set<Node> written = new HashSet<>(Lower.written(schedule, update));
        written.addAll(Lower.written(schedule, schedule.kernels().get(pair.product)));
        Map<Node, Integer> uses = Lower.uses(schedule);
        Body body = new Body(Cut.NONE);
        Sweep.lower(body, new Reading(schedule, body, byExample, written, uses),
                new Reading(schedule, body, byExample, written, uses, new Argument.Next()), product(pair.product),
                update.works(), height);
        return Skipping.code(body, prefix + "both", update.toString());
    }
}
