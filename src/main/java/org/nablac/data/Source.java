package org.nablac.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.nablac.tensor.UserError;

/**
 * Bytes with a name: a file, or a resource of the program. Unpacked if they begin with the magic of gzip, whatever the
 * name ends with.
 *
 * @param name  as errors name it
 * @param bytes an upper bound of the unpacked length
 * @param input opens the bytes as they are stored
 */
record Source(String name, long bytes, Opening input) {
    /** No DEFLATE stream unpacks to more than 1032 times its length. */
    private static final long MOST_UNPACKED = 1032;

    interface Opening {
        InputStream open() throws IOException;
    }

    static Source file(Path path) {
        if (Files.isDirectory(path)) {
            throw new UserError(path + " is a folder; expected a file");
        }
        try {
            return new Source(path.toString(), bound(Files.size(path)), () -> Files.newInputStream(path));
        } catch (IOException e) {
            throw unreadable(path.toString(), e);
        }
    }

    /** A file that comes with the program, beside {@link Bundled}. */
    static Source resource(String path) {
        return new Source("bundled " + path, Long.MAX_VALUE, () -> {
            InputStream in = Bundled.class.getResourceAsStream(path);
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: no resource " + path);
            }
            return in;
        });
    }

    private static long bound(long stored) {
        return stored > Long.MAX_VALUE / MOST_UNPACKED ? Long.MAX_VALUE : stored * MOST_UNPACKED;
    }

    /** The unpacked bytes; the caller closes them. */
    InputStream open() {
        try {
            BufferedInputStream in = new BufferedInputStream(input.open(), 1 << 16);
            in.mark(2);
            boolean packed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return packed ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16) : in;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What to say of a read that failed. */
    UserError unreadable(IOException e) {
        return unreadable(name, e);
    }

    static UserError unreadable(String name, IOException e) {
        String why = switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "it may not be read; check its permissions";
            case ZipException damaged -> "its gzip packing is damaged (" + damaged.getMessage()
                    + "); fetch it again";
            case EOFException cut -> "its gzip packing ends early; fetch it again";
            default -> String.valueOf(e.getMessage());
        };
        return new UserError(name + ": cannot be read: " + why, e);
    }
}
