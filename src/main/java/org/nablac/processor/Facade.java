package org.nablac.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.emit.JavaText;

/** The class that an application names: it has every public method of the kernels' class, and hands each call to it. */
final class Facade {
    private final Type.Reference self;
    private final Var me;
    private final Type.Reference kernels;
    private final Function constructor;

    private Facade(String name, ClassCode code) {
        this.self = new Type.Reference(name);
        this.me = Code.v("this", self);
        this.kernels = code.type();
        Var given = Code.v("kernels", kernels);
        this.constructor = new Function(Function.Access.PRIVATE, false, "<init>", List.of(given), Scalar.VOID,
                List.of(), "", List.of(new Stmt.SetField(me, "kernels", kernels, given)));
    }

    /**
     * The source of the facade.
     *
     * @param name its binary name
     * @param code the kernels' class
     */
    static String javaText(String name, ClassCode code) {
        Facade f = new Facade(name, code);
        List<Function> functions = new ArrayList<>(List.of(f.constructor));
        code.functions().stream().filter(x -> x.access() == Function.Access.PUBLIC).map(f::handing)
                .forEach(functions::add);
        return JavaText.emit(new ClassCode(name, code.sourceFile(), code.doc(),
                List.of(new ClassCode.Field(true, "kernels", f.kernels, Optional.empty(), "")), functions, List.of()));
    }

    /** The same method, which calls that of the kernels; where this returns kernels, it returns a facade of them. */
    private Function handing(Function f) {
        List<Expr> arguments = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        if (!f.isStatic()) {
            arguments.add(new Expr.Field(me, "kernels", kernels));
            types.add(kernels);
        }
        arguments.addAll(f.parameters());
        types.addAll(f.parameterTypes());
        Expr call = Code.call(new Target.External(f.isStatic() ? Target.Kind.STATIC : Target.Kind.VIRTUAL, kernels,
                f.name(), types, f.returns()), arguments.toArray(Expr[]::new));
        boolean wraps = f.returns().equals(kernels);
        Stmt body = f.returns() == Scalar.VOID ? Code.evaluate(call)
                : Code.returns(wraps ? new Expr.New(self, constructor.parameterTypes(), List.of(call)) : call);
        return new Function(Function.Access.PUBLIC, f.isStatic(), f.name(), f.parameters(), wraps ? self : f.returns(),
                f.exceptions(), f.doc(), List.of(body));
    }
}
