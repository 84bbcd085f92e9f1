package org.nablac.source;

import com.github.javaparser.ast.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One running constructor, method or lambda.
 *
 * @param type the class whose text it is in
 * @param self the object it runs on; UNSET in a static method
 * @param call from where it was called; empty for what the front end itself calls
 */
record Frame(TypeInfo type, Object self, Optional<Call> call, Result result) {

    /** The calling frame and expression. */
    record Call(Frame caller, Node at, String text) {
    }

    /** Where a return or yield leaves its value. */
    static final class Result {
        Object value = Special.VOID;
        /** Whether something in it was reported: what is missing after it is no news. */
        boolean isWrong;
    }

    static Frame root(TypeInfo type, Object self) {
        return new Frame(type, self, Optional.empty(), new Result());
    }

    /** The frame of something called by this one at {@code at}. */
    Frame calls(TypeInfo other, Object object, Node at, String text) {
        return new Frame(other, object, Optional.of(new Call(this, at, text)), new Result());
    }

    int depth() {
        int depth = 0;
        for (Optional<Call> c = call; c.isPresent(); c = c.get().caller.call) {
            depth++;
        }
        return depth;
    }

    /** {@code in second.apply(x), called at line 9}: one line for each call, the innermost first. */
    List<String> chain() {
        List<String> lines = new ArrayList<>();
        String home = type.file().text().path();
        int times = 1;
        for (Optional<Call> c = call; c.isPresent(); c = c.get().caller.call) {
            String line = "in " + c.get().text + ", called at " + place(c.get().caller, c.get().at, home);
            if (!lines.isEmpty() && lines.get(lines.size() - 1).replaceFirst(", \\d+ times$", "").equals(line)) {
                lines.set(lines.size() - 1, line + ", " + ++times + " times");
                continue;
            }
            times = 1;
            if (lines.size() == 6) {
                lines.add("… called from " + (c.get().caller.depth() + 1) + " more");
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    /** {@code line 9}, or with the file if that is not {@code home}. */
    static String place(Frame frame, Node at, String home) {
        int line = at.getBegin().map(p -> p.line).orElse(0);
        SourceText text = frame.type.file().text();
        return text.path().equals(home) ? "line " + line : text.fileName() + ":" + line;
    }

    /** Where, seen from what the front end called, {@code at} was reached: the outermost call. */
    String outermost(Node at) {
        Frame frame = this;
        Node place = at;
        while (frame.call.isPresent()) {
            place = frame.call.get().at;
            frame = frame.call.get().caller;
        }
        return place(frame, place, frame.type.file().text().path());
    }
}
