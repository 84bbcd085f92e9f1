package org.nablac.code;

/**
 * Lines of at most {@value #WIDTH} characters, where they can be broken. A place to break is marked by a private
 * character that says how loosely the parts around it are joined; the loosest one of the line's second half is taken.
 */
final class JavaLine {
    static final int WIDTH = 120;
    private static final char FIRST = '\uE000';
    private static final char LAST = '\uE0FF';
    private static final String CONTINUATION = " ".repeat(8);

    private JavaLine() {
    }

    /** The mark of a place between parts joined by an operator of {@code precedence}, 0 for a comma. */
    static char mayBreak(int precedence) {
        return (char) (FIRST + precedence);
    }

    private static boolean isMark(char ch) {
        return ch >= FIRST && ch <= LAST;
    }

    /** The text without marks. */
    static String plain(String marked) {
        StringBuilder out = new StringBuilder(marked.length());
        marked.chars().filter(ch -> !isMark((char) ch)).forEach(ch -> out.append((char) ch));
        return out.toString();
    }

    /** The text, indented, broken, each line ended. */
    static String broken(String indent, String marked) {
        StringBuilder out = new StringBuilder();
        String rest = marked;
        String begin = indent;
        int at = breakAt(rest, WIDTH - begin.length());
        while (at > 0) {
            out.append(begin).append(plain(rest.substring(0, at))).append('\n');
            rest = rest.substring(at + 1).stripLeading();
            begin = indent + CONTINUATION;
            at = breakAt(rest, WIDTH - begin.length());
        }
        return out.append(begin).append(plain(rest)).append('\n').toString();
    }

    /**
     * Where to break so that the part before is at most {@code width} long; 0 if the text is short, or in one piece.
     */
    private static int breakAt(String marked, int width) {
        int best = 0;
        int bestLooseness = Integer.MAX_VALUE;
        int column = 0;
        int depth = 0;
        boolean quoted = false;
        for (int k = 0; k < marked.length(); k++) {
            char ch = marked.charAt(k);
            if (isMark(ch)) {
                int looseness = depth * 16 + (ch - FIRST) + (column < width / 2 ? 1000 : 0);
                if (looseness <= bestLooseness) {
                    best = k;
                    bestLooseness = looseness;
                }
                continue;
            }
            column++;
            if (column > width && best > 0) {
                return best;
            }
            if (ch == '\\' && quoted) {
                k++;
                column++;
            } else if (ch == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += "([{".indexOf(ch) >= 0 ? 1 : ")]}".indexOf(ch) >= 0 ? -1 : 0;
            }
        }
        return column > width ? best : 0;
    }
}
