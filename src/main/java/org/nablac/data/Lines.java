package org.nablac.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CharsetDecoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.nablac.tensor.UserError;

/**
 * A text file line by line, strictly: UTF-8 (a byte-order mark at the start is skipped), all lines ending alike (LF or
 * CR LF; the last one may lack its end), no empty lines but at the end of the file, no line above a megabyte. A place
 * in it is a line and a column, both from 1; a column counts characters.
 */
final class Lines implements AutoCloseable {
    private static final int LONGEST = 1 << 20;

    private enum End { NONE_YET, LF, CRLF }

    private final Source source;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private End end = End.NONE_YET;
    private boolean atEnd;
    private int number;
    private String text = "";

    Lines(Source source) {
        this.source = source;
        this.in = source.open();
    }

    /** Goes to the next line; false at the end of the file. */
    boolean next() {
        int empty = 0;
        while (read()) {
            if (!text.isEmpty()) {
                if (empty > 0) {
                    number = empty;
                    throw error(1, "an empty line between others; delete it");
                }
                return true;
            }
            empty = empty == 0 ? number : empty;
        }
        return false;
    }

    /** The line without its end. */
    String text() {
        return text;
    }

    /** Its number, from 1; at the end of the file, the number of lines. */
    int number() {
        return number;
    }

    /** An error in this line. */
    UserError error(int column, String what) {
        return error(number, column, what);
    }

    UserError error(int line, int column, String what) {
        return new UserError(source.name() + ", line " + line + ", column " + column + ": " + what);
    }

    /** An error of the whole file. */
    UserError error(String what) {
        return new UserError(source.name() + ": " + what);
    }

    private boolean read() {
        if (atEnd) {
            return false;
        }
        bytes.reset();
        int b = byteOrEnd();
        while (b != '\n' && b >= 0) {
            if (bytes.size() == LONGEST) {
                number++;
                throw error(1, "longer than " + LONGEST + " bytes; is this a text file?");
            }
            bytes.write(b);
            b = byteOrEnd();
        }
        atEnd = b < 0;
        if (atEnd && bytes.size() == 0) {
            return false;
        }
        number++;
        text = decoded();
        checkEnd();
        return true;
    }

    private int byteOrEnd() {
        try {
            return in.read();
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }

    private void checkEnd() {
        boolean carriageReturn = text.endsWith("\r");
        if (carriageReturn) {
            text = text.substring(0, text.length() - 1);
        }
        if (!atEnd || carriageReturn) {
            End mine = carriageReturn ? End.CRLF : End.LF;
            if (end != End.NONE_YET && end != mine) {
                throw error(text.length() + 1, "this line ends with " + name(mine) + ", the lines before it with "
                        + name(end) + "; write the file with one kind of line end");
            }
            end = mine;
        }
        for (int k = 0; k < text.length(); k++) {
            char c = text.charAt(k);
            if (c == '\r') {
                throw error(k + 1, "a carriage return inside a line; end lines with LF, or all of them with CR LF");
            }
            if (c < ' ' && c != '\t') {
                throw error(k + 1, "the control character " + (int) c + "; is this a text file?");
            }
        }
    }

    private static String name(End end) {
        return end == End.LF ? "LF" : "CR LF";
    }

    private String decoded() {
        ByteBuffer raw = ByteBuffer.wrap(bytes.toByteArray());
        if (number == 1 && raw.remaining() >= 2) {
            int first = raw.getShort(0) & 0xffff;
            if (first == 0xfffe || first == 0xfeff) {
                throw error(1, "the file is UTF-16; save it as UTF-8");
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer out = CharBuffer.allocate(raw.remaining());
        CoderResult result = decoder.decode(raw, out, true);
        if (result.isError()) {
            throw error(out.position() + 1, "not UTF-8 (byte 0x" + Integer.toHexString(raw.get(raw.position()) & 0xff)
                    + "); save the file as UTF-8");
        }
        String decoded = out.flip().toString();
        return number == 1 && decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }
}
