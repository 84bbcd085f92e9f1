import static org.nablac.Nablac.*;

import org.nablac.*;

/** A matrix product alone. */
@Model
public class Product {
    static final int TERMS = 1024, COLUMNS = 1024;

    final Tensor w = parameter(TERMS, COLUMNS).normal(0.03);

    public Tensor product(@Shape("N, TERMS") Tensor x) {
        return x.matmul(w);
    }
}
