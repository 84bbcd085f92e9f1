package org.nablac.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.lower.SelfTest;

/**
 * The forms of kernels: those for lanes are functions of the classes {@code …$Lanes128}, {@code …$Lanes256} and
 * {@code …$Lanes512} beside the model's, which alone chooses and alone is needed.
 */
final class Kernels {
    /**
     * The field of the model's class that says how many lanes it runs with; a constant once the class is initialised.
     */
    static final Expr.Static LANES = new Expr.Static("LANES", Scalar.I32);

    private Kernels() {
    }

    /** What is called for a kernel, and with what. */
    record Callable(Function function, List<Argument> arguments) {
    }

    /** The field, initialised by the runtime's choice. */
    static ClassCode.Field field(Type.Reference model) {
        return new ClassCode.Field(true, LANES.name(), LANES.type(),
                Optional.of(Parts.runtime("LaneChoice", "chooseLanes", Scalar.I32, List.of(Type.STRING),
                        Code.c(model.name()))), "");
    }

    /** A function that calls the form that was chosen; the kernel itself if there is one only. */
    static Callable choosing(KernelCode kernel, Type.Reference model) {
        if (kernel.lanes().isEmpty()) {
            return new Callable(kernel.function(), kernel.arguments());
        }
        Map<Argument, Var> parameters = new LinkedHashMap<>();
        add(kernel.arguments(), kernel.function().parameters(), parameters);
        kernel.lanes().values().forEach(v -> add(v.arguments(), v.function().parameters(), parameters));
        List<Stmt> body = new ArrayList<>(Tree.firstLine(kernel.function().body()).stream().toList());
        for (int width : KernelCode.WIDTHS) {
            KernelCode.Variant v = kernel.lanes().get(width);
            if (v != null) {
                Target there = new Target.External(Target.Kind.STATIC, className(model, width), v.function().name(),
                        v.function().parameterTypes(), v.function().returns());
                body.add(new Stmt.If(Code.eq(LANES, Code.c(width)), returned(there, v.arguments(), parameters),
                        List.of()));
            }
        }
        Function plain = renamed(kernel.function(), kernel.function().name() + "_scalar");
        body.addAll(returned(plain, kernel.arguments(), parameters));
        return new Callable(
                Function.of(kernel.function().name(), List.copyOf(parameters.values()), plain.returns(), "", body),
                List.copyOf(parameters.keySet()));
    }

    private static void add(List<Argument> arguments, List<Var> variables, Map<Argument, Var> parameters) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!parameters.containsKey(arguments.get(i))) {
                Var v = variables.get(i);
                for (int n = 2; parameters.containsValue(v); n++) {
                    v = Code.v(variables.get(i).name() + "_" + n, v.type());
                }
                parameters.put(arguments.get(i), v);
            }
        }
    }

    private static List<Stmt> returned(Target target, List<Argument> arguments, Map<Argument, Var> parameters) {
        Expr call = Code.call(target, arguments.stream().map(parameters::get).toArray(Expr[]::new));
        return target.returns() == Scalar.VOID
                ? List.of(Code.evaluate(call), new Stmt.Return(Optional.empty())) : List.of(Code.returns(call));
    }

    private static Function renamed(Function f, String name) {
        return new Function(f.access(), f.isStatic(), name, f.parameters(), f.returns(),
                f.exceptions(), f.doc(), f.body());
    }

    private static Type.Reference className(Type.Reference model, int width) {
        return new Type.Reference(model.name() + "$Lanes" + 32 * width);
    }

    /** The class of all kernels in this form. */
    static Optional<ClassCode> companion(Type.Reference model, String sourceFile, List<Program> programs, int width) {
        Map<String, Function> shared = new LinkedHashMap<>();
        for (Program p : programs) {
            for (KernelCode k : p.functions()) {
                if (k.lanes().containsKey(width)) {
                    Function f = k.lanes().get(width).function();
                    shared.computeIfAbsent(f.name(), name -> new Function(Function.Access.PACKAGE, true, name,
                            f.parameters(), f.returns(), f.exceptions(), f.doc(), f.body()));
                }
            }
        }
        List<Function> functions = new ArrayList<>(shared.values());
        if (functions.isEmpty()) {
            return Optional.empty();
        }
        functions.add(SelfTest.agrees(width));
        functions.add(SelfTest.preferredBits());
        return Optional.of(new ClassCode(className(model, width).name(), sourceFile,
                "The kernels of " + model.simpleName() + " in vectors of " + 32 * width + " bits.",
                List.of(), functions, List.of()));
    }
}
