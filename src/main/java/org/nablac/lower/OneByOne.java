package org.nablac.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.graph.Contract;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
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
    /** Elements of a parameter that the smallest cache does not hold. */
    private static final long LARGE = 8_192;
    /** Parts of the expressions of a function that is far from as long as a method may be. */
    private static final int PARTS = 600;

    private final Schedule schedule;
    private final String prefix;
    private final Set<Node> byExample;
    private final Map<Node, Integer> uses;
    private final List<KernelCode> kernels;
    private final Map<Node, KernelCode> lists = new LinkedHashMap<>();
    /** Forms of some kernels that skip zeros. */
    private final Map<Integer, KernelCode> skipping = new HashMap<>();

    private OneByOne(Schedule schedule, String prefix, Set<Node> byExample, List<KernelCode> kernels) {
        this.schedule = schedule;
        this.prefix = prefix;
        this.byExample = byExample;
        this.uses = Lower.uses(schedule);
        this.kernels = kernels;
    }

    /** A product with a large parameter, and the kernel that updates it, as their numbers. */
    private record Pair(int product, int update) {
    }

    /** @param kernels of {@code schedule}, one for each of its own */
    static Lowered of(Schedule schedule, String prefix, Set<Node> byExample, List<KernelCode> kernels) {
        OneByOne o = new OneByOne(schedule, prefix, byExample, kernels);
        List<Integer> products = new ArrayList<>();
        for (int k = 0; k < kernels.size(); k++) {
            if (o.isLarge(k)) {
                products.add(k);
            }
        }
        if (products.isEmpty()) {
            return new Lowered(kernels, Optional.empty(), schedule.kernels().stream().map(List::of).toList());
        }
        products.sort(Comparator.comparingLong(k -> -o.product(k).product().input(1).shape().count().constant()));
        products.forEach(o::list);
        Optional<Pair> pair = products.stream().flatMap(p -> o.pair(p).stream()).findFirst();
        return pair.isPresent() ? o.swept(pair.get()) : o.inOrder();
    }

    private Work.Product product(int k) {
        return (Work.Product) schedule.kernels().get(k).works().get(0);
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
                && right.op() instanceof Leaf.Stored s && s.isPersistent() && right.shape().count().isConstant()
                && right.shape().count().constant() >= LARGE;
    }

    private Body body(int k, Argument example, BodyOf code) {
        Body body = new Body();
        code.write(body, new Reading(schedule, body, byExample, Lower.written(schedule, schedule.kernels().get(k)),
                uses, example));
        return body;
    }

    /** Writes a body with what the reading reads. */
    private interface BodyOf {
        void write(Body body, Reading reading);
    }

    private static KernelCode code(Body body, String name, String doc) {
        KernelCode.Variant v = body.finish(name, doc);
        Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
        for (int length : KernelCode.WIDTHS) {
            LaneLoops.of(v.function(), length, Set.of())
                    .ifPresent(f -> lanes.put(length, new KernelCode.Variant(f, v.arguments())));
        }
        return new KernelCode(v.function(), v.arguments(), Optional.empty(), lanes);
    }

    /** The list for a product's input, and the forms of that product and of what updates rows by it that use it. */
    private void list(int product) {
        Node input = product(product).product().input(0);
        if (!lists.containsKey(input)) {
            Body body = body(product, new Argument.Example(), (b, reading) -> Nonzeros.lower(b, reading, input));
            lists.put(input, code(body, prefix + "list" + lists.size(), "the elements of an input that are not 0"));
            for (int k = 0; k < kernels.size(); k++) {
                if (isUpdate(k) && vanishes(k, input)) {
                    Kernel kernel = schedule.kernels().get(k);
                    Body update = body(k, new Argument.Example(), (b, reading) ->
                            new Loops(schedule, b, reading).lower(kernel, Nonzeros.list(b, input)));
                    skipping.put(k, code(update, prefix + k + "_listed", kernel.toString()));
                }
            }
        }
        Body body = body(product, new Argument.Example(),
                (b, reading) -> Nonzeros.lower(b, reading, product(product)));
        skipping.put(product, code(body, prefix + product + "_listed", schedule.kernels().get(product).toString()));
    }

    /** Whether a kernel is one loop nest over all elements of a large matrix. */
    private boolean isUpdate(int k) {
        Kernel kernel = schedule.kernels().get(k);
        return kernel.stages().size() == 1 && kernel.works().stream().allMatch(w -> w instanceof Work.Element
                && w.space().rank() == 2 && w.space().count().isConstant() && w.space().count().constant() >= LARGE);
    }

    private boolean vanishes(int k, Node input) {
        int at = kernels.get(k).arguments().indexOf(new Argument.Leaf(input));
        return at >= 0 && input.shape().count().equals(schedule.kernels().get(k).rows())
                && Vanishing.holds(kernels.get(k).function(), kernels.get(k).function().parameters().get(at));
    }

    /** A product that can come first, and an update of its parameter that can come last. */
    private Optional<Pair> pair(int product) {
        Node parameter = product(product).product().input(1);
        Effects first = Effects.of(kernels.get(product));
        boolean isFirst = kernels.get(product).arguments().stream().allMatch(this::isKnownBefore)
                && kernels.subList(0, product).stream().allMatch(k -> Effects.of(k).commutes(first));
        if (!isFirst) {
            return Optional.empty();
        }
        for (int k = product + 1; k < kernels.size(); k++) {
            Pair pair = new Pair(product, k);
            if (isUpdate(k) && overwrites(k, parameter) && comesLast(k)
                    && parts(both(pair).function().body()) <= PARTS) {
                return Optional.of(pair);
            }
        }
        return Optional.empty();
    }

    private boolean overwrites(int k, Node parameter) {
        return schedule.kernels().get(k).works().stream().anyMatch(w ->
                schedule.memory().storage().get(w.node()).equals(new Storage.InLeaf(parameter)));
    }

    private boolean comesLast(int k) {
        Effects last = Effects.of(kernels.get(k));
        return kernels.subList(k + 1, kernels.size()).stream().allMatch(l -> Effects.of(l).commutes(last));
    }

    /** Whether an argument of the next example's product is known before its step begins. */
    private boolean isKnownBefore(Argument a) {
        return switch (a) {
            case Argument.Leaf l -> byExample.contains(l.leaf())
                    || l.leaf().op() instanceof Leaf.Stored s && s.isPersistent();
            case Argument.Step s -> false;
            default -> true;
        };
    }

    private static int parts(List<Stmt> body) {
        return body.stream().mapToInt(s -> Tree.operands(s).stream().mapToInt(OneByOne::parts).sum()
                + Tree.blocks(s).stream().mapToInt(OneByOne::parts).sum()).sum();
    }

    private static int parts(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(OneByOne::parts).sum();
    }

    /** Kernel {@code k}; where it has a form that skips zeros, the one or the other. */
    private KernelCode either(int k) {
        if (!skipping.containsKey(k)) {
            return kernels.get(k);
        }
        KernelCode dense = dense(k);
        KernelCode listed = skipping.get(k);
        return Calls.kernel(prefix + k, kernels.get(k).function().doc(), List.of(dense, listed), c ->
                List.of(new Stmt.If(Nonzeros.isMade(c.list(list(listed))), List.of(c.now(listed)),
                        List.of(c.now(dense)))));
    }

    private static Argument.Nonzeros list(KernelCode kernel) {
        return (Argument.Nonzeros) kernel.arguments().stream().filter(Argument.Nonzeros.class::isInstance)
                .findFirst().orElseThrow();
    }

    /** Kernel {@code k} for all rows. */
    private KernelCode dense(int k) {
        return called(kernels.get(k), prefix + k + "_dense");
    }

    /** A kernel for others to call, under a name of its own. */
    private static KernelCode called(KernelCode kernel, String name) {
        Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
        kernel.lanes().forEach((length, v) ->
                lanes.put(length, new KernelCode.Variant(renamed(v.function(), name), v.arguments())));
        return new KernelCode(renamed(kernel.function(), name), kernel.arguments(), kernel.range(), lanes);
    }

    private static Function renamed(Function f, String name) {
        return Function.of(name, f.parameters(), f.returns(), f.doc(), f.body());
    }

    private Lowered inOrder() {
        List<KernelCode> all = new ArrayList<>(lists.values());
        List<List<Kernel>> does = new ArrayList<>(Collections.nCopies(all.size(), List.of()));
        for (int k = 0; k < kernels.size(); k++) {
            add(k, all, does);
        }
        return new Lowered(all, Optional.empty(), does);
    }

    private void add(int k, List<KernelCode> all, List<List<Kernel>> does) {
        all.add(either(k));
        does.add(List.of(schedule.kernels().get(k)));
    }

    /** The pair's product first and its update last, so that they meet. */
    private Lowered swept(Pair pair) {
        Node input = product(pair.product).product().input(0);
        List<KernelCode> all = new ArrayList<>(List.of(lists.get(input)));
        List<List<Kernel>> does = new ArrayList<>(List.of(List.of()));
        add(pair.product, all, does);
        int first = all.size();
        lists.forEach((other, list) -> {
            if (other != input) {
                all.add(list);
                does.add(List.of());
            }
        });
        for (int k = 0; k < kernels.size(); k++) {
            if (k != pair.product && k != pair.update) {
                add(k, all, does);
            }
        }
        add(pair.update, all, does);
        does.add(List.of(schedule.kernels().get(pair.update), schedule.kernels().get(pair.product)));
        KernelCode ahead = ahead(pair, called(lists.get(input), prefix + "nonzeros"));
        return new Lowered(all, Optional.of(new Lowered.Ahead(first, ahead)), does);
    }

    private KernelCode ahead(Pair pair, KernelCode makeList) {
        KernelCode product = dense(pair.product);
        KernelCode productListed = skipping.get(pair.product);
        KernelCode update = dense(pair.update);
        KernelCode both = both(pair);
        List<KernelCode> called = new ArrayList<>(List.of(makeList, product, productListed, update, both));
        Optional<KernelCode> updateListed = Optional.ofNullable(skipping.get(pair.update));
        updateListed.ifPresent(called::add);
        String text = schedule.kernels().get(pair.update) + ", next " + schedule.kernels().get(pair.product);
        return Calls.kernel(prefix + "sweep", text, called, c -> {
            Var list = c.list(list(makeList));
            List<Stmt> dense = List.of(c.next(makeList), new Stmt.If(Nonzeros.isMade(list),
                    List.of(c.now(update), c.next(productListed)), List.of(c.now(both))));
            return updateListed.<List<Stmt>>map(listed -> List.of(new Stmt.If(Nonzeros.isMade(list),
                    List.of(c.now(listed), c.next(makeList), new Stmt.If(Nonzeros.isMade(list),
                            List.of(c.next(productListed)), List.of(c.next(product)))), dense))).orElse(dense);
        });
    }

    private KernelCode both(Pair pair) {
        Kernel update = schedule.kernels().get(pair.update);
        Set<Node> written = new HashSet<>(Lower.written(schedule, update));
        written.addAll(Lower.written(schedule, schedule.kernels().get(pair.product)));
        Body body = new Body();
        Sweep.lower(body, new Reading(schedule, body, byExample, written, uses),
                new Reading(schedule, body, byExample, written, uses, new Argument.Next()), product(pair.product),
                update.works());
        return code(body, prefix + "both", update.toString());
    }
}
