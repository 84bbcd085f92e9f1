package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** The values of nodes at indices, as expressions: from storage if they are stored, else computed from their inputs. */
final class Reading {
    private final Schedule schedule;
    private final Body body;
    private final Set<Node> byExample;
    private final Set<Node> writtenHere;
    private int rowLevel;
    private final Map<Node, Expr> registers = new HashMap<>();
    private final Map<Node, Integer> uses;
    private final Argument example;

    /** A node at an index, where the inputs are those of {@code example}. */
    private record Element(Node node, List<Expr> index, Argument example) {
    }

    /**
     * @param byExample inputs of which only the example at hand is read, or those from it on
     * @param writtenHere nodes whose storage this kernel writes
     */
    Reading(Schedule schedule, Body body, Set<Node> byExample, Set<Node> writtenHere, Map<Node, Integer> uses) {
        this(schedule, body, byExample, writtenHere, uses, new Argument.Example());
    }

    /** @param example which one is read of inputs that hold all */
    Reading(Schedule schedule, Body body, Set<Node> byExample, Set<Node> writtenHere, Map<Node, Integer> uses,
            Argument example) {
        this.schedule = schedule;
        this.body = body;
        this.byExample = byExample;
        this.writtenHere = writtenHere;
        this.uses = uses;
        this.example = example;
    }

    /** The same values for another function. */
    Reading in(Body other) {
        return new Reading(schedule, other, byExample, writtenHere, uses);
    }

    boolean isStored(Node n) {
        return schedule.stored().contains(n);
    }

    /** The value of {@code n} at {@code index}; truth values as such. */
    Expr read(Node n, List<Expr> index) {
        Element key = new Element(n, index, example);
        if (body.isKnown(key)) {
            return body.known(key, Code.c(0));
        }
        if (registers.containsKey(n)) {
            return registers.get(n);
        }
        return isStored(n) ? load(n, index, key) : compute(n, index);
    }

    /** The value of {@code n} at {@code index} from its inputs, whether it is stored or not. */
    Expr compute(Node n, List<Expr> index) {
        Element key = new Element(n, index, example);
        return switch (n.op()) {
            case Elementwise op -> bind(n, key, element(op, n, index));
            case Leaf.Computed op -> bind(n, key, op.element(body, index));
            case Move.Pull op -> read(n.input(0), op.source(n.input(0).type(), n.type(), body::size, index));
            case Rows.Read op -> bind(n, key, row(n, index));
            default -> throw new IllegalStateException(n + " cannot be computed where it is read");
        };
    }

    /** What this kernel writes is read anew in every row: not outside of this scope. */
    void rowsAt(int level) {
        rowLevel = level;
    }

    /** Takes {@code value} as that of the node for every row of this kernel. */
    void register(Node n, Expr value) {
        registers.put(n, value);
    }

    /** Takes {@code value} as that of the node at {@code index} while scope {@code level} is open. */
    void remember(Node n, List<Expr> index, Expr value, int level) {
        body.remember(new Element(n, index, example), value, level);
    }

    /** Writes an operand that the op's expression names more than once into a variable first. */
    private Expr element(Elementwise op, Node n, List<Expr> index) {
        List<Expr> given = n.inputs().stream().map(i -> read(i, index)).toList();
        List<Expr> probes = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            probes.add(Code.v("probe " + i, given.get(i).type()));
        }
        Expr shape = op.element(probes);
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Expr x = given.get(i);
            boolean once = Body.isTrivial(x) || Count.of(shape, probes.get(i)) <= 1;
            arguments.add(once ? x : body.let(Body.identifier(n.input(i).op().name()), x, body.level(x)));
        }
        return op.element(arguments);
    }

    private Expr bind(Node n, Element key, Expr value) {
        int level = body.level(value);
        boolean keep = Body.isTrivial(value) || level == body.level() && uses.getOrDefault(n, 1) <= 1;
        if (keep) {
            return value;
        }
        Expr v = body.let(Body.identifier(n.op().name()), value, level);
        body.remember(key, v, level);
        return v;
    }

    private Expr row(Node n, List<Expr> index) {
        Node table = n.input(0);
        Node rows = n.input(1);
        int lookedUp = rows.type().rank();
        Expr row = named(read(rows, index.subList(0, lookedUp)), "row");
        List<Expr> at = new ArrayList<>();
        at.add(row);
        at.addAll(index.subList(lookedUp, index.size()));
        if (rows.op() instanceof Leaf.Stored) {
            return read(table, at);
        }
        Expr zero = Code.constant(Scalar.of(table.type().dtype()), 0);
        boolean inArray = isStored(table) && !registers.containsKey(table);
        if (!inArray) {
            // computed for row −1 too, from a row that there is
            at.set(0, named(Code.max(row, Code.c(0)), "row"));
        }
        return Code.select(Code.lt(row, Code.c(0)), zero, inArray ? stored(table, at) : read(table, at));
    }

    private Expr named(Expr e, String name) {
        return Body.isTrivial(e) ? e : body.let(name, e, body.level(e));
    }

    private Expr load(Node n, List<Expr> index, Element key) {
        if (isPassedByValue(n)) {
            return body.argument(new Argument.Leaf(n), Body.identifier(((Leaf.Stored) n.op()).label()),
                    Scalar.of(n.type().dtype()));
        }
        Expr value = stored(n, index);
        int level = Math.max(body.level(value), writtenHere.contains(n) ? rowLevel : 0);
        if (level == body.level() && uses.getOrDefault(n, 1) <= 1 && !writtenHere.contains(n)) {
            return value;
        }
        String name = n.op() instanceof Leaf.Stored s ? s.label() : n.op().name();
        Var v = body.let(Body.identifier(name) + "At", value, level);
        body.remember(key, v, level);
        return v;
    }

    /** The element of {@code n}'s array. */
    private Expr stored(Node n, List<Expr> index) {
        Expr element = Code.load(array(n), flat(n, index));
        return n.type().dtype() == DType.BOOL ? Code.ne(element, Code.c(0)) : element;
    }

    /** Writes {@code value} into the array of {@code n}. */
    void store(Node n, List<Expr> index, Expr value) {
        write(array(n), flat(n, index), value);
    }

    void write(Expr array, Expr at, Expr value) {
        Expr held = value.type() == Scalar.BOOL ? Code.select(value, Code.c(1), Code.c(0)) : value;
        body.emit(new Stmt.Store(array, at, held));
    }

    /** Whether a stored leaf is passed to kernels as a value and not as an array. */
    static boolean isPassedByValue(Node n) {
        return n.op() instanceof Leaf.Stored s && !s.isPersistent() && n.type().rank() == 0;
    }

    /** The array that holds {@code n}. */
    Var array(Node n) {
        Type type = new Type.ArrayOf(Body.scalar(n.type().dtype()));
        return switch (schedule.memory().storage().get(n)) {
            case Storage.InLeaf l -> body.argument(new Argument.Leaf(l.leaf()),
                    Body.identifier(((Leaf.Stored) l.leaf().op()).label()), type);
            case Storage.InSlot s -> body.argument(new Argument.Slot(s.slot(), s.perRow()),
                    "slot" + s.slot(), type);
            case Storage.InOutput o -> body.argument(new Argument.Output(o.name()), "out", type);
            case Storage.InRegister r -> throw new IllegalStateException(n + " is read before it is computed");
        };
    }

    /** Where in its array the element of {@code n} at {@code index} is. */
    Expr flat(Node n, List<Expr> index) {
        boolean perRow = schedule.memory().storage().get(n) instanceof Storage.InSlot s && s.perRow();
        Shape shape = perRow ? n.shape().without(List.of(0)) : n.shape();
        List<Expr> at = perRow ? index.subList(1, index.size()) : schedule.memory().isHeld(n) ? inBlock(index) : index;
        return Code.add(base(n), flat(shape, at));
    }

    private List<Expr> inBlock(List<Expr> index) {
        List<Expr> at = new ArrayList<>(index);
        at.set(0, body.hoist(Code.sub(index.get(0), Bounds.block(body).from()), "held"));
        return at;
    }

    /** Where the example at hand, or the first of those at hand, begins in an input that holds all of them. */
    Expr base(Node n) {
        if (!byExample.contains(n)) {
            return Code.c(0);
        }
        Expr number = body.argument(example, example instanceof Argument.Next ? "next" : "example", Scalar.I32);
        return body.hoist(Code.mul(number, body.size(n.shape().stride(0))), "begin");
    }

    /** Row-major position; what does not change in a loop is computed before it. */
    Expr flat(Shape shape, List<Expr> index) {
        Expr sum = Code.c(0);
        for (int a = 0; a < index.size(); a++) {
            Dim stride = shape.stride(a);
            Expr term = Code.mul(index.get(a), stride.is(1) ? Code.c(1) : body.hoist(body.size(stride), "stride"));
            sum = body.hoist(Code.add(sum, term), "at");
        }
        return sum;
    }
}
