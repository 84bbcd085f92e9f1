package org.nablac.source;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One parsed file: its package, imports and top-level types. */
final class SourceFile {
    private final SourceText text;
    private final CompilationUnit unit;
    private final Map<String, TypeInfo> types = new LinkedHashMap<>();

    SourceFile(SourceText text, CompilationUnit unit) {
        this.text = text;
        this.unit = unit;
        unit.getTypes().forEach(t -> types.put(t.getNameAsString(), new TypeInfo(this, t, Optional.empty())));
    }

    SourceText text() {
        return text;
    }

    String packageName() {
        return unit.getPackageDeclaration().map(p -> p.getNameAsString()).orElse("");
    }

    Map<String, TypeInfo> types() {
        return types;
    }

    /** Every type of the file, nested ones too, in order. */
    List<TypeInfo> allTypes() {
        List<TypeInfo> all = new ArrayList<>();
        types.values().forEach(t -> t.addWithNested(all));
        return all;
    }

    /** The qualified names that a simple class name may stand for, by the imports. */
    List<String> candidates(String simple) {
        List<String> names = new ArrayList<>();
        for (ImportDeclaration i : unit.getImports()) {
            if (!i.isStatic() && !i.isAsterisk() && i.getName().getIdentifier().equals(simple)) {
                names.add(0, i.getNameAsString());
            } else if (!i.isStatic() && i.isAsterisk()) {
                names.add(i.getNameAsString() + "." + simple);
            }
        }
        names.add("java.lang." + simple);
        return names;
    }

    /** The classes whose static member {@code name} is imported. */
    List<String> staticOwners(String name) {
        List<String> owners = new ArrayList<>();
        for (ImportDeclaration i : unit.getImports()) {
            if (i.isStatic() && i.isAsterisk()) {
                owners.add(i.getNameAsString());
            } else if (i.isStatic() && i.getName().getIdentifier().equals(name)) {
                owners.add(i.getName().getQualifier().map(q -> q.asString()).orElse(""));
            }
        }
        return owners;
    }

    static boolean isModel(TypeDeclaration<?> type) {
        return type.getAnnotations().stream().anyMatch(a -> a.getName().getIdentifier().equals("Model"));
    }
}
