package org.nablac.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.graph.Node;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Lowered;
import org.nablac.runtime.Tables;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Tables whose first row lies behind a margin in their array, so that rows begin where lines of the cache do: a row of
 * 128 bytes is then two lines of 64, not three, and no vector of 512 bits lies across two. That is so where
 * {@link Tables} says; elsewhere a margin costs nothing and helps nothing.
 */
final class Margins {
    static final String RUNTIME = "org.nablac.runtime.Tables";
    /** Elements in a line of the cache. */
    private static final int LINE = 16;
    /** Elements of a table that is large enough, if its size is known: a quarter of a megabyte. */
    private static final int LARGE = 1 << 16;

    /** The tables, as leaves. */
    final Set<Node> tables;
    private final Uses uses;
    private final Map<Form, Function> moved = new HashMap<>();

    /**
     * One of the functions that a function becomes.
     *
     * @param key of the function
     * @param positions of its parameters that are tables
     */
    private record Form(String key, List<Integer> positions) {
    }

    private Margins(Uses uses) {
        this.tables = uses.tables;
        this.uses = uses;
    }

    static Margins none() {
        return new Margins(new Uses(Set.of()));
    }

    /**
     * Programs where each element of a table is behind its margin.
     *
     * @param margins what their class must know of that
     */
    record Moved(Programs programs, Margins margins) {
    }

    /** {@code programs} with a margin for each table that can have one. */
    static Moved move(Programs programs) {
        Margins margins = of(programs);
        return new Moved(margins.behind(programs), margins);
    }

    /** The tables of which training asks for rows, as far as nothing but elements of them is asked for anywhere. */
    private static Margins of(Programs programs) {
        Set<Node> tables = new LinkedHashSet<>();
        programs.step().ifPresent(s -> s.graph().nodes().forEach(n -> n.inputs().stream()
                .filter(t -> Program.isPersistent(t) && isLarge(t) && n.looksUpRowsOf(t)).forEach(tables::add)));
        Uses uses;
        do {
            uses = new Uses(tables);
            for (Program p : programs.list()) {
                p.functions().forEach(uses::note);
            }
        } while (tables.removeAll(uses.refused));
        return new Margins(uses);
    }

    private static boolean isLarge(Node leaf) {
        if (leaf.type().dtype() != DType.F32 || leaf.type().rank() < 2) {
            return false;
        }
        Dim row = leaf.shape().stride(0);
        Dim all = leaf.shape().count();
        return row.isConstant() && row.constant() % LINE == 0 && (!all.isConstant() || all.constant() >= LARGE);
    }

    /** The elements before the first of a leaf. */
    int before(Node leaf) {
        return tables.contains(leaf) ? Tables.MARGIN : 0;
    }

    /** The same programs where each element of a table is behind the margin. */
    private Programs behind(Programs p) {
        return tables.isEmpty() ? p : p.map(this::behind);
    }

    private Program behind(Program p) {
        Lowered code = new Lowered(p.code().kernels().stream().map(this::behind).toList(),
                p.code().sweep().map(s -> new Lowered.Ahead(s.first(), behind(s.kernel()))), p.code().does());
        return new Program(p.name(), p.graph(), p.inputs(), code, p.places(), p.arrays(), p.loop().map(this::behind),
                p.schedule(), p.room());
    }

    private KernelCode behind(KernelCode k) {
        Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>();
        k.lanes().forEach((width, v) -> lanes.put(width,
                new KernelCode.Variant(behind(v.function(), width, positions(v.arguments(), tables)), v.arguments())));
        return new KernelCode(behind(k.function(), 1, positions(k.arguments(), tables)), k.arguments(), k.range(),
                k.cut(), lanes);
    }

    private static List<Integer> positions(List<Argument> arguments, Set<Node> tables) {
        return IntStream.range(0, arguments.size()).boxed()
                .filter(i -> arguments.get(i) instanceof Argument.Leaf l && tables.contains(l.leaf())).toList();
    }

    /** @param width the lanes of this form, of which each has functions of its own */
    private Function behind(Function f, int width, List<Integer> positions) {
        if (positions.isEmpty()) {
            return f;
        }
        Form form = new Form(key(f, width), positions);
        Function known = moved.get(form);
        if (known == null) {
            Set<Var> arrays = arrays(f, positions);
            String name = uses.known.get(form.key).size() == 1 ? f.name() : f.name() + "_table"
                    + String.join("_", positions.stream().map(String::valueOf).toList());
            known = new Function(f.access(), f.isStatic(), name, f.parameters(), f.returns(), f.exceptions(), f.doc(),
                    Tree.map(f.body(), e -> behind(e, width, arrays), v -> v));
            moved.put(form, known);
        }
        return known;
    }

    private Expr behind(Expr e, int width, Set<Var> arrays) {
        List<Expr> before = Tree.operands(e);
        List<Expr> x = before.stream().map(o -> behind(o, width, arrays)).toList();
        return switch (e) {
            case Expr.Load l when isOf(l.array(), arrays) -> new Expr.Load(l.array(), behind(x.get(1)));
            case Expr.LoadLanes l when isOf(l.array(), arrays) ->
                    new Expr.LoadLanes(l.array(), behind(x.get(1)), l.length());
            case Expr.Call c when c.target() instanceof Function f ->
                    new Expr.Call(behind(f, width, passed(c, arrays)), x);
            default -> IntStream.range(0, x.size()).allMatch(k -> x.get(k) == before.get(k)) ? e : Tree.with(e, x);
        };
    }

    private static Set<Var> arrays(Function f, List<Integer> positions) {
        return positions.stream().map(f.parameters()::get).collect(Collectors.toSet());
    }

    private static boolean isOf(Expr array, Set<Var> arrays) {
        return array instanceof Var v && arrays.contains(v);
    }

    private static Expr behind(Expr index) {
        return index instanceof Expr.Binary b && b.op() == Expr.BinaryOp.ADD && b.right() instanceof Expr.Const
                ? Code.add(b.left(), Code.add(b.right(), Code.c(Tables.MARGIN)))
                : Code.add(index, Code.c(Tables.MARGIN));
    }

    private static List<Integer> passed(Expr.Call call, Set<Var> arrays) {
        return IntStream.range(0, call.arguments().size()).boxed().filter(i -> isOf(call.arguments().get(i), arrays))
                .toList();
    }

    private static String key(Function f, int width) {
        return width + " " + f.name() + f.parameterTypes();
    }

    /** How functions use tables, and which of the tables cannot have a margin. */
    private static final class Uses {
        final Set<Node> tables;
        final Set<Node> refused = new HashSet<>();
        /** Which parameters of each function are tables: one list for each way in which it is called. */
        final Map<String, Set<List<Integer>>> known = new HashMap<>();

        Uses(Set<Node> tables) {
            this.tables = tables;
        }

        void note(KernelCode k) {
            note(k.function(), 1, k.arguments());
            k.lanes().forEach((width, v) -> note(v.function(), width, v.arguments()));
        }

        private void note(Function f, int width, List<Argument> arguments) {
            List<Integer> positions = positions(arguments, tables);
            note(f, width, positions, positions.stream().map(i -> ((Argument.Leaf) arguments.get(i)).leaf()).toList());
        }

        private void note(Function f, int width, List<Integer> positions, List<Node> of) {
            if (known.computeIfAbsent(key(f, width), k -> new HashSet<>()).add(positions)) {
                f.body().forEach(s -> note(s, width, arrays(f, positions), of));
            }
        }

        private void note(Stmt s, int width, Set<Var> arrays, List<Node> of) {
            boolean stores = s instanceof Stmt.Store || s instanceof Stmt.StoreLanes;
            List<Expr> x = Tree.operands(s);
            x.subList(stores ? 1 : 0, x.size()).forEach(e -> note(e, width, arrays, of));
            Tree.blocks(s).forEach(b -> b.forEach(t -> note(t, width, arrays, of)));
        }

        private void note(Expr e, int width, Set<Var> arrays, List<Node> of) {
            List<Expr> x = new ArrayList<>(Tree.operands(e));
            switch (e) {
                case Expr.Load l -> x.remove(0);
                case Expr.LoadLanes l -> x.remove(0);
                case Expr.Length l -> x.remove(0);
                case Expr.Call c when c.target() instanceof Function f -> {
                    note(f, width, passed(c, arrays), of);
                    x.removeIf(a -> isOf(a, arrays));
                }
                case Expr.Var v when arrays.contains(v) -> refused.addAll(of);
                default -> { }
            }
            x.forEach(o -> note(o, width, arrays, of));
        }
    }
}
