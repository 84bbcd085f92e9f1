package org.nablac.processor;

import java.util.Optional;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/** How exactly a compiler lets a processor say where something is wrong. */
@FunctionalInterface
interface Places {
    /**
     * Reports an error at a place.
     *
     * @param inFile a type of that file
     * @return whether that was possible
     */
    boolean report(TypeElement inFile, Problem.Place place, Problem problem);

    /** Any place in javac, none elsewhere. */
    static Places of(ProcessingEnvironment environment) {
        try {
            return new JavacPlaces(environment);
        } catch (IllegalArgumentException | LinkageError notJavac) {
            return (type, place, problem) -> false;
        }
    }

    /** At its place, else at the class of its model, else nowhere in particular. */
    static void report(Problem problem, ProcessingEnvironment environment, Places places, Sources sources) {
        Optional<TypeElement> model = type(problem.model(), environment);
        boolean placed = problem.place().isPresent() && sources.typeOf(problem.place().get().path())
                .flatMap(name -> type(name, environment))
                .map(t -> places.report(t, problem.place().get(), problem)).orElse(false);
        if (!placed) {
            Messager messager = environment.getMessager();
            model.ifPresentOrElse(m -> messager.printMessage(Kind.ERROR, problem.text(), m),
                    () -> messager.printMessage(Kind.ERROR, problem.text()));
        }
    }

    private static Optional<TypeElement> type(String name, ProcessingEnvironment environment) {
        return Optional.ofNullable(environment.getElementUtils().getTypeElement(name));
    }
}
