package org.nablac.source;

import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.RecordDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A class, record, enum or interface of the source: its members by name, and the values of its static fields. */
final class TypeInfo {
    private final SourceFile file;
    private final TypeDeclaration<?> declaration;
    private final Optional<TypeInfo> outer;
    private final Map<String, TypeInfo> nested = new LinkedHashMap<>();
    private final Map<String, Object> statics = new HashMap<>();

    TypeInfo(SourceFile file, TypeDeclaration<?> declaration, Optional<TypeInfo> outer) {
        this.file = file;
        this.declaration = declaration;
        this.outer = outer;
        declaration.getMembers().forEach(m -> {
            if (m instanceof TypeDeclaration<?> t) {
                nested.put(t.getNameAsString(), new TypeInfo(file, t, Optional.of(this)));
            }
        });
    }

    SourceFile file() {
        return file;
    }

    TypeDeclaration<?> declaration() {
        return declaration;
    }

    String name() {
        return declaration.getNameAsString();
    }

    Optional<TypeInfo> outer() {
        return outer;
    }

    Map<String, TypeInfo> nested() {
        return nested;
    }

    void addWithNested(List<TypeInfo> all) {
        all.add(this);
        nested.values().forEach(n -> n.addWithNested(all));
    }

    /** Values of the static fields that have been computed. */
    Map<String, Object> statics() {
        return statics;
    }

    /** Whether an object of it needs an object of the class around it. */
    boolean isInner() {
        return outer.isPresent() && declaration instanceof ClassOrInterfaceDeclaration c && !c.isStatic()
                && !c.isInterface()
                && !outer.get().isInterface();
    }

    boolean isInterface() {
        return declaration instanceof ClassOrInterfaceDeclaration c && c.isInterface();
    }

    boolean isRecord() {
        return declaration instanceof RecordDeclaration;
    }

    /** The components of a record; none for others. */
    NodeList<Parameter> components() {
        return declaration instanceof RecordDeclaration r ? r.getParameters() : new NodeList<>();
    }

    List<MethodDeclaration> methods(String name) {
        return declaration.getMethodsByName(name);
    }

    List<MethodDeclaration> methods() {
        return declaration.getMethods();
    }

    List<ConstructorDeclaration> constructors() {
        return declaration.getConstructors();
    }

    NodeList<BodyDeclaration<?>> members() {
        return declaration.getMembers();
    }

    /** The declaration of a static field. */
    Optional<VariableDeclarator> staticField(String name) {
        for (FieldDeclaration f : declaration.getFields()) {
            if (f.isStatic() || isInterface()) {
                for (VariableDeclarator v : f.getVariables()) {
                    if (v.getNameAsString().equals(name)) {
                        return Optional.of(v);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The type that a field was declared with, as {@code double}. */
    Optional<String> fieldType(String name) {
        for (FieldDeclaration f : declaration.getFields()) {
            for (VariableDeclarator v : f.getVariables()) {
                if (v.getNameAsString().equals(name)) {
                    return Optional.of(v.getTypeAsString());
                }
            }
        }
        return Optional.empty();
    }

    /** Names of static final fields with a value. */
    List<String> constants() {
        return declaration.getFields().stream().filter(f -> (f.isStatic() && f.isFinal()) || isInterface())
                .flatMap(f -> f.getVariables().stream()).filter(v -> v.getInitializer().isPresent())
                .map(VariableDeclarator::getNameAsString).toList();
    }

    List<String> fieldNames() {
        return declaration.getFields().stream().flatMap(f -> f.getVariables().stream())
                .map(VariableDeclarator::getNameAsString).toList();
    }

    @Override
    public String toString() {
        return name();
    }
}
