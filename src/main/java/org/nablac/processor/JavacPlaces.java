package org.nablac.processor;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/** Places in javac: the smallest tree of the compiler's own that stands there. */
final class JavacPlaces implements Places {
    private final Trees trees;

    /** @throws IllegalArgumentException if the environment is not javac's */
    JavacPlaces(ProcessingEnvironment environment) {
        this.trees = Trees.instance(environment);
    }

    @Override
    public boolean report(TypeElement inFile, Problem.Place place, Problem problem) {
        TreePath path = trees.getPath(inFile);
        if (path == null) {
            return false;
        }
        CompilationUnitTree unit = path.getCompilationUnit();
        Optional<Tree> tree = offset(unit.getLineMap(), place)
                .flatMap(o -> Smallest.at(o, unit, trees.getSourcePositions()));
        // javac places a.b at the dot: where a line begins with b, that is the line before, and the text has to say it
        boolean exact = tree.isPresent() && !(place.startsLine() && tree.get() instanceof MemberSelectTree);
        tree.ifPresent(t -> trees.printMessage(Kind.ERROR, exact ? problem.brief() : problem.text(), t, unit));
        return tree.isPresent();
    }

    private static Optional<Long> offset(LineMap lines, Problem.Place place) {
        try {
            return Optional.of(lines.getStartPosition(place.line()) + place.column() - 1);
        } catch (IndexOutOfBoundsException afterTheEnd) {
            return Optional.empty();
        }
    }

    /** Looks for the shortest tree around an offset; of equals the innermost. */
    private static final class Smallest extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final long offset;
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private Optional<Tree> found = Optional.empty();
        private long length = Long.MAX_VALUE;

        private Smallest(long offset, CompilationUnitTree unit, SourcePositions positions) {
            this.offset = offset;
            this.unit = unit;
            this.positions = positions;
        }

        static Optional<Tree> at(long offset, CompilationUnitTree unit, SourcePositions positions) {
            Smallest s = new Smallest(offset, unit, positions);
            unit.getTypeDecls().forEach(t -> s.scan(t, null));
            unit.getImports().forEach(t -> s.scan(t, null));
            return s.found;
        }

        @Override
        public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
            if (tree != null) {
                long start = positions.getStartPosition(unit, tree);
                long end = positions.getEndPosition(unit, tree);
                if (start <= offset && offset < end && end - start <= length) {
                    found = Optional.of(tree);
                    length = end - start;
                }
            }
            return super.scan(tree, nothing);
        }
    }
}
