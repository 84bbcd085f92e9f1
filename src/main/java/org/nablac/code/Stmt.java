package org.nablac.code;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr.Var;

/** A statement. A variable belongs to the block that declares it; no name is declared twice in one function. */
public sealed interface Stmt {

    /** {@code type name = value;} */
    record Let(Var variable, Expr value) implements Stmt {
        public Let {
            if (!(variable.type() instanceof Type.Reference) && !(variable.type() instanceof Type.ArrayOf)) {
                Check.type(value, variable.type());
            }
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code name = value;} */
    record Assign(Var variable, Expr value) implements Stmt {
        public Assign {
            if (!(variable.type() instanceof Type.Reference) && !(variable.type() instanceof Type.ArrayOf)) {
                Check.type(value, variable.type());
            }
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
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

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** Writes lanes to {@code array[index], array[index + 1], …} */
    record StoreLanes(Expr array, Expr index, Expr value) implements Stmt {
        public StoreLanes {
            Check.array(array);
            Check.type(index, Scalar.I32);
            Check.that(value.type() instanceof Type.Lanes l && l.element() == ((Type.ArrayOf) array.type()).element(),
                    "%s is a %s, wanted are lanes of %s", value, value.type(), array.type());
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code object.name = value;} */
    record SetField(Expr object, String name, Type type, Expr value) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
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

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    record While(Expr condition, List<Stmt> body) implements Stmt {
        public While {
            body = List.copyOf(body);
            Check.type(condition, Scalar.BOOL);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    record If(Expr condition, List<Stmt> yes, List<Stmt> no) implements Stmt {
        public If {
            yes = List.copyOf(yes);
            no = List.copyOf(no);
            Check.type(condition, Scalar.BOOL);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /**
     * {@code return value;}, or {@code return;} in a function of type void. Every path of a function ends
     * in one, but a void's last.
     */
    record Return(Optional<Expr> value) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** An expression for its effect; a value it leaves is dropped. */
    record Evaluate(Expr value) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    record Throw(Expr exception) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** The statements that follow come from this line of the model's source. */
    record Line(int line) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** A remark, in the Java text only. */
    record Comment(String text) implements Stmt {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }
}
