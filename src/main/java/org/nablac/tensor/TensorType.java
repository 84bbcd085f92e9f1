package org.nablac.tensor;

/** Dtype, shape and layout: {@code f32[N, 784]}, {@code i32[N]}, {@code rows f32[M, 16]}. */
public record TensorType(DType dtype, Shape shape, Layout layout) {
    public TensorType(DType dtype, Shape shape) {
        this(dtype, shape, Layout.DENSE);
    }

    public int rank() {
        return shape.rank();
    }

    public Dim dim(int axis) {
        return shape.dim(axis);
    }

    public boolean isDense() {
        return layout == Layout.DENSE;
    }

    public TensorType with(DType other) {
        return new TensorType(other, shape, layout);
    }

    public TensorType with(Shape other) {
        return new TensorType(dtype, other, layout);
    }

    /** Reads what {@link #toString} prints. */
    public static TensorType parse(String text) {
        String rest = text.strip();
        Layout layout = rest.startsWith("rows ") ? Layout.ROWS : Layout.DENSE;
        rest = layout == Layout.ROWS ? rest.substring(5).strip() : rest;
        int bracket = rest.indexOf('[');
        if (bracket < 0) {
            throw new IllegalArgumentException("'" + text + "' is not a tensor type: write f32[N, 784]");
        }
        return new TensorType(DType.parse(rest.substring(0, bracket)), Shape.parse(rest.substring(bracket)), layout);
    }

    @Override
    public String toString() {
        return (isDense() ? "" : "rows ") + dtype + shape;
    }
}
