package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * A leaf of independent random numbers, each a function of (seed, step, stream, row-major position): see
 * {@code runtime.CounterRandom}, whose equations are repeated here as the definition.
 */
interface RandomLeaf extends Leaf.Computed {
    DType dtype();

    Shape shape();

    /** Told apart by it are the random leaves of one model. */
    int stream();

    /** The number that 64 random bits make. */
    Expr number(Expr bits);

    /** The same by the plain definition. */
    double number(long bits);

    @Override
    default TensorType type() {
        return new TensorType(DTypes.sameFloat(name(), List.of(dtype())), shape());
    }

    @Override
    default Expr element(Context context, List<Expr> index) {
        Expr flat = Code.c(0L);
        for (int a = 0; a < index.size(); a++) {
            Expr size = Code.convert(Scalar.I64, context.size(shape().dim(a)));
            Expr i = Code.convert(Scalar.I64, index.get(a));
            flat = a == 0 ? i : Code.add(Code.mul(flat, size), i);
        }
        return number(Code.call(Elementary.randomBits(), context.seed(), context.step(), context.stream(stream()),
                flat));
    }

    @Override
    default HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray y = HostArray.zeros(dtype(), shape().values(evaluation.sizes()));
        for (int e = 0; e < y.count(); e++) {
            y.data()[e] = number(bits(evaluation.seed(), evaluation.step(), stream(), e));
        }
        return y;
    }

    /** 64 random bits of the counter (seed, step, stream, index). */
    static long bits(long seed, long step, int stream, long index) {
        long gamma = 0x9e3779b97f4a7c15L;
        long key = mix(seed + gamma);
        key = mix((key ^ stream) + gamma);
        key = mix((key ^ step) + gamma);
        return mix(key + mix(key ^ index));
    }


    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), variant 13. */
    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }
}
