package org.nablac.runtime;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The words of a safetensors header: the part of JSON (RFC 8259) that it is made of, read
 * strictly, and the messages.
 *
 * <p>A position {@code at} is an array of one int; every method skips blanks, reads one thing and moves {@code at}
 * behind it. {@code where} names the place for the message.
 */
public final class HeaderText {
    /** A name from a file is shown up to this many characters. */
    static final int MAX_QUOTED = 80;

    /** A list of names is shown up to this many. */
    static final int MAX_LISTED = 20;

    private HeaderText() {
    }

    /**
     * Reads the bracket that opens an object or a list, and the closing one if nothing lies between: then false.
     */
    static boolean headerOpens(Path file, String header, int[] at, char open, char close, String where)
            throws IOException {
        headerExpect(file, header, at, open, where);
        if (headerPeek(header, at) == close) {
            at[0]++;
            return false;
        }
        return true;
    }

    /** Reads what follows a member: true for a comma, false for the closing bracket. */
    static boolean headerContinues(Path file, String header, int[] at, char close, String where)
            throws IOException {
        if (headerPeek(header, at) == ',') {
            at[0]++;
            return true;
        }
        headerExpect(file, header, at, close, where);
        return false;
    }

    /** Reads one given character. */
    static void headerExpect(Path file, String header, int[] at, char expected, String where) throws IOException {
        if (headerPeek(header, at) != expected) {
            throw headerFault(file, where, "found " + foundAt(header, at[0]) + ", expected '" + expected + "'");
        }
        at[0]++;
    }

    /** The next character that is not blank, or 0 at the end; a 0 in the text is never expected. */
    static char headerPeek(String header, int[] at) {
        int i = at[0];
        while (i < header.length()) {
            char c = header.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                break;
            }
            i++;
        }
        at[0] = i;
        return i < header.length() ? header.charAt(i) : 0;
    }

    /** Reads the key of a member and its colon. */
    static String headerKey(Path file, String header, int[] at, String where) throws IOException {
        String key = headerString(file, header, at, where);
        headerExpect(file, header, at, ':', where);
        return key;
    }

    /** Reads a string. */
    static String headerString(Path file, String header, int[] at, String where) throws IOException {
        if (headerPeek(header, at) != '"') {
            throw headerFault(file, where, "found " + foundAt(header, at[0]) + ", expected a string in quotes");
        }
        StringBuilder text = new StringBuilder();
        int i = at[0] + 1;
        while (true) {
            char c = i < header.length() ? header.charAt(i) : 0;
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw headerFault(file, where, "found " + foundAt(header, i)
                        + " within a string, expected its end");
            }
            if (c == '\\') {
                i = headerEscape(file, header, i + 1, text, where);
            } else {
                text.append(c);
                i++;
            }
        }
        at[0] = i + 1;
        if (!isWellFormed(text)) {
            throw headerFault(file, where, "found half of a surrogate pair in a string that ends at character " + i
                    + " of the header, expected both halves");
        }
        return text.toString();
    }

    /** Reads what follows a backslash at {@code i} into {@code text}; the position behind it. */
    static int headerEscape(Path file, String header, int i, StringBuilder text, String where) throws IOException {
        char c = i < header.length() ? header.charAt(i) : 0;
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            text.append("\"\\/\b\f\n\r\t".charAt(plain));
            return i + 1;
        }
        int code = 0;
        for (int k = 1; k <= 4; k++) {
            char digit = i + k < header.length() ? header.charAt(i + k) : 0;
            int value = digit < 128 ? Character.digit(digit, 16) : -1;
            if (c != 'u' || value < 0) {
                throw headerFault(file, where, "found " + foundAt(header, c == 'u' ? i + k : i)
                        + " after a backslash, expected an escape of JSON");
            }
            code = code * 16 + value;
        }
        text.append((char) code);
        return i + 5;
    }

    /** Whether every surrogate has its other half, so that the text has a UTF-8 form. */
    static boolean isWellFormed(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Reads a list of at most {@code limit} whole numbers into {@code into} from {@code offset} on; how many. */
    static int headerNumbers(Path file, String header, int[] at, String where, long[] into, int offset, int limit)
            throws IOException {
        int count = 0;
        boolean more = headerOpens(file, header, at, '[', ']', where);
        while (more) {
            if (count == limit) {
                throw headerFault(file, where, "has more than " + limit + " numbers, expected at most as many");
            }
            into[offset + count++] = headerNumber(file, header, at, where);
            more = headerContinues(file, header, at, ']', where);
        }
        return count;
    }

    /** Reads a number: 0, or digits of which the first is not 0, below 2⁶³. */
    static long headerNumber(Path file, String header, int[] at, String where) throws IOException {
        headerPeek(header, at);
        int start = at[0];
        int i = start;
        long value = 0;
        while (i < header.length() && header.charAt(i) >= '0' && header.charAt(i) <= '9') {
            int digit = header.charAt(i) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw headerFault(file, where, "found the number " + header.substring(start, i + 1)
                        + "…, expected one below 2^63");
            }
            value = value * 10 + digit;
            i++;
        }
        if (i == start || i > start + 1 && header.charAt(start) == '0') {
            throw headerFault(file, where, "found " + foundAt(header, start)
                    + ", expected a whole number of at least 0 without leading zeros");
        }
        at[0] = i;
        return value;
    }

    /** What stands at a position, for a message. */
    static String foundAt(String header, int position) {
        if (position >= header.length()) {
            return "the end of the header";
        }
        return quoteName(header.substring(position, position + 1)) + " at character " + position + " of the header";
    }

    /** A name in quotes for a message: cut if it is long, all that a terminal might obey as {@code \\u} escapes. */
    static String quoteName(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < name.length() && i < MAX_QUOTED; i++) {
            char c = name.charAt(i);
            boolean hidden = c < ' ' || c >= 0x7f && c < 0xa0 || Character.getType(c) == Character.FORMAT;
            quoted.append(hidden ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return quoted.append(name.length() > MAX_QUOTED ? "…\"" : "\"").toString();
    }

    /** Names in quotes for a message; of many, the first. */
    static String quoteNames(String[] names) {
        StringBuilder list = new StringBuilder(names.length == 0 ? "none" : "");
        for (int k = 0; k < names.length && k < MAX_LISTED; k++) {
            list.append(k == 0 ? "" : ", ").append(quoteName(names[k]));
        }
        return list.append(names.length > MAX_LISTED ? " and " + (names.length - MAX_LISTED) + " more" : "")
                .toString();
    }

    /** The exception for a file that is not as the format asks. */
    static IOException headerFault(Path file, String where, String problem) {
        return new IOException(file + ": " + where + ": " + problem
                + ". The file is damaged or is not safetensors: take a whole copy of it, or save the weights anew");
    }
}
