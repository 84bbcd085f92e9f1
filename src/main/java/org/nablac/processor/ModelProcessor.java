package org.nablac.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/** Compiles every class with {@link org.nablac.Model}; the package's page says how javac is told. */
public final class ModelProcessor extends AbstractProcessor {
    private static final String ANNOTATION = "org.nablac.Model";

    /** Models that could not be read or compiled, by canonical name, with what is wrong with them. */
    private final Map<String, List<Problem>> wrong = new LinkedHashMap<>();
    private final List<Problem> lost = new ArrayList<>();
    private Optional<ModelFiles> files = Optional.empty();

    /** All of Nablac's annotations, so that javac does not warn of those that stand on methods. */
    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("org.nablac.*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        Set<String> options = new TreeSet<>(Set.of(ModelFiles.GRAPH, ModelFiles.MEMORY));
        processingEnv.getOptions().keySet().stream().filter(o -> o.startsWith(ModelFiles.DEFINE)).forEach(options::add);
        return options;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public void init(ProcessingEnvironment environment) {
        super.init(environment);
        files = Optional.of(new ModelFiles(environment, new Sources(environment)));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        ModelFiles to = files.orElseThrow();
        if (round.processingOver()) {
            report(to);
            return true;
        }
        Set<String> models = new LinkedHashSet<>(wrong.keySet());
        annotations.stream().filter(a -> a.getQualifiedName().contentEquals(ANNOTATION))
                .flatMap(a -> round.getElementsAnnotatedWith(a).stream()).map(TypeElement.class::cast)
                .forEach(m -> models.add(m.getQualifiedName().toString()));
        wrong.clear();
        for (String name : models) {
            switch (to.write(name)) {
                case ModelFiles.Outcome.Written w -> { }
                case ModelFiles.Outcome.Wrong w -> wrong.put(name, w.problems());
                case ModelFiles.Outcome.Lost l -> lost.add(l.problem());
            }
        }
        return true;
    }

    private void report(ModelFiles to) {
        List<Problem> all = new ArrayList<>(lost);
        wrong.values().forEach(all::addAll);
        Places places = Places.of(processingEnv);
        all.forEach(p -> Places.report(p, processingEnv, places, to.sources()));
        to.unusedDefines().forEach(text -> processingEnv.getMessager().printMessage(Kind.ERROR, text));
    }
}
