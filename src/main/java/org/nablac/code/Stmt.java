package org.nablac.code;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr.Var;

/** A statement. A variable belongs to the block that declares it; no name is declared twice in one function. */
public sealed interface Stmt {

    /** {@code type name = value;} */
    record Let(Var variable, Expr value) implements Stmt {
        public Let {
            if (variable.type() instanceof Scalar) {
                Check.type(value, variable.type());
            }
        }
    }

    /** {@code name = value;} */
    record Assign(Var variable, Expr value) implements Stmt {
        public Assign {
            if (variable.type() instanceof Scalar) {
                Check.type(value, variable.type());
            }
        }
    }

    /** {@code array[index] = value;} */
    record Store(Expr array, Expr index, Expr value) implements Stmt {
        public Store {
            Check.array(array);
            Check.type(index, Scalar.I32);
            if (((Type.ArrayOf) array.type()).element() instanceof Scalar s) {
                Check.type(value, s);
            }
        }
    }

    /** {@code object.name = value;} */
    record SetField(Expr object, String name, Type type, Expr value) implements Stmt {
    }

    /** {@code for (int i = from; i < to; i += step) body}; {@code to} is pure and does not change in the loop. */
    record For(Var variable, Expr from, Expr to, int step, List<Stmt> body) implements Stmt {
        public For {
            body = List.copyOf(body);
            Check.type(variable, Scalar.I32);
            Check.type(from, Scalar.I32);
            Check.type(to, Scalar.I32);
            Check.that(step > 0, "a loop's step is %d", step);
        }
    }

    record While(Expr condition, List<Stmt> body) implements Stmt {
        public While {
            body = List.copyOf(body);
            Check.type(condition, Scalar.BOOL);
        }
    }

    record If(Expr condition, List<Stmt> yes, List<Stmt> no) implements Stmt {
        public If {
            yes = List.copyOf(yes);
            no = List.copyOf(no);
            Check.type(condition, Scalar.BOOL);
        }
    }

    /** {@code return value;}, or {@code return;} in a function of type void. Every path of a function ends in one, but a void's last. */
    record Return(Optional<Expr> value) implements Stmt {
    }

    /** An expression for its effect; a value it leaves is dropped. */
    record Evaluate(Expr value) implements Stmt {
    }

    record Throw(Expr exception) implements Stmt {
    }

    /** The statements that follow come from this line of the model's source. */
    record Line(int line) implements Stmt {
    }

    /** A remark, in the Java text only. */
    record Comment(String text) implements Stmt {
    }
}
