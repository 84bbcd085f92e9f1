package org.nablac.lower;

import static org.nablac.lower.OwnFunction.with;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.lower.lanes.LaneLoops;

/**
 * What becomes of the finished sums of a matrix product: the elementwise node that it ends in, or the output as it is.
 * Where that is short it is done with the sums of a tile while registers hold them; else with those of a strip of rows,
 * in a function of its own, which the JVM compiles well whatever stands around the call.
 */
final class ProductEnd {
    /** Operations, index arithmetic among them, that one function does with the sums of a tile. */
    private static final int SHORT = 800;

    private final String name;
    private final Body body;
    private final Reading reading;
    private final ProductWork work;
    private final int length;
    private final List<Expr> batch;
    private final Map<Form, OwnFunction> ofStrips = new HashMap<>();

    /** Functions for strips; where all of them have as many columns, one that knows how many. */
    private record Form(boolean begin, Optional<Const> width) {
        String suffix() {
            return (begin ? "_begun" : "_ended") + width.map(w -> "" + w.value()).orElse("");
        }
    }

    /**
     * @param name of the kernel
     * @param batch which matrix, where the product is one of many
     */
    ProductEnd(String name, Body body, Reading reading, ProductWork work, int length, List<Expr> batch) {
        this.name = name;
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.length = length;
        this.batch = batch;
    }

    /**
     * Sums in an array, row after row.
     *
     * @param place where in {@code sums} the first is
     * @param pitch from one row of {@code sums} to the next
     */
    record Strip(Var sums, Expr place, Expr pitch, Expr row, Expr count, Expr left, Expr width) {
        List<Expr> places() {
            return List.of(sums, place, pitch, row, count, left, width);
        }
    }

    /** A call that passes the sums on. */
    Stmt finish(Strip strip) {
        return ofStrip(false, strip);
    }

    /** A call that sets the sums to what the blocks before have left. */
    Stmt begin(Strip strip) {
        return ofStrip(true, strip);
    }

    private Stmt ofStrip(boolean begin, Strip strip) {
        Form form = new Form(begin, strip.width instanceof Const c ? Optional.of(c) : Optional.empty());
        return ofStrips.computeIfAbsent(form, this::ofStrip).call(with(strip.places(), batch));
    }

    private OwnFunction ofStrip(Form form) {
        Body inner = new Body(body.cut());
        Reading element = reading.in(inner);
        Var sums = inner.fresh("sums", Type.FLOATS);
        List<Var> given = new ArrayList<>(List.of(sums));
        List.of("place", "pitch", "top", "count", "left", "width").forEach(n -> given.add(inner.fresh(n, Scalar.I32)));
        List<Var> matrix = batch.stream().map(b -> inner.fresh("batch", Scalar.I32)).toList();
        given.addAll(matrix);
        inner.emit(form.begin ? work.line() : work.lineOfEnd());
        Var r = inner.open("r", Code.c(0), given.get(4), 1);
        List<Expr> index = new ArrayList<>(matrix);
        index.add(inner.let("row", Code.add(given.get(3), r), inner.level()));
        Expr start = inner.let("start", Code.add(given.get(1), Code.mul(r, given.get(2))), inner.level());
        Var c = inner.open("c", Code.c(0), form.width.<Expr>map(w -> w).orElse(given.get(6)), 1);
        index.add(Code.add(given.get(5), c));
        Expr at = Code.add(start, c);
        if (form.begin) {
            Node n = work.product();
            inner.emit(Code.store(sums, at, Code.load(element.array(n), element.flat(n, index))));
        } else {
            work.end(inner, element, index, Code.load(sums, at));
        }
        return OwnFunction.of(body, inner, name + form.suffix(), work.purpose() + " of sums", given, length);
    }

    /**
     * The same for the sums of one tile, in the variables that hold them.
     *
     * @param parameters that a function needs for it
     * @param arguments what the kernel passes for them; the batch, the tile's row and its column follow, and then, for
     *     a part of the tile, its first row counted from the tile's and the row after its last
     * @param line of the product
     * @param statements in which the sums stand for themselves
     */
    record InRegisters(List<Var> parameters, List<Expr> arguments, Stmt line, List<Stmt> statements) {
    }

    /**
     * Nothing if that would be long, or is no matter of lanes.
     *
     * @param part whether it is for some rows of the tile
     */
    Optional<InRegisters> inRegisters(Var[][] sums, boolean part) {
        Body inner = new Body(body.cut());
        Reading element = reading.in(inner);
        Var tile = inner.fresh("tile", Type.FLOATS);
        List<Var> matrix = batch.stream().map(b -> inner.fresh("batch", Scalar.I32)).toList();
        Var top = inner.fresh("top", Scalar.I32);
        Var left = inner.fresh("left", Scalar.I32);
        List<Var> given = with(matrix, List.of(top, left));
        List<Var> rows = List.of(inner.fresh("firstRow", Scalar.I32), inner.fresh("lastRow", Scalar.I32));
        int outer = inner.level();
        for (int r = 0; r < sums.length; r++) {
            if (part) {
                inner.when(Code.and(Code.le(rows.get(0), Code.c(r)), Code.lt(Code.c(r), rows.get(1))));
            }
            for (int v = 0; v < sums[r].length; v++) {
                Var c = inner.open("c", Code.c(0), Code.c(length), 1);
                List<Expr> index = new ArrayList<>(matrix);
                index.add(Code.add(top, Code.c(r)));
                index.add(Code.add(Code.add(left, Code.c(v * length)), c));
                Expr at = Code.c((r * sums[r].length + v) * length);
                work.end(inner, element, index, Code.load(tile, Code.add(at, c)));
                inner.close();
            }
            inner.closeTo(outer);
        }
        KernelCode.Variant made = inner.finish(name, "");
        List<Var> places = part ? with(given, rows) : given;
        Function scalar = Function.of(name, with(made.function().parameters(), with(List.of(tile), places)),
                Scalar.VOID, "", made.function().body());
        return LaneLoops.of(scalar, length, Set.of()).filter(f -> isShort(f.body())).map(f -> {
            Map<Var, Expr> named = new HashMap<>();
            with(f.parameters(), Tree.declared(f.body())).forEach(v -> named.put(v, renamed(v)));
            List<Stmt> statements = with(List.of(work.lineOfEnd()), Tree.replace(f.body(), named).stream()
                    .map(s -> held(s, renamed(tile), sums)).toList());
            List<Var> parameters = with(made.function().parameters(), places).stream()
                    .map(ProductEnd::renamed).toList();
            return new InRegisters(parameters, OwnFunction.passed(body, made), work.line(), statements);
        });
    }

    /** A name that no variable of a tile has. */
    private static Var renamed(Var v) {
        return Code.v("end_" + v.name(), v.type());
    }

    private static boolean isShort(List<Stmt> statements) {
        return statements.stream().allMatch(ProductEnd::isStraight) && size(statements) <= SHORT;
    }

    private static boolean isStraight(Stmt s) {
        return s instanceof Stmt.Let || s instanceof Stmt.StoreLanes || s instanceof Stmt.Line
                || s instanceof Stmt.Comment
                || s instanceof Stmt.If i && i.yes().stream().allMatch(ProductEnd::isStraight);
    }

    private static int size(List<Stmt> statements) {
        return statements.stream().mapToInt(s -> Tree.operands(s).stream().mapToInt(ProductEnd::size).sum()
                + Tree.blocks(s).stream().mapToInt(ProductEnd::size).sum()).sum();
    }

    private static int size(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(ProductEnd::size).sum();
    }

    private Stmt held(Stmt s, Var tile, Var[][] sums) {
        return switch (s) {
            case Stmt.Let l -> Code.let(l.variable(), held(l.value(), tile, sums));
            case Stmt.StoreLanes l -> new Stmt.StoreLanes(l.array(), l.index(), held(l.value(), tile, sums));
            case Stmt.If i ->
                    new Stmt.If(i.condition(), i.yes().stream().map(y -> held(y, tile, sums)).toList(), i.no());
            default -> s;
        };
    }

    /** {@code e} with a variable in the place of what is read of {@code tile}. */
    private Expr held(Expr e, Var tile, Var[][] sums) {
        if (e instanceof Expr.LoadLanes l && l.array().equals(tile)) {
            int k = (Integer) ((Const) l.index()).value() / length;
            return sums[k / sums[0].length][k % sums[0].length];
        }
        List<Expr> before = Tree.operands(e);
        return before.isEmpty() ? e : Tree.with(e, before.stream().map(x -> held(x, tile, sums)).toList());
    }
}
